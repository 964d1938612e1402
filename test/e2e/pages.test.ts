import { mkdir } from "node:fs/promises";
import type { Browser, Frame } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { shopRef } from "../../app/platform/ids.ts";
import { readSyncView } from "../../app/sync/status/read-sync-view.ts";
import { createFormat } from "../../app/ui/format.ts";
import { catalogues } from "../../app/ui/messages/catalogue.ts";
import { violationsOf } from "../setup/accessibility.ts";
import { chromiumPath, launchChromium } from "../shopify/admin/stage.ts";
import { hydrated, type Merchant, openMerchant } from "./merchant.ts";
import { NOON, openStack, type Stack } from "./stack.ts";

const DOMAIN = "pages.myshopify.com";
const PICTURES = "test/e2e/screenshots";
/** Limit of Shopify's own programme for apps that it calls built for Shopify. Paint times are printed: they are the machine's too. */
const MOST_CLS = 0.1;
const MOST_TABS = 80;

interface PageCase {
  readonly name: string;
  readonly path: string;
  readonly heading: string;
  /** What a merchant comes to the page for, its accessible name as Tab finds it, and the key that sets it off. */
  readonly action: { readonly name: string; readonly key: "Enter" | "Space" };
  /** Shows that the action was done. */
  readonly done: (merchant: Merchant) => Promise<unknown>;
}

let stack: Stack;
let browser: Browser;
let pages: readonly PageCase[] = [];
const vitals: Record<string, string | number | null>[] = [];

function dialog({ app }: Merchant): Promise<void> {
  return app.getByRole("dialog").waitFor();
}

function pageCases(customer: { id: number; name: string }, lastMonth: string): PageCase[] {
  return [
    {
      name: "home",
      path: "/app",
      heading: "Customer value",
      action: { name: "View customers", key: "Enter" },
      done: ({ heading }) => heading("Customers").waitFor(),
    },
    {
      name: "customers",
      path: "/app/customers",
      heading: "Customers",
      action: { name: customer.name, key: "Enter" },
      done: ({ heading }) => heading(customer.name).waitFor(),
    },
    {
      name: "customer",
      path: `/app/customers/${customer.id}`,
      heading: customer.name,
      action: { name: "How is this calculated: Value so far", key: "Enter" },
      done: ({ app }) => app.getByText("Gross sales minus discounts minus returns").waitFor(),
    },
    {
      name: "comparison",
      path: "/app/compare",
      heading: "Compare with Shopify",
      action: { name: lastMonth, key: "Enter" },
      done: ({ app }) => app.getByRole("heading", { name: `${lastMonth}, step by step` }).waitFor(),
    },
    {
      name: "segments",
      path: "/app/segments",
      heading: "Segments",
      action: { name: "Champions", key: "Enter" },
      done: ({ heading }) => heading("Champions").waitFor(),
    },
    {
      name: "segment",
      path: "/app/segments/champions",
      heading: "Champions",
      action: { name: "Export CSV", key: "Enter" },
      done: dialog,
    },
    {
      name: "exports",
      path: "/app/exports",
      heading: "Exports",
      action: { name: "Go to segments", key: "Enter" },
      done: ({ heading }) => heading("Segments").waitFor(),
    },
    {
      name: "cohorts",
      path: "/app/cohorts",
      heading: "Cohorts",
      action: { name: "Show as table: How value grows", key: "Enter" },
      done: ({ app }) => app.getByRole("button", { name: "Show as chart: How value grows" }).waitFor(),
    },
    {
      name: "model",
      path: "/app/model",
      heading: "Model",
      action: { name: "For statisticians", key: "Enter" },
      done: ({ app }) => app.getByRole("region", { name: "Orders per customer, hidden weeks" }).waitFor(),
    },
    {
      name: "calculator",
      path: "/app/acquisition/calculator",
      heading: "What may a customer cost?",
      action: { name: "Use my shop’s figures", key: "Enter" },
      done: ({ app }) => app.getByText("Expected in the next 12 months").waitFor(),
    },
    {
      name: "settings",
      path: "/app/settings",
      heading: "Settings",
      action: { name: "Count orders with a value of zero", key: "Space" },
      done: ({ page }) => page.getByRole("region", { name: "Unsaved changes" }).waitFor(),
    },
    {
      name: "sync",
      path: "/app/sync",
      heading: "Sync",
      action: { name: "Sync again", key: "Enter" },
      done: dialog,
    },
    // The last one: it changes figures.
    {
      name: "addresses",
      path: "/app/addresses",
      heading: "Shared addresses",
      action: { name: "Take orders@marketplace.example.com out", key: "Enter" },
      done: ({ app }) =>
        app.getByRole("button", { name: "Put orders@marketplace.example.com back" }).waitFor(),
    },
  ];
}

/** Words that no Dutch sentence has, and euros as English writes them. */
const ENGLISH = /\b(the|and|your|you|orders?|customers?|sales|with|from|this|which|are|year|value|last)\b/i;
const ENGLISH_MONEY = /€\d|\d,\d{3}\b/;

/** A page's heading as the Dutch page has it; names of people are the same. */
function dutchOf(heading: string): string {
  const { en, nl } = catalogues;
  const keys = Object.keys(en) as (keyof typeof en)[];
  const key = keys.find((key) => en[key] === heading && /\.(title|name)$/.test(key));
  return key ? nl[key] : heading;
}

function frameOf({ page }: Merchant): Frame {
  const frame = page.frames().find((candidate) => candidate.url().startsWith(stack.appUrl));
  if (!frame) throw new Error("the app is not in the frame");
  return frame;
}

/** Fonts are there, React has taken the document over, and what that changed has been painted. */
async function settled(frame: Frame): Promise<void> {
  await frame.waitForLoadState("load");
  await hydrated(frame);
  await frame.evaluate(async () => {
    await document.fonts.ready;
    for (let frames = 0; frames < 3; frames++) await new Promise(requestAnimationFrame);
  });
}

/** Largest contentful paint, in ms from the frame's navigation (null where the browser noted none), and the sum of all unexpected layout shifts. */
function readVitals(frame: Frame): Promise<{ lcpMs: number | null; cls: number }> {
  return frame.evaluate(() => {
    /** What the browser has noted so far, at once: an observer would never be called where it noted nothing. */
    const noted = (type: string) => {
      const observer = new PerformanceObserver(() => {});
      observer.observe({ type, buffered: true });
      return observer.takeRecords();
    };
    const paints = noted("largest-contentful-paint");
    const shifts = noted("layout-shift");
    const largest = paints.at(-1);
    return {
      lcpMs: largest ? Math.round(largest.startTime) : null,
      cls: shifts.reduce((sum, shift) => sum + ("value" in shift ? Number(shift.value) : 0), 0),
    };
  });
}

/** The whole page on one picture: the frame scrolls inside the admin, so the window is made as tall as its content. */
async function takePicture(merchant: Merchant, width: number, name: string): Promise<void> {
  const { page } = merchant;
  const height = await frameOf(merchant).evaluate(() => document.documentElement.scrollHeight);
  await page.setViewportSize({ width, height: Math.min(height + 180, 6_000) });
  await page.screenshot({ path: `${PICTURES}/${name}-${width}.png`, animations: "disabled" });
}

/** What is wrong with how the document is built: its title, its main part, and the levels of its headings. */
async function outlineFaults(frame: Frame, heading: string): Promise<string[]> {
  const { title, mains, headings } = await frame.evaluate(() => ({
    title: document.title,
    mains: document.querySelectorAll("main").length,
    headings: [...document.querySelectorAll("h1, h2, h3, h4, h5, h6")].map((element) => ({
      level: Number(element.tagName.slice(1)),
      text: element.textContent ?? "",
    })),
  }));
  const faults: string[] = [];
  if (title !== `${heading} · Klantwaarde`) faults.push(`its document is titled "${title}"`);
  if (mains !== 1) faults.push(`it has ${mains} main parts`);
  if (headings.filter(({ level }) => level === 1).length !== 1) faults.push("it has not one h1");
  headings.forEach(({ level, text }, i) => {
    const above = headings[i - 1]?.level ?? 0;
    if (level > above + 1) faults.push(`h${level} "${text}" follows h${above}`);
  });
  return faults;
}

/** What is wrong with the page as it stands, in words. */
async function faultsOf(merchant: Merchant, heading: string): Promise<string[]> {
  const faults = [...merchant.complaints, ...(await outlineFaults(frameOf(merchant), heading))];
  const overflow = await frameOf(merchant).evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  );
  if (overflow > 0) faults.push(`scrolls sideways by ${overflow} pixels`);
  faults.push(...(await violationsOf(frameOf(merchant))));
  return faults;
}

/** Goes through the page by Tab from its beginning until the named element has the focus. */
async function tabTo(merchant: Merchant, name: string): Promise<boolean> {
  const frame = frameOf(merchant);
  await frame.locator("body").press("Tab");
  for (let tabs = 0; tabs < MOST_TABS; tabs++) {
    const focused = await frame.evaluate(() => {
      const element = document.activeElement;
      const labels = element instanceof HTMLInputElement ? [...(element.labels ?? [])] : [];
      return (
        element?.getAttribute("aria-label") ??
        (labels.map((label) => label.textContent).join(" ") || element?.textContent)
      );
    });
    if (focused?.trim() === name) return true;
    await merchant.page.keyboard.press("Tab");
  }
  return false;
}

async function install(): Promise<void> {
  const merchant = await openMerchant(browser, stack);
  await merchant.goTo("");
  await merchant.page.getByRole("button", { name: "Install Klantwaarde" }).click();
  await merchant.app.getByRole("heading", { name: "Average CLV", exact: true }).waitFor();
  await merchant.app.getByRole("heading", { name: "Setting up" }).waitFor({ state: "detached" });
  await merchant.figuresSettled("Customer value");
  expect(merchant.complaints).toEqual([]);
  await merchant.page.context().close();
}

describe.skipIf(!chromiumPath)("every page in the admin, with a generated shop (needs Chromium)", () => {
  beforeAll(async () => {
    await mkdir(PICTURES, { recursive: true });
    stack = await openStack({
      kind: "generated",
      domain: DOMAIN,
      seed: 11,
      customers: 400,
      years: 2,
      asOf: NOON,
      marketplace: true,
    });
    browser = await launchChromium();
    await install();
    const { db, clock } = stack.runtime;
    const ref = shopRef(DOMAIN);
    expect((await readSyncView(db, ref, clock())).state).toBe("current");
    const { rows } = await db.pool.query<{ id: number; name: string }>(
      `select v.customer_id as id, concat_ws(' ', c.first_name, c.last_name) as name
       from customer_value v join customer c on c.shop_id = v.shop_id and c.customer_id = v.customer_id
       where v.shop_id = $1 order by v.net_sales_minor desc, v.customer_id desc limit 1`,
      [ref.shopId],
    );
    if (!rows[0]) throw new Error("the shop has no customers");
    const { rows: days } = await db.pool.query<{ day: string }>(
      "select max(last_order_day) as day from customer_value where shop_id = $1",
      [ref.shopId],
    );
    const lastDay = new Date(`${days[0]?.day}T00:00:00Z`);
    const format = createFormat({ locale: "en", currency: "EUR", minorDigits: 2, timeZone: "UTC" });
    pages = pageCases(rows[0], format.month(lastDay.getUTCFullYear() * 12 + lastDay.getUTCMonth()));
  });
  afterAll(async () => {
    console.table(vitals);
    await browser?.close();
    await stack?.close();
  });

  for (const width of [1280, 390]) {
    test(`is whole, steady and accessible at ${width} pixels`, async () => {
      const faults: Record<string, string[]> = {};
      for (const { name, path, heading } of pages) {
        const merchant = await openMerchant(browser, stack, width);
        await merchant.openApp(path, heading);
        await settled(frameOf(merchant));
        const { lcpMs, cls } = await readVitals(frameOf(merchant));
        vitals.push({ page: name, width, lcpMs, cls: cls.toFixed(3) });
        const found = await faultsOf(merchant, heading);
        if (cls > MOST_CLS) found.push(`its layout shifts by ${cls.toFixed(3)}`);
        await takePicture(merchant, width, name);
        if (found.length > 0) faults[name] = found;
        await merchant.page.context().close();
      }
      expect(pages).toHaveLength(13);
      expect(faults).toEqual({});
    });
  }

  test("is Dutch as a whole once the merchant's admin is, and as wide as a phone", async () => {
    const merchant = await openMerchant(browser, stack, 390);
    await merchant.goTo("");
    await merchant.page.getByRole("button", { name: "Nederlands" }).click();
    const faults: Record<string, string[]> = {};
    for (const { name, path, heading } of pages) {
      await merchant.openApp(path, dutchOf(heading));
      const frame = frameOf(merchant);
      await settled(frame);
      const found = merchant.complaints.splice(0);
      const page = await frame.evaluate(() => ({
        lang: document.documentElement.lang,
        overflow: document.documentElement.scrollWidth - document.documentElement.clientWidth,
      }));
      if (page.lang !== "nl") found.push(`its language is ${page.lang}`);
      if (page.overflow > 0) found.push(`scrolls sideways by ${page.overflow} pixels`);
      // biome-ignore lint/performance/useDomNodeTextContent: textContent has no line breaks and holds hidden text
      const lines = (await frame.locator("body").innerText()).replace(/\S+@\S+/g, "").split("\n");
      found.push(...lines.filter((line) => ENGLISH.test(line) || ENGLISH_MONEY.test(line)));
      await takePicture(merchant, 390, `${name}-nl`);
      await merchant.page.setViewportSize({ width: 390, height: 844 });
      if (found.length > 0) faults[name] = found;
    }
    await merchant.page.context().close();
    expect(faults).toEqual({});
  });

  test("does what a merchant comes for by the keyboard alone", async () => {
    const faults: Record<string, string> = {};
    for (const { name, path, heading, action, done } of pages) {
      const merchant = await openMerchant(browser, stack);
      await merchant.openApp(path, heading);
      if (await tabTo(merchant, action.name)) {
        await merchant.page.keyboard.press(action.key);
        await done(merchant);
      } else {
        faults[name] = `Tab does not reach "${action.name}"`;
      }
      if (merchant.complaints.length > 0) faults[name] = merchant.complaints.join(" | ");
      await merchant.page.context().close();
    }
    expect(pages).toHaveLength(13);
    expect(faults).toEqual({});
  });
});

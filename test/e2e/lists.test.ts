import type { Browser, Frame } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { shopRef } from "../../app/platform/ids.ts";
import { chromiumPath, launchChromium } from "../shopify/admin/stage.ts";
import { felt, press } from "./felt.ts";
import { type Merchant, openMerchant } from "./merchant.ts";
import { NOON, openStack, type Stack } from "./stack.ts";

const DOMAIN = "lists.myshopify.com";
const ref = shopRef(DOMAIN);
/** Of one interaction, whenever it moves things. */
const MOST_CLS = 0.02;
/** As slow as a phone of the middle class. */
const CPU_SLOWDOWN = 4;

let stack: Stack;
let browser: Browser;

async function frameOf({ page }: Merchant): Promise<Frame> {
  const frame = await (await page.locator("#app-frame").elementHandle())?.contentFrame();
  if (!frame) throw new Error("the app is not in the frame");
  return frame;
}

/** The address of the app's page, as the frame has it. */
async function addressOf(merchant: Merchant): Promise<string> {
  return (await frameOf(merchant)).evaluate(() => window.location.pathname + window.location.search);
}

async function listed(condition: string, order: string): Promise<number[]> {
  const { rows } = await stack.runtime.db.pool.query<{ id: number }>(
    `select customer_id as id from customer_value where shop_id = $1 and ${condition} order by ${order}`,
    [ref.shopId],
  );
  return rows.map(({ id }) => id);
}

/** The customers on the page, by the addresses that their names lead to. */
async function shown({ app }: Merchant): Promise<number[]> {
  const links = await app
    .locator("a[data-primary-link]")
    .evaluateAll((all) => all.map((link) => new URL((link as HTMLAnchorElement).href).pathname));
  return links.map((path) => Number(path.split("/").at(-1)));
}

describe.skipIf(!chromiumPath)("a merchant among lists", () => {
  beforeAll(async () => {
    stack = await openStack({
      kind: "generated",
      domain: DOMAIN,
      seed: 23,
      customers: 250,
      years: 2,
      asOf: NOON,
    });
    browser = await launchChromium();
    const merchant = await openMerchant(browser, stack);
    await merchant.goTo("");
    await merchant.page.getByRole("button", { name: "Install Klantwaarde" }).click();
    await merchant.app.getByRole("heading", { name: "Average CLV", exact: true }).waitFor();
    await merchant.app.getByRole("heading", { name: "Setting up" }).waitFor({ state: "detached" });
    await merchant.figuresSettled("Customer value");
    await merchant.page.context().close();
  });

  afterAll(async () => {
    await browser?.close();
    await stack?.close();
  });

  test("filters by figures with the keyboard on a phone, and the back arrow of a customer leads to the same page of the list", async () => {
    const merchant = await openMerchant(browser, stack, 390);
    const { app, page } = merchant;
    await merchant.openApp("/app/customers", "Customers");
    await app.getByRole("button", { name: /^Add filter/ }).focus();
    await page.keyboard.press("Enter");
    const choice = app.getByRole("menuitem", { name: "Orders", exact: true });
    await choice.focus();
    await page.keyboard.press("Enter");
    await app.getByLabel("From", { exact: true }).focus();
    await page.keyboard.type("1");
    await page.keyboard.press("Escape");
    await app.getByText("Orders: 1 or more", { exact: true }).waitFor();
    const order = "net_sales_minor desc, customer_id desc";
    const buyers = await listed("orders >= 1", order);
    await app.getByText(`${buyers.length} customers`, { exact: true }).waitFor();
    expect(buyers.length).toBeGreaterThan(50);
    expect(await shown(merchant)).toEqual(buyers.slice(0, 50));

    await app.getByRole("button", { name: "Next", exact: true }).focus();
    await page.keyboard.press("Enter");
    const second = buyers.slice(50, 100);
    await expect.poll(() => shown(merchant)).toEqual(second);
    const address = await addressOf(merchant);
    expect(address).toMatch(/^\/app\/customers\?orders=1\.\.&cursor=/);

    await app.locator("a[data-primary-link]").nth(3).focus();
    await page.keyboard.press("Enter");
    await app.getByRole("heading", { name: "Next 12 months", exact: true }).first().waitFor();
    await app.getByRole("link", { name: "Customers", exact: true }).focus();
    await page.keyboard.press("Enter");
    await merchant.heading("Customers").waitFor();
    expect(await addressOf(merchant)).toBe(address);
    expect(await shown(merchant)).toEqual(second);

    await app.getByRole("button", { name: "Clear", exact: true }).focus();
    await page.keyboard.press("Enter");
    await expect.poll(() => addressOf(merchant)).toBe("/app/customers");
    expect(merchant.complaints).toEqual([]);
    await page.context().close();
  });

  test("types a range while the list is on its way, and loses no letter", async () => {
    const merchant = await openMerchant(browser, stack);
    const { app, page } = merchant;
    await merchant.openApp("/app/customers", "Customers");
    const held = Promise.withResolvers<void>();
    const released = Promise.withResolvers<void>();
    await page.route(/\/app\/customers(\.data)?\?.*orders=1\.\./, async (route) => {
      held.resolve();
      await released.promise;
      await route.continue();
    });
    await app.getByRole("button", { name: /^Add filter/ }).click();
    await app.getByRole("menuitem", { name: "Orders", exact: true }).click();
    const from = app.getByLabel("From", { exact: true });
    await from.focus();
    await page.keyboard.type("1");
    await held.promise;
    await page.keyboard.type("0");
    expect(await from.inputValue()).toBe("10");
    released.resolve();
    await expect.poll(() => addressOf(merchant)).toBe("/app/customers?orders=10..");
    expect(await from.inputValue()).toBe("10");
    expect(merchant.complaints).toEqual([]);
    await page.context().close();
  });

  test("finds segments by what they are for and by name", async () => {
    const merchant = await openMerchant(browser, stack);
    const { app } = merchant;
    await merchant.openApp("/app/segments", "Segments");
    await app.getByRole("button", { name: /^Keep \(/ }).click();
    await app.getByRole("link", { name: "At risk, high value", exact: true }).click();
    await merchant.heading("At risk, high value").waitFor();
    await app.getByRole("link", { name: "Segments", exact: true }).click();
    await merchant.heading("Segments").waitFor();
    expect(await addressOf(merchant)).toBe("/app/segments?for=keep");
    await app.getByRole("link", { name: "Later than usual", exact: true }).waitFor();
    await app.getByRole("searchbox", { name: "Find a segment by name" }).fill("lapsed");
    await app.getByRole("link", { name: "Lapsed", exact: true }).waitFor();
    await app.getByRole("status").getByText("1 segment found", { exact: true }).waitFor();
    // Of cards, which lead somewhere; those of drafts that can be begun with stay below.
    const cards = app.getByRole("heading", { level: 3 }).filter({ has: app.getByRole("link") });
    expect(await cards.allTextContents()).toEqual(["Lapsed"]);
    expect(merchant.complaints).toEqual([]);
    await merchant.page.context().close();
  });

  test("is not moved about by what they touch, on a slow machine", async () => {
    const merchant = await openMerchant(browser, stack);
    const { app, page } = merchant;
    const figures: Record<string, string | number | null>[] = [];
    const faults: Record<string, string> = {};
    const slow = await page.context().newCDPSession(page);
    const touch = async (what: string, act: () => Promise<unknown>, seen?: () => Promise<unknown>) => {
      await slow.send("Emulation.setCPUThrottlingRate", { rate: CPU_SLOWDOWN });
      const { cls, moved, inpMs } = await felt(await frameOf(merchant), act, seen);
      await slow.send("Emulation.setCPUThrottlingRate", { rate: 1 });
      figures.push({ what, cls: cls.toFixed(3), inpMs });
      if (cls >= MOST_CLS) faults[what] = `${cls.toFixed(3)}: ${moved.join(" | ")}`;
    };
    const text = (said: string) => app.getByText(said, { exact: true }).waitFor();
    const addressHas = (part: string) => expect.poll(() => addressOf(merchant)).toContain(part);

    await merchant.openApp("/app/customers", "Customers");
    const from = app.getByLabel("From", { exact: true });
    await touch(
      "customers: open a filter",
      () => press(app.getByRole("button", { name: "P(alive)", exact: true })),
      () => from.waitFor(),
    );
    await touch(
      "customers: type a range",
      async () => {
        await from.pressSequentially("20");
        await app.getByLabel("To", { exact: true }).pressSequentially("70");
      },
      async () => {
        await text("P(alive): 20% to 70%");
        await addressHas("p_alive=0.2..0.7");
      },
    );
    await page.keyboard.press("Escape");
    await touch(
      "customers: take a filter away",
      () => press(app.getByRole("button", { name: "Clear", exact: true })),
      () => expect.poll(() => addressOf(merchant)).toBe("/app/customers"),
    );
    await touch(
      "customers: sort",
      () => press(app.getByRole("columnheader", { name: "Orders" }).getByRole("button")),
      () => addressHas("sort=orders"),
    );
    await touch(
      "customers: next page",
      () => press(app.getByRole("button", { name: "Next", exact: true })),
      () => addressHas("cursor="),
    );
    await touch(
      "customers: search",
      () => app.getByPlaceholder("Search by name or e-mail address").pressSequentially("an"),
      () => addressHas("q=an"),
    );
    await touch(
      "customers: open a customer",
      () => press(app.locator("a[data-primary-link]").first()),
      () => app.getByRole("heading", { name: "Next 12 months", exact: true }).first().waitFor(),
    );

    await merchant.openApp("/app/segments", "Segments");
    await touch(
      "segments: another purpose",
      () => press(app.getByRole("button", { name: /^Keep \(/ })),
      () => app.getByRole("link", { name: "At risk, high value", exact: true }).waitFor(),
    );
    await touch(
      "segments: find by name",
      () => app.getByRole("searchbox", { name: "Find a segment by name" }).pressSequentially("vip"),
      () => app.getByRole("link", { name: "VIPs who will stay", exact: true }).waitFor(),
    );
    await touch(
      "segments: open the export",
      () => press(app.getByRole("button", { name: "Export VIP", exact: true })),
      () => app.getByRole("dialog").getByRole("checkbox").first().waitFor(),
    );

    await merchant.openApp("/app/segments/one_time", "One-time buyers");
    await touch(
      "segment: explain a figure",
      () => press(app.getByRole("button", { name: "How is this calculated: Customers" })),
      () => app.getByText("Everyone to whom the sentence above applies today.", { exact: false }).waitFor(),
    );
    await page.keyboard.press("Escape");
    await touch(
      "segment: next members",
      () =>
        press(
          app
            .getByRole("button", { name: "Next members" })
            .or(app.getByRole("link", { name: "Next members" })),
        ),
      () => addressHas("cursor="),
    );

    await merchant.openApp("/app/segments/new?template=champions", "New segment");
    await app
      .getByRole("status")
      .getByText(/^(\d+|No) customers?$/)
      .waitFor();
    const field = (name: string) => app.locator("input").and(app.getByLabel(name, { exact: true }));
    await touch(
      "builder: add a condition",
      () => press(app.getByRole("button", { name: "Add condition" })),
      () => field("Condition 2: What to ask").waitFor(),
    );
    const netSales = app.getByRole("option", { name: "Net sales", exact: true });
    await touch(
      "builder: narrow the facts",
      () => field("Condition 2: What to ask").pressSequentially("net sales"),
      () => netSales.and(app.locator("[data-focused]")).waitFor(),
    );
    await touch(
      "builder: choose what to ask",
      () => press(netSales),
      () => field("Condition 2: Value").waitFor(),
    );
    await touch(
      "builder: type a value",
      () => field("Condition 2: Value").pressSequentially("99999999"),
      () => app.getByRole("status").getByText("No customers", { exact: true }).waitFor(),
    );
    await touch("builder: undo", () => press(app.getByRole("button", { name: "Undo" })));
    await page.context().close();
    console.table(figures);
    expect({ faults, complaints: merchant.complaints }).toEqual({ faults: {}, complaints: [] });
  });

  // The last: the shop is not at rest any more, as an order is read again for minutes.
  test("reads of newer figures where the list stays as it is, and sees them when asking for them", async () => {
    const merchant = await openMerchant(browser, stack);
    const { app } = merchant;
    await merchant.openApp("/app/customers", "Customers");
    const before = await shown(merchant);
    const poorest = await listed("orders >= 1", "net_sales_minor, customer_id");

    const other = await openMerchant(browser, stack);
    await other.goTo(`/customers/${poorest[0]}`);
    await other.page.getByRole("link", { name: "Place order" }).click();
    const line = other.page.getByRole("group", { name: "Line 1" });
    await line.getByLabel("Product").selectOption({ index: 1 });
    await line.getByLabel("Price in EUR").fill("9999.00");
    await other.page.getByRole("button", { name: "Place order" }).click();
    await other.page.getByText("Order placed.").waitFor();
    await other.page.context().close();
    await stack.shop.deliveriesSettled();
    await stack.runtime.jobs.settled();

    const frame = await frameOf(merchant);
    const noticed = await felt(frame, async () => {
      // As coming back to the tab does.
      await frame.evaluate(() => document.dispatchEvent(new Event("visibilitychange")));
      await app.getByRole("status").getByText("New figures are there").waitFor();
    });
    expect(noticed.cls).toBe(0);
    expect(await shown(merchant)).toEqual(before);
    await app.getByRole("button", { name: "Show them" }).click();
    await app.getByText("New figures are there").waitFor({ state: "hidden" });
    expect((await shown(merchant))[0]).toBe(poorest[0]);
    expect(await frame.evaluate(() => document.activeElement?.tagName)).toBe("H1");
    expect(merchant.complaints).toEqual([]);
    await merchant.page.context().close();
  });
});

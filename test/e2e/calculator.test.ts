import type { Browser, Locator } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { shopRef } from "../../app/platform/ids.ts";
import { createFormat } from "../../app/ui/format.ts";
import { readOwnFigures } from "../../app/valuation/pages/own-figures.ts";
import { chromiumPath, launchChromium } from "../shopify/admin/stage.ts";
import { type Merchant, openMerchant } from "./merchant.ts";
import { NOON, openStack, type Stack } from "./stack.ts";

const DOMAIN = "calculator.myshopify.com";
const TITLE = "What may a customer cost?";
const format = createFormat({ locale: "en", currency: "EUR", minorDigits: 2, timeZone: "UTC" });

let stack: Stack;
let browser: Browser;
let merchant: Merchant;

const field = (name: string): Locator => merchant.app.getByLabel(name, { exact: true });
const verdict = (): Locator => merchant.app.getByRole("status");
const says = (text: string | RegExp) => verdict().getByText(text).waitFor();
const frameUrl = (): string =>
  merchant.page
    .frames()
    .map((frame) => frame.url())
    .find((url) => url.startsWith(stack.appUrl)) ?? "";

describe.skipIf(!chromiumPath)("a marketer asks what a customer may cost", () => {
  beforeAll(async () => {
    const kind = "generated";
    stack = await openStack({ kind, domain: DOMAIN, seed: 23, customers: 200, years: 2, asOf: NOON });
    browser = await launchChromium();
    merchant = await openMerchant(browser, stack);
    await merchant.goTo("");
    await merchant.page.getByRole("button", { name: "Install Klantwaarde" }).click();
    await merchant.app.getByRole("heading", { name: "Average CLV", exact: true }).waitFor();
    await merchant.figuresSettled("Customer value");
    expect(merchant.complaints).toEqual([]);
  });

  afterAll(async () => {
    await browser?.close();
    await stack?.close();
  });

  test("the webinar pays later; what is typed by keyboard moves the verdict at once and stays in the address", async () => {
    await merchant.follow("Calculator", TITLE);
    await says(/a loss of €20\.00.*profit is €2,130\.40/);
    expect(await merchant.figure("CAC")).toBe("€83.33");
    await field("Spend").focus();
    await merchant.page.keyboard.press("ControlOrMeta+A");
    await merchant.page.keyboard.type("480");
    await says(/It pays at once/);
    await field("Of the leads").fill("two");
    await merchant.app.getByText(/Type a percentage.*still use 2/).waitFor();
    await field("Of the leads").fill("0");
    await says("Nobody buys, so nothing comes back.");
    expect(await merchant.app.locator("body").textContent()).not.toMatch(/NaN|Infinity|∞/);
    await field("Of the leads").fill("4");
    await says(/LTV:CAC/);
    expect(await merchant.figure("CAC")).toBe("€40.00");
    await expect.poll(() => new URL(frameUrl()).searchParams.get("customers")).toBe("40000ppm");
    expect(merchant.complaints).toEqual([]);
  });

  test("a link opens the same calculation, and one that cannot be read says so", async () => {
    await merchant.openApp(new URL(frameUrl()).pathname + new URL(frameUrl()).search, TITLE);
    expect([await field("Spend").inputValue(), await field("Customers").inputValue()]).toEqual(["480", "12"]);
    expect(merchant.complaints).toEqual([]);
    await merchant.openApp("/app/acquisition/calculator?calculator=what-if&a.model=lottery", TITLE);
    await merchant.app.getByText("This link cannot be read").waitFor();
    await merchant.app.getByText(/a\.model/).waitFor();
  });

  test("where nothing may be copied the link is shown, and follows what is typed after it", async () => {
    await merchant.openApp("/app/acquisition/calculator", TITLE);
    const frame = merchant.page.frames().find((each) => each.url().startsWith(stack.appUrl));
    await frame?.evaluate(() =>
      Object.defineProperty(navigator, "clipboard", {
        value: { writeText: () => Promise.reject(new Error("not allowed")) },
      }),
    );
    await merchant.app.getByRole("button", { name: "Copy link" }).click();
    const spendInLink = async () =>
      new URL(await field("Link to this calculation").inputValue()).searchParams.get("spend");
    expect(await spendInLink()).toBe("50000");
    await field("Spend").fill("480");
    await expect.poll(spendInLink).toBe("48000");
    // The warning is on the page and is not read out again at every key; the verdict is.
    const alert = merchant.app.getByRole("alert").filter({ hasText: "Revenue and margin are mixed" });
    expect(await alert.getAttribute("aria-live")).toBe("off");
    await field("Reached").fill("10,000");
    await says(/It pays at once/);
    await expect.poll(async () => merchant.figure("CAC")).toBe("€80.00");
    await field("Leads").fill("20.000");
    await merchant.app.getByText("There are more leads than people reached.").waitFor();
    expect(await merchant.app.getByRole("status").getByRole("alert").count()).toBe(0);
    expect(await merchant.app.getByRole("alert").getByText("These figures do not fit together").count()).toBe(
      1,
    );
    expect(merchant.complaints).toEqual([]);
  });

  test("the shop's own figures fill the funnel, and spend and leads stay to be filled in", async () => {
    await merchant.openApp("/app/acquisition/calculator", TITLE);
    const view = await readOwnFigures(stack.runtime.db, shopRef(DOMAIN));
    if (view.state !== "ready") throw new Error("the shop has no figures");
    await merchant.app.getByRole("button", { name: "Use my shop’s figures" }).click();
    await says(/Fill in what was spent/);
    const first = format.money(Math.round(view.figures.firstOrderMinor)).replace(/[€,]/g, "");
    expect(Number(await field("First order, per customer").inputValue())).toBe(Number(first));
    expect(await field("Customers").inputValue()).toBe(String(view.figures.recent.customers));
    await field("Spend").fill("100");
    await says(/LTV:CAC|Nobody buys/);
  });

  test("two scenarios: an example is loaded, and one change is compared with it", async () => {
    await merchant.app.getByRole("button", { name: "What if" }).click();
    await field("Start from an example").selectOption({ label: "Two firms: every week, or once" });
    await says(/A customer brings €6,240\.00 and costs €45\.00/);
    await field("Lifetime, Scenario A").selectOption({ label: "By yearly churn" });
    await field("How long, or how many leave, Scenario A").fill("0");
    await merchant.app.getByText(/Nobody leaves, so the lifetime is infinite.*10 years/).waitFor();
    await says(/A customer brings €20,800\.00/);
    expect(merchant.complaints).toEqual([]);
  });

  test("a calculation is saved under a name, found again, replaced, deleted, and brought back", async () => {
    const { page, app } = merchant;
    const saved = app.getByRole("heading", { name: "Saved calculations", level: 2 });
    const toast = page.locator(".toast").filter({ hasText: "Webinar in April" });
    const save = async (name: string, button: string) => {
      await app.getByRole("button", { name: "Save", exact: true }).click();
      await field("Name").fill(name);
      await field("Name").press("Tab");
      await app.getByRole("dialog").getByRole("button", { name: button, exact: true }).click();
      await app.getByRole("dialog").waitFor({ state: "detached" });
    };
    await merchant.openApp("/app/acquisition/calculator", TITLE);
    expect(await saved.count()).toBe(0);
    await field("Spend").fill("640");
    await says(/LTV:CAC/);
    await save("Webinar in April", "Save");
    await saved.waitFor();
    await merchant.openApp("/app/acquisition/calculator", TITLE);
    expect(await field("Spend").inputValue()).toBe("500");
    await app.getByRole("button", { name: "Webinar in April", exact: true }).click();
    await app.getByText("open now").waitFor();
    expect(await field("Spend").inputValue()).toBe("640");
    await field("Spend").fill("700");
    await app.getByRole("button", { name: "Save", exact: true }).click();
    expect(await field("Name").inputValue()).toBe("Webinar in April");
    await app.getByRole("dialog").getByRole("button", { name: "Replace", exact: true }).click();
    await app.getByRole("dialog").waitFor({ state: "detached" });
    expect(await app.getByRole("button", { name: "Webinar in April", exact: true }).count()).toBe(1);
    await app.getByRole("button", { name: "Delete Webinar in April" }).click();
    await saved.waitFor({ state: "detached" });
    await toast.getByRole("button", { name: "Undo" }).click();
    await app.getByRole("button", { name: "Webinar in April", exact: true }).click();
    await app.getByText("open now").waitFor();
    expect(await field("Spend").inputValue()).toBe("700");
    expect(merchant.complaints).toEqual([]);
  });
});

import type { Browser, Locator } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { shopRef } from "../../app/platform/ids.ts";
import { createFormat } from "../../app/ui/format.ts";
import { readCosts } from "../../app/valuation/costs/read-costs.ts";
import { chromiumPath, launchChromium } from "../shopify/admin/stage.ts";
import { type Merchant, openMerchant } from "./merchant.ts";
import { NOON, openStack, type Stack } from "./stack.ts";

const DOMAIN = "costs.myshopify.com";
const format = createFormat({ locale: "en", currency: "EUR", minorDigits: 2, timeZone: "UTC" });

let stack: Stack;
let browser: Browser;
let merchant: Merchant;

const field = (name: string): Locator => merchant.app.getByLabel(name, { exact: true });
const dialog = () => merchant.app.getByRole("dialog");
const steps = async () => {
  const found = (await readCosts(stack.runtime.db, shopRef(DOMAIN))).steps;
  if (!found) throw new Error("the shop has no figures");
  return found;
};

describe.skipIf(!chromiumPath)("a merchant states what orders cost", () => {
  beforeAll(async () => {
    const kind = "generated";
    stack = await openStack({ kind, domain: DOMAIN, seed: 29, customers: 120, years: 2, asOf: NOON });
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

  test("sees what a change moves, saves it, and finds the figures as they were foretold", async () => {
    const { app, page } = merchant;
    await merchant.openApp("/app/costs", "Costs");
    await field("Default margin").fill("forty");
    await field("Shipping, Everywhere: per order").fill("4.95");
    await page.locator("#save").click();
    await app.getByText("Type a percentage from 0 to 100, such as 2.5.").waitFor();
    await field("Default margin").fill("40");
    await field("Payment, Everywhere: percentage").fill("2.9");
    await page.locator("#save").click();
    const foretold = await dialog().getByText(/→ €/).last().textContent();
    await dialog().getByRole("button", { name: "Save", exact: true }).click();
    await page.getByText("Costs saved").waitFor();
    await merchant.figuresSettled("Costs");
    const { contributionMinor, shippingCostMinor } = await steps();
    expect(shippingCostMinor).toBeGreaterThan(0);
    expect(foretold).toContain(format.money(contributionMinor ?? Number.NaN));
    expect(merchant.complaints).toEqual([]);
  });

  test("finds customers by what is left of their sales", async () => {
    const { app } = merchant;
    await merchant.follow("Klantwaarde", "Customer value");
    await app.getByRole("button", { name: "Contribution", exact: true }).click();
    await app.getByText("Contribution so far per customer who bought").waitFor();
    const { contributionMinor } = await steps();
    const [of] = (
      await stack.runtime.db.pool.query<{ customers: number }>(
        "select count(*) as customers from customer_value where orders > 0",
      )
    ).rows;
    expect(await merchant.figure("Average CLV")).toBe(
      format.money((contributionMinor ?? Number.NaN) / (of?.customers ?? 0)),
    );
    await merchant.follow("Customers", "Customers");
    await app.getByRole("columnheader", { name: "Contribution" }).waitFor();
    expect(merchant.complaints).toEqual([]);
  });
});

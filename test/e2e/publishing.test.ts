import { mkdirSync } from "node:fs";
import { join } from "node:path";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { chromiumPath, launchChromium } from "../shopify/admin/stage.ts";
import { type Merchant, openMerchant } from "./merchant.ts";
import { NOON, openStack, type Stack } from "./stack.ts";

const DOMAIN = "publishing.myshopify.com";
const PICTURES = join(import.meta.dirname, "screenshots/publishing");
let stack: Stack;
let browser: Browser;
let merchant: Merchant;

const picture = (name: string) =>
  merchant.page.screenshot({ path: join(PICTURES, `${name}.png`), fullPage: true });
const extension = (target: string) => merchant.page.frameLocator(`iframe[src*="${target}"]`);

describe.skipIf(!chromiumPath)("a merchant publishes a segment to Shopify", () => {
  beforeAll(async () => {
    mkdirSync(PICTURES, { recursive: true });
    stack = await openStack({
      kind: "generated",
      domain: DOMAIN,
      seed: 23,
      customers: 200,
      years: 2,
      asOf: NOON,
    });
    stack.shop.actions.updateShop({ plan: "Plus" });
    browser = await launchChromium();
    merchant = await openMerchant(browser, stack);
    await merchant.goTo("");
    await merchant.page.getByRole("button", { name: "Install Klantwaarde" }).click();
    await merchant.app.getByRole("heading", { name: "Average CLV", exact: true }).waitFor();
    await merchant.figuresSettled("Customer value");
  });

  afterAll(async () => {
    await browser?.close();
    await stack?.close();
  });

  test("who declines the permission changes nothing, and can export as before", async () => {
    const { app, page } = merchant;
    await merchant.openApp("/app/segments/vip", "VIP");
    await app.getByRole("button", { name: "Publish to Shopify" }).click();
    await page.getByRole("dialog").getByText("write_customers").waitFor();
    await page.getByRole("button", { name: "Decline" }).click();
    await app.getByText("Without permission to change customers nothing can be published.").waitFor();
    expect(stack.shop.grantedScopes).not.toContain("write_customers");
    expect(stack.shop.store.segments.size).toBe(0);
    expect(await app.getByRole("button", { name: "Export CSV" }).isEnabled()).toBe(true);
  });

  test("once it is given, the segment is in Shopify with the people who may be written to", async () => {
    const { app, page } = merchant;
    await app.getByRole("button", { name: "Publish to Shopify" }).click();
    await page.getByRole("button", { name: "Update" }).click();
    await app.getByText("Published", { exact: true }).waitFor();
    await picture("published");
    const reachable = await merchant.figure("Reachable by e-mail");
    await app.getByRole("link", { name: "Open in Shopify" }).click();
    await page.getByRole("heading", { name: "VIP", level: 1 }).waitFor();
    const customers = page.locator("dl.facts div", { hasText: "Customers" }).locator("dd");
    expect(await customers.textContent()).toBe(reachable);
  });

  test("Shopify's page of the segment says what its customers are worth", async () => {
    const { page, app } = merchant;
    await page.getByText("Use segment").click();
    const action = extension("admin.customer-segment-details.action.render");
    await action.getByText("Net sales so far").waitFor();
    // All of it is seen: the frame is as high as what stands in it.
    await expect
      .poll(async () => (await page.locator("iframe.extension").boundingBox())?.height)
      .toBeGreaterThan(150);
    await picture("segment-action");
    await action.getByRole("link", { name: "Open in Klantwaarde" }).click();
    await app.getByRole("heading", { name: "VIP", level: 1 }).waitFor();
  });

  test("the block stands on a customer's page, and templates begin a segment", async () => {
    const { page } = merchant;
    const [customer] = [...stack.shop.store.customers.values()].filter(({ tags }) =>
      tags.includes("klantwaarde-vip"),
    );
    await merchant.goTo(`/customers/${customer!.id}`);
    await extension("admin.customer-details.block.render").getByText("Net sales so far").waitFor();
    await picture("customer-block");
    await merchant.goTo("/customers/segments");
    const templates = extension("admin.customers.segmentation-templates.data");
    await templates.getByText("Clicked an e-mail, never ordered").waitFor();
    await expect
      .poll(async () => (await page.locator("iframe.extension").boundingBox())?.height)
      .toBeGreaterThan(500);
    await picture("templates");
    await templates
      .locator("section", { hasText: "Subscribers without an order" })
      .getByText("Use template")
      .click();
    await page.getByRole("button", { name: "Create segment" }).click();
    await page.getByRole("heading", { name: "Subscribers without an order", level: 1 }).waitFor();
  });

  test("taken back, nothing of it is left in Shopify", async () => {
    const { app } = merchant;
    await merchant.openApp("/app/segments/vip", "VIP");
    await app.getByRole("button", { name: "Take back from Shopify" }).click();
    await app.getByRole("button", { name: "Take back", exact: true }).click();
    await app.getByRole("button", { name: "Publish to Shopify" }).waitFor();
    expect([...stack.shop.store.segments.values()].map(({ name }) => name)).not.toContain("VIP");
    for (const { tags } of stack.shop.store.customers.values()) expect(tags).not.toContain("klantwaarde-vip");
    expect(merchant.complaints).toEqual([]);
  });
});

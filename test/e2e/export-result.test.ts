import { readFile } from "node:fs/promises";
import { parse } from "csv-parse/sync";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { shopRef } from "../../app/platform/ids.ts";
import { chromiumPath, launchChromium } from "../shopify/admin/stage.ts";
import { type Merchant, openMerchant } from "./merchant.ts";
import { NOON, openStack, type Stack } from "./stack.ts";

const DOMAIN = "result.myshopify.com";
const TITLE = "What it brought";
let stack: Stack;
let browser: Browser;
let merchant: Merchant;
/** Who is in the file. */
let mailed = new Set<string>();

async function everybodyDrawn(): Promise<{ id: number; email: string; isMailed: boolean }[]> {
  const { rows } = await stack.runtime.db.pool.query<{ id: number }>(
    "select unnest(customer_ids) id from export_draw where shop_id = $1 order by 1",
    [shopRef(DOMAIN).shopId],
  );
  return rows.map(({ id }) => {
    const email = stack.shop.store.customers.get(Number(id))?.email ?? "";
    return { id: Number(id), email, isMailed: mailed.has(email) };
  });
}

describe.skipIf(!chromiumPath)("a merchant who exports, and sees what it brought", () => {
  beforeAll(async () => {
    const kind = "generated";
    stack = await openStack({ kind, domain: DOMAIN, seed: 31, customers: 200, years: 2, asOf: NOON });
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

  test("the dialog says how small a difference would be seen, and half of the people are held out", async () => {
    const { app, page } = merchant;
    await merchant.openApp("/app/customers", "Customers");
    await app.getByRole("button", { name: "Export CSV" }).click();
    const dialog = app.getByRole("dialog");
    await dialog.getByLabel("Held out of this export by lot").selectOption({ label: "50% of the people" });
    await dialog.getByText(/would probably be seen|Too small to tell/).waitFor();
    const [file] = await Promise.all([
      page.waitForEvent("download"),
      dialog.getByRole("button", { name: "Download CSV" }).click(),
    ]);
    const sent = parse<{ email: string }>(await readFile(await file.path(), "utf8"), { columns: true });
    mailed = new Set(sent.map(({ email }) => email));
    await dialog.getByRole("link", { name: "See the record" }).click();
    await merchant.heading("Exports").waitFor();
  });

  test("on the first day it is too early to tell", async () => {
    const { app } = merchant;
    await expect
      .poll(
        async () => {
          await merchant.reload("Exports");
          return app.getByRole("link", { name: TITLE }).count();
        },
        { interval: 250 },
      )
      .toBe(1);
    await app.getByRole("link", { name: TITLE }).click();
    await merchant.heading(TITLE).waitFor();
    await app.getByText("Too early to tell").waitFor();
    await app.getByText(/At least 10 people of each group have to order first/).waitFor();
  });

  test("once who was in the file has ordered more than who was not, it says between what and what", async () => {
    const { app } = merchant;
    const people = await everybodyDrawn();
    const heldOut = people.filter(({ isMailed }) => !isMailed);
    expect(heldOut.length).toBeGreaterThan(20);
    expect(people.length - heldOut.length).toBe(mailed.size);
    const order = (customerId: number, unitPriceMinor: number) =>
      stack.shop.actions.placeOrder({ customerId, lines: [{ title: "Tea", unitPriceMinor }] });
    for (const { id, isMailed } of people) if (isMailed) order(id, 40_000 + id);
    for (const { id } of heldOut.slice(0, 15)) order(id, 1_000);
    await merchant.figuresSettled(TITLE);
    await app.getByText(/It brought between .* and .* per person/).waitFor();
    const table = app.getByRole("table").first();
    const counted = table.getByRole("row").filter({ hasText: "Have ordered since" });
    await counted.getByRole("cell", { name: String(mailed.size), exact: true }).waitFor();
    await app.getByText(/cost of .*goods/).waitFor();
  });

  test("a file for ads comes only once its basis is declared, and says whose declaration it was", async () => {
    const { app, page } = merchant;
    await merchant.openApp("/app/customers", "Customers");
    await app.getByRole("button", { name: "Export CSV" }).click();
    const dialog = app.getByRole("dialog");
    await dialog
      .getByRole("combobox", { name: "Format" })
      .selectOption({ label: "Google Customer Match, hashed" });
    const button = dialog.getByRole("button", { name: "Download CSV" });
    expect(await button.isDisabled()).toBe(true);
    await dialog.getByRole("checkbox", { name: "I declare that the law" }).check();
    const [file] = await Promise.all([page.waitForEvent("download"), button.click()]);
    const [heading, first] = (await readFile(await file.path(), "utf8")).split("\r\n");
    expect(heading).toBe("Email,Phone,First Name,Last Name,Country,Zip");
    expect(first).toMatch(/^[0-9a-f]{64},,,,,$/);
    await merchant.openApp("/app/audit-log", "Audit log");
    await app.getByText("Declared a basis for ads, to export a list of customers").waitFor();
  });

  test("whoever keeps exports to themselves still has the button, and the audit log says that they did", async () => {
    const { app } = merchant;
    await merchant.openApp("/app/settings/staff", "Who may do what");
    await app.getByText("Only some of the staff").first().click();
    await app.getByLabel("Add somebody by ID").fill("84930211");
    await app.getByRole("button", { name: "Add", exact: true }).click();
    await app.getByRole("checkbox", { name: "Staff 84930211" }).waitFor();
    await app.getByRole("button", { name: "Save: Who may export customers" }).click();
    const limits = () =>
      stack.runtime.db.pool.query<{ ids: string[] }>(
        "select staff_ids ids from staff_limit where act = 'export'",
      );
    await expect.poll(async () => (await limits()).rows).toEqual([{ ids: ["1", "84930211"] }]);
    await merchant.openApp("/app/customers", "Customers");
    await app.getByRole("button", { name: "Export CSV" }).waitFor();
    await merchant.openApp("/app/audit-log", "Audit log");
    await app
      .getByText(/Who may export customers: Everybody who can open the app → Staff 1, 84930211/)
      .waitFor();
    expect(merchant.complaints).toEqual([]);
  });
});

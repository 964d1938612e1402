import type { Browser } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { shopRef } from "../../app/platform/ids.ts";
import { createFormat } from "../../app/ui/format.ts";
import { readShopSummary } from "../../app/valuation/pages/summary.ts";
import { chromiumPath, launchChromium } from "../shopify/admin/stage.ts";
import { orderTotals, taxOnMinor } from "../shopify/store/order-totals.ts";
import { download, fileRows, openExportDialog } from "./export-dialog.ts";
import { type Merchant, openMerchant } from "./merchant.ts";
import { NOON, openStack, type Stack } from "./stack.ts";

const DOMAIN = "journey.myshopify.com";
const ref = shopRef(DOMAIN);
const format = createFormat({ locale: "en", currency: "EUR", minorDigits: 2, timeZone: "Europe/Amsterdam" });

interface Person {
  readonly id: number;
  readonly name: string;
  readonly email: string;
}

interface Member {
  readonly customer_id: number;
  readonly net_sales_minor: number;
  readonly orders: number;
}

let stack: Stack;
let browser: Browser;
let merchant: Merchant;
let earlierStepFailed = false;

/** The customer whom the journey follows, and one who leaves the mailing list on the way. */
let customer: Person;
let leaver: Person;
let valueBeforeMinor = 0;

async function rows<Row extends object>(sql: string, parameters: readonly unknown[] = []): Promise<Row[]> {
  const answer = await stack.runtime.db.pool.query<Row>(sql, [ref.shopId, ...parameters]);
  return answer.rows;
}

/** The top tenth by net sales, ties with its last one included: what the page calls VIP, computed independently. */
async function vipMembers(): Promise<Member[]> {
  const buyers = await rows<Member>(
    "select customer_id, net_sales_minor, orders from customer_value where shop_id = $1 and orders > 0 order by net_sales_minor desc",
  );
  const from = buyers[Math.ceil(buyers.length / 10) - 1]?.net_sales_minor ?? 0;
  return buyers.filter((buyer) => buyer.net_sales_minor >= from);
}

function inTheAdmin(customerId: number) {
  const record = stack.shop.store.customers.get(customerId);
  if (!record) throw new Error(`the shop has no customer ${customerId}`);
  return record;
}

/** Ids of those members whom the shop itself says may be mailed. */
function subscribed(members: readonly Member[]): number[] {
  return members
    .map(({ customer_id }) => customer_id)
    .filter((id) => {
      const { email, emailConsent } = inTheAdmin(id);
      return email !== null && emailConsent.state === "SUBSCRIBED";
    })
    .sort((a, b) => a - b);
}

async function netSalesMinor(customerId: number): Promise<number> {
  const [row] = await rows<Member>(
    "select net_sales_minor from customer_value where shop_id = $1 and customer_id = $2",
    [customerId],
  );
  return row?.net_sales_minor ?? 0;
}

/** Reads the page again until it says so: the app follows the shop by itself, its pages are read on request. */
async function reloadUntil(heading: string, reached: () => Promise<boolean>): Promise<void> {
  await expect
    .poll(
      async () => {
        await merchant.reload(heading);
        return reached();
      },
      { interval: 250 },
    )
    .toBe(true);
}

describe.skipIf(!chromiumPath)("a merchant from the first click to the last (needs Chromium)", () => {
  beforeAll(async () => {
    stack = await openStack({
      kind: "generated",
      domain: DOMAIN,
      seed: 7,
      customers: 400,
      years: 2,
      asOf: NOON,
    });
    browser = await launchChromium();
    merchant = await openMerchant(browser, stack);
  });
  afterAll(async () => {
    await browser?.close();
    await stack?.close();
  });
  beforeEach(() => {
    if (earlierStepFailed) throw new Error("an earlier step of this journey failed");
  });
  afterEach(async ({ task }) => {
    if (task.result?.state !== "fail" || earlierStepFailed) return;
    earlierStepFailed = true;
    stack.shop.faults.clear();
    await merchant.page.screenshot({ path: "test/e2e/screenshots/journey-failed.png" });
  });

  test("installs the app from the admin and watches the set-up", async () => {
    // The shop keeps its history back at first, so that there is something to watch.
    const watched = Promise.withResolvers<void>();
    stack.shop.faults.bulk = [1, 2].map(() => ({ kind: "hold", until: watched.promise }));
    const { app, page } = merchant;
    await page.goto(stack.shopify.url);
    await page.getByRole("button", { name: "Install Klantwaarde" }).click();
    await merchant.heading("Customer value").waitFor();
    await app.getByText("Read customers").waitFor();
    await app.getByText(/[0-3] of 4 steps done/).waitFor();
    await app.getByRole("link", { name: "View details" }).click();
    await merchant.heading("Sync").waitFor();
    await app.getByText("Reading your shop").first().waitFor();
    await merchant.follow("Klantwaarde", "Customer value");
    watched.resolve();
  });

  test("sees the figures appear by themselves, equal to the database's", async () => {
    const { app } = merchant;
    await app.getByRole("heading", { name: "Average CLV", exact: true }).waitFor();
    await app.getByRole("heading", { name: "Setting up" }).waitFor({ state: "detached" });
    await merchant.figuresSettled("Customer value");
    const summary = await readShopSummary(stack.runtime.db, ref);
    const withOrders = new Set([...stack.shop.store.orders.values()].map((order) => order.customerId));
    expect(summary.customers).toBeGreaterThan(200);
    expect(summary.customers).toBeLessThanOrEqual(withOrders.size);
    expect(await merchant.figure("Average CLV")).toBe(format.money(summary.averageClvMinor ?? Number.NaN));
    expect(await merchant.figure("Median CLV")).toBe(format.money(summary.medianClvMinor ?? Number.NaN));
    expect(await merchant.figure("Repeat purchase rate")).toBe(
      format.percent(summary.repeatPurchaseRate ?? Number.NaN),
    );
    const [sums] = await rows<{ net: number }>(
      "select sum(net_sales_minor)::bigint as net from customer_value where shop_id = $1 and orders > 0",
    );
    await app.getByRole("button", { name: "How is this calculated: Average CLV" }).click();
    await app.getByText(format.money(sums?.net ?? Number.NaN), { exact: true }).waitFor();
    await merchant.page.keyboard.press("Escape");
    for (const days of [90, 365]) {
      const average = summary.windows.find((window) => window.days === days)?.averageMinor;
      expect(await merchant.figure(`Value within ${days} days`)).toBe(format.money(average ?? Number.NaN));
    }
  });

  test("searches, sorts and filters customers", async () => {
    const { app, page } = merchant;
    const named = subscribed(await vipMembers()).flatMap((id) => {
      const { firstName, lastName, email } = inTheAdmin(id);
      return firstName && lastName && email ? [{ id, name: `${firstName} ${lastName}`, email }] : [];
    });
    const [first, second] = named;
    if (!first || !second) throw new Error("too few VIP customers with a name agreed to e-mail");
    customer = first;
    leaver = second;

    await merchant.follow("Customers", "Customers");
    const table = app.getByRole("table").last();
    const firstRow = table.locator("tbody tr").first();
    await table.getByRole("button", { name: "Orders" }).click();
    const [most] = await rows<{ orders: number }>(
      "select max(orders) as orders from customer_value where shop_id = $1",
    );
    await firstRow.getByRole("cell", { name: String(most?.orders), exact: true }).waitFor();

    await app.getByRole("button", { name: "E-mail consent" }).click();
    await app.getByRole("checkbox", { name: "Unsubscribed" }).check();
    const [unsubscribed] = await rows<{ count: number }>(
      "select count(*)::int as count from customer where shop_id = $1 and email_marketing_state = 'UNSUBSCRIBED' and deleted_at is null",
    );
    await app.getByText(`${unsubscribed?.count} customers`, { exact: true }).waitFor();
    await page.keyboard.press("Escape");
    await app.getByRole("button", { name: "Clear all" }).click();

    await app.getByPlaceholder("Search by name or e-mail address").fill(customer.email);
    await app.getByText("1 customer", { exact: true }).waitFor();
    await app.getByRole("link", { name: customer.name }).click();
    await merchant.heading(customer.name).waitFor();
  });

  test("opens how the customer's value is calculated", async () => {
    const { app, page } = merchant;
    valueBeforeMinor = await netSalesMinor(customer.id);
    expect(await merchant.figure("Value so far")).toBe(format.money(valueBeforeMinor));
    await app.getByRole("button", { name: "How is this calculated: Value so far" }).click();
    await app.getByText("Gross sales minus discounts minus returns").waitFor();
    const [sums] = await rows<{ gross: number; discounts: number; returns: number }>(
      `select gross_sales_minor as gross, discounts_minor as discounts, returns_minor as returns
       from customer_value where shop_id = $1 and customer_id = $2`,
      [customer.id],
    );
    const { gross = 0, discounts = 0, returns = 0 } = sums ?? {};
    expect(gross - discounts - returns).toBe(valueBeforeMinor);
    await app.getByText(format.money(gross), { exact: true }).first().waitFor();
    await page.keyboard.press("Escape");
    await app.getByText("Gross sales minus discounts minus returns").waitFor({ state: "hidden" });
  });

  test("exports a segment: everyone who agreed and nobody else", async () => {
    const { app } = merchant;
    await merchant.follow("Segments", "Segments");
    await app.getByRole("link", { name: "VIP", exact: true }).click();
    await merchant.heading("VIP").waitFor();
    const members = await vipMembers();
    const expected = subscribed(members);
    await rows("insert into shop_holdout (shop_id, salt, share_bp) values ($1, '\\x01', 0)");
    await openExportDialog(merchant);
    await merchant.page.keyboard.press("Escape");
    const opener = app.getByRole("button", { name: "Export CSV" });
    await expect.poll(() => opener.evaluate((button) => button === document.activeElement)).toBe(true);
    const dialog = await openExportDialog(merchant);
    await dialog.getByText(`${expected.length} customers may be e-mailed`).waitFor();
    await dialog.getByText(`${members.length - expected.length} customers are left out`).waitFor();
    for (const column of ["First name", "Shopify customer ID", "Net sales so far"]) {
      await dialog.getByRole("checkbox", { name: column, exact: true }).check();
    }
    const file = await download(merchant, dialog);
    expect(file.suggestedFilename()).toMatch(/^vip-\d{4}-\d\d-\d\d\.csv$/);
    const exported = await fileRows(file);
    expect(Object.keys(exported[0] ?? {})).toEqual([
      "email",
      "first_name",
      "shopify_customer_id",
      "clv_historic",
    ]);
    expect(exported.map((row) => Number(row.shopify_customer_id)).sort((a, b) => a - b)).toEqual(expected);
    const values = new Map(members.map((member) => [member.customer_id, member.net_sales_minor]));
    for (const row of exported) {
      const id = Number(row.shopify_customer_id);
      expect(row.email).toBe(inTheAdmin(id).email);
      expect(row.first_name).toBe(inTheAdmin(id).firstName ?? "");
      expect(Math.round(Number(row.clv_historic) * 100)).toBe(values.get(id));
    }

    await dialog.getByRole("link", { name: "See the record" }).click();
    await merchant.heading("Exports").waitFor();
    const record = app.getByRole("row").filter({ hasText: "VIP" });
    await record.getByText("Downloaded").waitFor();
    await record.getByRole("cell", { name: String(expected.length), exact: true }).waitFor();
  });

  test("exports the list of customers as it is filtered, but not as it is searched", async () => {
    const { app, page } = merchant;
    await merchant.follow("Customers", "Customers");
    await app.getByRole("button", { name: "Group", exact: true }).click();
    await app.getByRole("checkbox", { name: "Champions", exact: true }).check();
    await page.keyboard.press("Escape");
    const champions = await rows<Member>(
      "select customer_id, net_sales_minor, orders from customer_value where shop_id = $1 and rfm_group = 'CHAMPIONS'",
    );
    const expected = subscribed(champions);
    await app.getByText(`${champions.length} customers`, { exact: true }).waitFor();
    const dialog = await openExportDialog(merchant);
    await dialog.getByText("Export: Customers (Champions)").waitFor();
    await dialog.getByText(`${expected.length} customers may be e-mailed`).waitFor();
    await dialog.getByRole("checkbox", { name: "Shopify customer ID", exact: true }).check();
    const file = await download(merchant, dialog);
    expect(file.suggestedFilename()).toMatch(/^customers-\d{4}-\d\d-\d\d\.csv$/);
    const exported = await fileRows(file);
    expect(exported.map((row) => Number(row.shopify_customer_id)).sort((a, b) => a - b)).toEqual(expected);
    await dialog.getByRole("link", { name: "See the record" }).click();
    await merchant.heading("Exports").waitFor();
    await app.getByRole("link", { name: "Customers (Champions)" }).first().click();
    await merchant.heading("Customers").waitFor();
    await app.getByText(`${champions.length} customers`, { exact: true }).waitFor();

    const [champion] = await rows<{ email: string }>(
      `select c.email from customer c join customer_value v using (shop_id, customer_id)
       where c.shop_id = $1 and v.rfm_group = 'CHAMPIONS' and c.email is not null order by c.customer_id limit 1`,
    );
    await app.getByPlaceholder("Search by name or e-mail address").fill(champion!.email);
    await app.getByText("1 customer", { exact: true }).waitFor();
    await app.getByRole("button", { name: "Export CSV" }).click();
    await app.getByRole("dialog").getByText("A search cannot be exported").waitFor();
    await page.keyboard.press("Escape");
  });

  test("places an order in the admin, and the customer is worth exactly its net sales more", async () => {
    const { page } = merchant;
    const ordersBefore = new Set(stack.shop.store.orders.keys());
    await merchant.goTo(`/customers/${customer.id}`);
    await page.getByRole("link", { name: "Place order" }).click();
    const line = page.getByRole("group", { name: "Line 1" });
    await line.getByLabel("Product").selectOption({ index: 1 });
    await line.getByLabel("Price in EUR").fill("123.45");
    await line.getByLabel("Quantity").fill("2");
    await page.getByLabel("Discount code").fill("THANKS");
    await page.getByLabel("Discount in %").fill("10");
    await page.getByLabel("Shipping in EUR").fill("4.95");
    await page.getByRole("button", { name: "Place order" }).click();
    await page.getByText("Order placed.").waitFor();
    const placed = [...stack.shop.store.orders.values()].find(({ id }) => !ordersBefore.has(id));
    if (!placed) throw new Error("the shop has no new order");
    const { subtotalMinor } = orderTotals(placed);
    const taxMinor = placed.taxesIncluded ? taxOnMinor(placed, subtotalMinor) : 0;
    expect(subtotalMinor).toBe(22_221);

    await merchant.openApp(`/app/customers/${customer.id}`, customer.name);
    const after = format.money(valueBeforeMinor + subtotalMinor - taxMinor);
    await reloadUntil(customer.name, async () => (await merchant.figure("Value so far")) === after);
  });

  test("unsubscribes a member in the admin, and the next export leaves them out and says why", async () => {
    const { app, page } = merchant;
    await merchant.goTo(`/customers/${leaver.id}`);
    await page.getByRole("button", { name: "Unsubscribe" }).click();
    await page.getByText("Marketing consent changed.").waitFor();
    const members = await vipMembers();
    const expected = subscribed(members);
    expect(expected).not.toContain(leaver.id);
    const unsubscribed = members.filter(
      ({ customer_id }) => inTheAdmin(customer_id).emailConsent.state === "UNSUBSCRIBED",
    );

    await merchant.openApp("/app/segments/vip", "VIP");
    await reloadUntil(
      "VIP",
      async () => (await merchant.figure("Reachable by e-mail")) === `${expected.length}`,
    );
    const dialog = await openExportDialog(merchant);
    await dialog.getByText(`${expected.length} customers may be e-mailed`).waitFor();
    await dialog.getByText(`${unsubscribed.length} unsubscribed`).waitFor();
    // As it was last exported.
    const ticked = (column: string) =>
      dialog.getByRole("checkbox", { name: column, exact: true }).isChecked();
    expect([await ticked("First name"), await ticked("Last name")]).toEqual([true, false]);
    const exported = await fileRows(await download(merchant, dialog));
    expect(exported.map((row) => row.email)).not.toContain(leaver.email);
    expect(exported).toHaveLength(expected.length);

    await dialog.getByRole("link", { name: "See the record" }).click();
    await merchant.heading("Exports").waitFor();
    await app.getByRole("row").nth(1).getByText(`${unsubscribed.length} unsubscribed`).waitFor();
  });

  test("changes the settings, is held back from leaving unsaved, and sees the figures follow", async () => {
    const { app, page } = merchant;
    await merchant.follow("Settings", "Settings");
    const zero = app.getByRole("checkbox", { name: "Count orders with a value of zero" });
    await zero.check();
    await page.getByRole("region", { name: "Unsaved changes" }).waitFor();
    await page.locator("#app-nav").getByRole("link", { name: "Cohorts" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Keep editing" }).click();
    await merchant.heading("Settings").waitFor();
    await app.getByText("On the day of the refund", { exact: true }).click();
    await page.locator("#save").click();
    await page.getByText("Settings saved").waitFor();
    await page.getByRole("region", { name: "Unsaved changes" }).waitFor({ state: "hidden" });
    await merchant.figuresSettled("Settings");
    expect(await app.getByText("Figures are being recomputed").count()).toBe(0);
    expect(await zero.isChecked()).toBe(true);
    const [stored] = await rows<{ zero: boolean; dating: string }>(
      "select count_zero_value_orders as zero, refund_dating as dating from shop_settings where shop_id = $1",
    );
    expect(stored).toEqual({ zero: true, dating: "refund" });
    const [made] = await rows<{ of: number; now: number }>(
      `select v.settings_revision as of, s.revision as now
       from shop_valuation v join shop_settings s using (shop_id) where shop_id = $1`,
    );
    expect(made?.of).toBe(made?.now);

    await merchant.follow("Klantwaarde", "Customer value");
    const summary = await readShopSummary(stack.runtime.db, ref);
    expect(summary.countsZeroValueOrders).toBe(true);
    const { averageClvMinor } = await readShopSummary(stack.runtime.db, ref);
    expect(await merchant.figure("Average CLV")).toBe(format.money(averageClvMinor ?? Number.NaN));
  });

  test("merges two customers, and finds each figure explained beside Shopify's to the cent", async () => {
    const { app, page } = merchant;
    await merchant.goTo(`/customers/${customer.id}`);
    await page.getByLabel("Id of the customer to merge into this one").fill(String(leaver.id));
    await page.getByRole("button", { name: "Merge", exact: true }).click();
    await page.getByText("Customers merged.").waitFor();
    await stack.shop.deliveriesSettled();
    await stack.runtime.jobs.settled();
    await merchant.openApp(`/app/customers/${leaver.id}`, customer.name);
    await page.waitForURL(stack.admin(`/apps/klantwaarde/app/customers/${customer.id}`));
    const together = format.money(await netSalesMinor(customer.id));
    expect(await merchant.figure("Value so far")).toBe(together);

    const amountOf = (row: string) => app.getByRole("row", { name: row }).getByRole("cell").textContent();
    await app.getByRole("link", { name: "Compare with Shopify’s amount spent" }).click();
    await merchant.heading("Compare with Shopify").waitFor();
    expect(await amountOf("Net sales here")).toBe(together);
    expect(await amountOf("Not explained")).toBe(format.money(0));

    await merchant.follow("Compare with Shopify", "Compare with Shopify");
    // The page before has the same heading, and tables too.
    const months = app.getByRole("region", { name: /^\d{4} by month$/ }).locator("tbody tr");
    await months.first().waitFor();
    const unexplained = await months.locator("td:last-child").allTextContents();
    expect(unexplained.length).toBeGreaterThan(0);
    expect(new Set(unexplained)).toEqual(new Set([format.money(0)]));
    await months.first().getByRole("link").click();
    await app.getByRole("link", { name: /^Show all of \d{4}$/ }).waitFor();
    for (const ladder of ["From gross sales", "From order totals"]) {
      const end = app.getByRole("table", { name: ladder }).getByRole("row", { name: "Not explained" });
      expect(await end.getByRole("cell").textContent()).toBe(format.money(0));
    }
  });

  test("uninstalls the app, which then shows nothing any more", async () => {
    const { page } = merchant;
    const other = await openMerchant(browser, stack);
    await other.openApp("/app/segments", "Segments");
    await merchant.goTo("");
    await page.getByText("Uninstall", { exact: true }).first().click();
    await page.getByRole("button", { name: "Uninstall" }).click();
    await page.getByText("The app was uninstalled. Its tokens are revoked.").waitFor();
    await stack.shop.deliveriesSettled();
    const told = stack.shop.deliveries.filter(({ topic }) => topic === "app/uninstalled");
    expect(told.map(({ state }) => state)).toEqual(["delivered"]);
    await stack.runtime.jobs.settled();
    expect(await rows("select id from session where shop_id = $1")).toEqual([]);

    await merchant.goTo("/apps/klantwaarde");
    await page.getByRole("button", { name: "Install Klantwaarde" }).waitFor();
    await other.page.locator("#app-nav").getByRole("link", { name: "Customers", exact: true }).click();
    await other.heading("The app is not connected to this shop any more").waitFor();
    await other.page.locator("#loading").waitFor({ state: "hidden" });
    expect(await other.app.getByText("@").count()).toBe(0);
    await other.app.getByRole("link", { name: "Go to the Shopify admin" }).click();
    await other.page.getByRole("button", { name: "Install Klantwaarde" }).waitFor();
    await other.page.context().close();
  });

  test("installs it again, and the figures are back", async () => {
    const { app, page } = merchant;
    await merchant.goTo("");
    await page.getByRole("button", { name: "Install Klantwaarde" }).click();
    await app.getByRole("heading", { name: "Average CLV", exact: true }).waitFor();
    await app.getByRole("heading", { name: "Setting up" }).waitFor({ state: "detached" });
    await merchant.figuresSettled("Customer value");
    const summary = await readShopSummary(stack.runtime.db, ref);
    expect(await merchant.figure("Average CLV")).toBe(format.money(summary.averageClvMinor ?? Number.NaN));
    expect(merchant.complaints).toEqual([]);
  });
});

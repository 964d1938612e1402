import type { Browser, Locator } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { shopRef } from "../../app/platform/ids.ts";
import { createFormat } from "../../app/ui/format.ts";
import { chromiumPath, launchChromium } from "../shopify/admin/stage.ts";
import { type Merchant, openMerchant } from "./merchant.ts";
import { NOON, openStack, type Stack } from "./stack.ts";

const DOMAIN = "builder.myshopify.com";
const ref = shopRef(DOMAIN);
const format = createFormat({ locale: "en", currency: "EUR", minorDigits: 2, timeZone: "Europe/Amsterdam" });

let stack: Stack;
let browser: Browser;
let merchant: Merchant;

/** How many customers meet a condition that is written here by hand. */
async function count(condition: string): Promise<number> {
  const { rows } = await stack.runtime.db.pool.query<{ customers: number }>(
    `select count(*) as customers from customer_value where shop_id = $1 and ${condition}`,
    [ref.shopId],
  );
  return Number(rows[0]?.customers);
}

const customers = (number: number): string =>
  number === 0 ? "No customers" : `${format.number(number)} ${number === 1 ? "customer" : "customers"}`;

const field = (name: string): Locator =>
  merchant.app.locator("input, select").and(merchant.app.getByLabel(name, { exact: true }));

async function seesCount(number: number): Promise<void> {
  await merchant.app.getByRole("status").getByText(customers(number), { exact: true }).waitFor();
}

async function chooseFact(condition: string, typed: string, fact: string): Promise<void> {
  await field(`${condition}: What to ask`).fill(typed);
  await merchant.app.getByRole("option", { name: fact, exact: true }).click();
}

/** Whether the field that has the focus says that Enter takes this option, which Polaris marks in the list before it would take it. */
async function isActive(option: string): Promise<void> {
  const { app } = merchant;
  const active = () =>
    app.locator("input:focus").evaluate((input) => {
      const id = input.getAttribute("aria-activedescendant");
      return id && document.getElementById(id)?.getAttribute("aria-label");
    });
  await app.getByRole("option", { name: option, exact: true }).waitFor();
  await expect.poll(active).toBe(option);
}

/** In the field that has the focus: the first of what is found is the one that Enter takes. */
async function chooseFactByKeyboard(typed: string, fact: string): Promise<void> {
  const { page } = merchant;
  await page.keyboard.type(typed);
  await isActive(fact);
  await page.keyboard.press("Enter");
}

describe.skipIf(!chromiumPath)("a merchant builds a segment", () => {
  beforeAll(async () => {
    stack = await openStack({
      kind: "generated",
      domain: DOMAIN,
      seed: 17,
      customers: 200,
      years: 2,
      asOf: NOON,
    });
    browser = await launchChromium();
    merchant = await openMerchant(browser, stack);
    await merchant.goTo("");
    await merchant.page.getByRole("button", { name: "Install Klantwaarde" }).click();
    await merchant.app.getByRole("heading", { name: "Average CLV", exact: true }).waitFor();
    await merchant.app.getByRole("heading", { name: "Setting up" }).waitFor({ state: "detached" });
    await merchant.figuresSettled("Customer value");
  });

  afterAll(async () => {
    await browser?.close();
    await stack?.close();
  });

  test("from a template: the count follows each edit and is the database's, and the segment is saved under its name", async () => {
    const { app, page } = merchant;
    await merchant.openApp("/app/segments/new?template=champions", "New segment");
    await seesCount(await count("rfm_group = 'CHAMPIONS'"));

    await app.getByRole("button", { name: "Add condition" }).click();
    await chooseFact("Condition 2", "net sales", "Net sales");
    await field("Condition 2: Value").fill("150,50");
    const rich = await count("rfm_group = 'CHAMPIONS' and net_sales_minor >= 15050");
    await seesCount(rich);

    await app.getByRole("button", { name: "Undo" }).click();
    await seesCount(await count("rfm_group = 'CHAMPIONS'"));
    await app.getByRole("button", { name: "Redo" }).click();
    await seesCount(rich);

    await app.getByRole("button", { name: "Copy link to draft" }).click();
    await page.waitForURL(/draft=/);

    await field("Name").fill("Champions who spend");
    await page.getByRole("button", { name: "Save", exact: true }).click();
    await merchant.heading("Champions who spend").waitFor();
    const { rows } = await stack.runtime.db.pool.query("select name, rule from segment where shop_id = $1", [
      ref.shopId,
    ]);
    expect(rows).toEqual([
      {
        name: "Champions who spend",
        rule: {
          version: 1,
          rule: {
            all: [
              { fact: "rfmGroup", is: "=", value: "CHAMPIONS" },
              { fact: "netSales", is: ">=", value: 15_050 },
            ],
          },
        },
      },
    ]);
    expect(merchant.complaints).toEqual([]);
  });

  test("a name that is taken is said at the name, and nothing that was built is lost", async () => {
    const { app, page } = merchant;
    await merchant.openApp("/app/segments/new?template=lapsed", "New segment");
    await field("Name").fill("champions WHO spend");
    await page.getByRole("button", { name: "Save", exact: true }).click();
    await app.getByText("Another segment has this name").waitFor();
    expect(await field("Name").inputValue()).toBe("champions WHO spend");
    expect(await field("Condition 1: What to ask").inputValue()).toBe("Last order");
  });

  test("by keyboard alone: a condition, a group, what keeps everybody out, and taking it away", async () => {
    const { app, page } = merchant;
    await merchant.openApp("/app/segments/new", "New segment");
    await seesCount(await count("true"));
    await field("Condition 1: What to ask").focus();
    await chooseFactByKeyboard("orders", "Orders");
    await field("Condition 1: Value").focus();
    await page.keyboard.type("1");
    expect(await field("Condition 1: What to ask").inputValue()).toBe("Orders");
    await seesCount(await count("orders >= 1"));

    await app.getByRole("button", { name: "Add group" }).focus();
    await page.keyboard.press("Enter");
    expect(
      await field("Condition 2.1: What to ask").evaluate((input) => input === document.activeElement),
    ).toBe(true);
    await chooseFactByKeyboard("net sales", "Net sales");
    await field("Condition 2.1: Value").focus();
    await page.keyboard.type("99999999");
    await seesCount(0);
    await app.getByText("This condition excludes most: Net sales at least €99,999,999.00").waitFor();

    await app.getByRole("button", { name: "Actions: Condition 2.1" }).focus();
    await page.keyboard.press("Enter");
    await app.getByRole("menuitem", { name: "Remove" }).focus();
    await page.keyboard.press("Enter");
    await seesCount(await count("orders >= 1"));
    expect(
      await app
        .getByRole("button", { name: "Actions: Condition 1" })
        .evaluate((button) => button === document.activeElement),
    ).toBe(true);
  });

  test("of what was bought: a product is found by its title, and stands there by it after it was saved", async () => {
    const { app, page } = merchant;
    const { rows } = await stack.runtime.db.pool.query<{ id: number; title: string }>(
      `select p.product_id as id, p.title
       from product p join customer_purchase b using (shop_id, product_id)
       where p.shop_id = $1 and p.deleted_at is null
         and not exists (select from product q where q.shop_id = p.shop_id and q.product_id <> p.product_id
           and position(lower(p.title) in lower(q.title)) > 0)
       group by p.product_id, p.title order by count(distinct b.customer_id) desc, p.product_id limit 1`,
      [ref.shopId],
    );
    const { id, title } = rows[0]!;
    const buyers = (such: string) =>
      count(
        `customer_id in (select customer_id from customer_purchase where shop_id = $1 and product_id = ${id} and ${such})`,
      );
    await merchant.openApp("/app/segments/new", "New segment");
    await field("Condition 1: What to ask").focus();
    await chooseFactByKeyboard("orders with certain", "Orders with certain products");
    await field("Condition 1: Products: products").focus();
    await page.keyboard.type(title.toUpperCase());
    await app.getByRole("option", { name: title, exact: true }).waitFor();
    await isActive(title);
    await page.keyboard.press("Enter");
    await app.getByRole("button", { name: `Remove ${title}`, exact: true }).waitFor();
    await field("Condition 1: Value").fill("1");
    const ever = await buyers("true");
    expect(ever).toBeGreaterThan(0);
    await seesCount(ever);
    await field("Condition 1: Period: Kind of day").selectOption("last");
    await field("Condition 1: Period").fill("200");
    const lately = await buyers(
      "order_day > (select as_of_day from shop_valuation where shop_id = $1) - 200",
    );
    expect(lately).not.toBe(ever);
    await seesCount(lately);

    await field("Name").fill("Buyers of one product");
    await page.getByRole("button", { name: "Save", exact: true }).click();
    await merchant.heading("Buyers of one product").waitFor();
    await app.getByText(`Bought “${title}” in the last 200 days`, { exact: true }).waitFor();
    await app.getByRole("link", { name: "Edit conditions" }).click();
    await merchant.heading("Edit segment").waitFor();
    await app.getByRole("button", { name: `Remove ${title}`, exact: true }).waitFor();
    await seesCount(lately);
    expect(merchant.complaints).toEqual([]);
  });

  test("a filter of the customers' list becomes the draft of a segment", async () => {
    const { app } = merchant;
    await merchant.openApp("/app/customers?consent=SUBSCRIBED&group=LOYAL", "Customers");
    await app.getByRole("link", { name: "Save as segment" }).click();
    await merchant.heading("New segment").waitFor();
    await seesCount(await count("consent = 'SUBSCRIBED' and rfm_group = 'LOYAL'"));
  });

  test("more conditions of the list are built, list whom they hold through order, page and a customer, and are saved with an order", async () => {
    const { app, page } = merchant;
    const listedBy = async (condition: string, order: string) => {
      const { rows } = await stack.runtime.db.pool.query<{ id: number }>(
        `select customer_id as id from customer_value where shop_id = $1 and ${condition} order by ${order}`,
        [ref.shopId],
      );
      return rows.map(({ id }) => id);
    };
    const shown = async () => {
      const links = await app
        .locator("a[data-primary-link]")
        .evaluateAll((all) => all.map((link) => new URL((link as HTMLAnchorElement).href).pathname));
      return links.map((path) => Number(path.split("/").at(-1)));
    };
    await merchant.openApp("/app/customers?orders=1..", "Customers");
    await app.getByRole("link", { name: "More conditions" }).click();
    await merchant.heading("New segment").waitFor();
    await app.getByRole("button", { name: "Add condition" }).click();
    await chooseFact("Condition 2", "net sales", "Net sales");
    await field("Condition 2: Value").fill("20");
    const held = "orders >= 1 and net_sales_minor >= 2000";
    await seesCount(await count(held));
    await field("Name").fill("Buyers of something");

    // Nothing is asked before leaving: the draft waits where the way back leads.
    await app.getByRole("button", { name: "See them in the customers’ list" }).click();
    await merchant.heading("Customers").waitFor();
    await app.getByText("Net sales at least €20.00", { exact: true }).waitFor();
    const byValue = await listedBy(held, "net_sales_minor desc, customer_id desc");
    expect(byValue.length).toBeGreaterThan(50);
    expect(await shown()).toEqual(byValue.slice(0, 50));

    await app.getByRole("columnheader", { name: "Last order" }).getByRole("button").click();
    const byDay = await listedBy(held, "last_order_day desc, customer_id desc");
    await expect.poll(shown).toEqual(byDay.slice(0, 50));
    await app.getByRole("button", { name: "Next", exact: true }).click();
    await expect.poll(shown).toEqual(byDay.slice(50, 100));
    await app.locator("a[data-primary-link]").nth(2).click();
    await app.getByRole("heading", { name: "Next 12 months", exact: true }).first().waitFor();
    await app.getByRole("link", { name: "Customers", exact: true }).click();
    await merchant.heading("Customers").waitFor();
    await expect.poll(shown).toEqual(byDay.slice(50, 100));

    await app.getByRole("link", { name: "Edit conditions" }).click();
    await merchant.heading("New segment").waitFor();
    await seesCount(await count(held));
    expect(await field("Name").inputValue()).toBe("Buyers of something");
    await field("Order of the list").selectOption("orders");
    await page.getByRole("button", { name: "Save", exact: true }).click();
    await merchant.heading("Buyers of something").waitFor();
    await app.getByText("Most orders first", { exact: true }).waitFor();
    const byOrders = await listedBy(held, "orders desc, customer_id desc");
    await expect.poll(shown).toEqual(byOrders.slice(0, 50));

    await merchant.openApp("/app/customers?rule=WyIi", "Customers");
    await app.getByText("The link to the conditions is damaged or too long.").waitFor();
    expect(await shown()).toEqual([]);
    await app.getByRole("button", { name: "Remove conditions" }).click();
    const everybody = await listedBy("true", "net_sales_minor desc, customer_id desc");
    await expect.poll(shown).toEqual(everybody.slice(0, 50));
    expect(merchant.complaints).toEqual([]);
  });
});

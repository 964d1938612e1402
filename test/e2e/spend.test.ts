import type { Browser, Locator } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { chromiumPath, launchChromium } from "../shopify/admin/stage.ts";
import { type Merchant, openMerchant } from "./merchant.ts";
import { NOON, openStack, type Stack } from "./stack.ts";

const DOMAIN = "spend.myshopify.com";
const REPORT = `Campaign report
"October 1, 2026 - October 31, 2026"
Day,Campaign,Currency code,Cost
2026-10-01,brand,EUR,"1,010.50"
2026-10-02,coffee_gear,EUR,20.00
2026-10-03,brand,EUR,ten
Total: Account,--,EUR,"1,030.50"
`;

let stack: Stack;
let browser: Browser;
let merchant: Merchant;

const field = (name: string): Locator => merchant.app.getByLabel(name, { exact: true });
const button = (name: string): Locator => merchant.app.getByRole("button", { name, exact: true });
const give = (name: string, text: string) =>
  merchant.app
    .locator("input[type=file]")
    .setInputFiles({ name, mimeType: "text/csv", buffer: Buffer.from(text) });

describe.skipIf(!chromiumPath)("a merchant says what is spent, and sees what a customer costs", () => {
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

  test("spend is typed in; what cannot be is said, and what may be counted twice is asked", async () => {
    await merchant.openApp("/app/acquisition/spend", "Spend");
    await merchant.app.getByText("No spend yet").waitFor();
    await button("Enter spend").first().click();
    await field("Channel").fill("adwords");
    await field("First day").fill("2026-11-01");
    await field("Last day").fill("2026-11-20");
    await field("Amount, without tax").fill("-5");
    await button("Save").click();
    await merchant.app.getByText("Spend is 0 or more.").waitFor();
    await field("Amount, without tax").fill("310");
    await button("Save").click();
    await merchant.app.getByRole("dialog").waitFor({ state: "detached" });
    await merchant.app.getByText("€310.00 · Google").waitFor();
    await button("Enter spend").first().click();
    await field("Channel").fill("google");
    await field("First day").fill("2026-11-20");
    await field("Last day").fill("2026-11-21");
    await field("Amount, without tax").fill("10");
    await button("Save").click();
    await merchant.app.getByText("This may be counted twice").waitFor();
    await button("Cancel").click();
    await merchant.app.getByRole("dialog").waitFor({ state: "detached" });
    expect(merchant.complaints).toEqual([]);
  });

  test("a report is previewed, stored, noticed when it comes again, and taken out", async () => {
    await button("Import a file").first().click();
    await give("october.csv", REPORT);
    await merchant.app.getByText("october.csv: what would be stored").waitFor();
    await merchant.app.getByText("Recognised as a report of Google Ads").waitFor();
    await merchant.app.getByText("Not an amount").waitFor();
    await button("Store €1,030.50").click();
    await merchant.app.getByText("2 entries were stored").waitFor();
    await button("Take the spend of october.csv out").waitFor();
    await give("again.csv", REPORT);
    await merchant.app.getByText("The very same file is stored already").waitFor();
    expect(await merchant.app.getByRole("button", { name: /^Store/ }).count()).toBe(0);
    await button("Discard the file").click();
    await give("dollars.csv", REPORT.replaceAll("EUR", "USD"));
    await merchant.app.getByText(/Its amounts are in USD, and the shop’s are in EUR/).waitFor();
    await button("Discard the file").click();
    expect(merchant.complaints).toEqual([]);
  });

  test("a file whose answer is lost after it was stored is stored once, however often that is asked", async () => {
    await give("radio.csv", "channel,date,amount\nradio,2026-10-05,5.00\n");
    await merchant.app.getByText("radio.csv: what would be stored").waitFor();
    await merchant.page.route(
      /spend\/file\?.*store=/,
      async (route) => {
        await route.fetch();
        await route.fulfill({ status: 200, body: "" });
      },
      { times: 1 },
    );
    await button("Store €5.00").click();
    await merchant.app.getByText("It may be stored or not").waitFor();
    await button("Ask again").click();
    await merchant.app.getByText("1 entry was stored").waitFor();
    expect(await button("Take the spend of radio.csv out").count()).toBe(1);
    expect(merchant.complaints).toEqual([]);
  });

  test("the last month of a rule of commission is set, and no other rule counts beside it", async () => {
    const dialog = merchant.app.getByRole("dialog");
    const addRule = async () => {
      await button("Enter a rule").click();
      await field("Share of the net sales").fill("5");
      await button("Save").click();
    };
    await addRule();
    await dialog.waitFor({ state: "detached" });
    await addRule();
    await merchant.app.getByText(/Another rule of this channel counts/).waitFor();
    await button("Cancel").click();
    await dialog.waitFor({ state: "detached" });
    await button("Set the last month of the commission of Affiliates").click();
    await field("Last month").selectOption({ index: 1 });
    await button("Save").click();
    await dialog.waitFor({ state: "detached" });
    await merchant.app.getByText(/^[A-Z][a-z]+ 2026 to /).waitFor();
    expect(merchant.complaints).toEqual([]);
  });

  test("the channels have their cost, and their figures open in the calculator", async () => {
    await merchant.follow("Acquisition", "Acquisition");
    const row = merchant.app.getByRole("row", { name: /^Google €/ });
    await row.waitFor();
    expect(await row.getByRole("cell").first().textContent()).toBe("€1,340.50");
    await field("Look at").selectOption({ label: "Google" });
    await merchant.app
      .getByRole("heading", { name: "Value of a customer against the CAC: Google" })
      .waitFor();
    await merchant.app.getByRole("link", { name: "Open in the calculator" }).click();
    await merchant.heading("What may a customer cost?").waitFor();
    expect(await field("Spend").inputValue()).toBe("1340.50");
    expect(merchant.complaints).toEqual([]);
  });

  test("what is taken out counts no more", async () => {
    await merchant.openApp("/app/acquisition/spend", "Spend");
    await button("Take the spend of october.csv out").click();
    await merchant.app.getByRole("dialog").getByRole("button", { name: "Take out", exact: true }).click();
    await merchant.app.getByText(/^Taken out on/).waitFor();
    await merchant.follow("Acquisition", "Acquisition");
    const row = merchant.app.getByRole("row", { name: /^Google €/ });
    expect(await row.getByRole("cell").first().textContent()).toBe("€310.00");
    expect(merchant.complaints).toEqual([]);
  });
});

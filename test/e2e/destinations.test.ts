import { mkdirSync } from "node:fs";
import { join } from "node:path";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { shopRef } from "../../app/platform/ids.ts";
import { createSegment, updateSegment } from "../../app/segments/change-segment.ts";
import { chromiumPath, launchChromium } from "../shopify/admin/stage.ts";
import { type LocalTools, startLocalTools } from "../tools/local-tools.ts";
import type { LocalTool } from "../tools/server/tool-server.ts";
import { type Merchant, openMerchant } from "./merchant.ts";
import { NOON, openStack, type Stack } from "./stack.ts";

const DOMAIN = "tools.myshopify.com";
const PICTURES = join(import.meta.dirname, "screenshots/destinations");
const [FIRST_KEY, SECOND_KEY] = [
  "pk_local_first_0000000000000000000000",
  "pk_local_second_000000000000000000000",
];
const SEGMENT = "Bought more than once";

let stack: Stack;
let tools: LocalTools;
let browser: Browser;
let merchant: Merchant;
let segmentKey = "";

const picture = (name: string) =>
  merchant.page.screenshot({ path: join(PICTURES, `${name}.png`), fullPage: true });
const button = (name: string) => merchant.app.getByRole("button", { name, exact: true });
const step = (name: string) => merchant.app.getByRole("heading", { name, exact: true, level: 2 });
const inStep = () => merchant.app.getByText("In step", { exact: true }).waitFor();

/** Whom Shopify says may be e-mailed, by address. */
function subscribers(): Set<string> {
  const found = [...stack.shop.store.customers.values()].flatMap(({ email, emailConsent }) =>
    email !== null && emailConsent.state === "SUBSCRIBED" ? [email.toLowerCase()] : [],
  );
  return new Set(found);
}

function customerOf(address: string) {
  const found = [...stack.shop.store.customers.values()].find(
    ({ email }) => email?.toLowerCase() === address,
  );
  if (!found) throw new Error("the shop has no such customer");
  return found;
}

/** The people on a list of the tool, in order; the local Mailchimp calls one by its audience and its name. */
function onList(tool: LocalTool, name: string): string[] {
  const list = tool.lists().find((one) => one.name.endsWith(name));
  return list ? tool.membersOf(list.id) : [];
}

/** By keyboard. Of a tool that is connected, the choice to connect another account comes last. */
async function choose(name: string | RegExp): Promise<void> {
  const radio = merchant.app.getByRole("radio", { name, exact: true }).last();
  await radio.press("Space");
  expect(await radio.isChecked()).toBe(true);
}

/** From the page of the list's choice to the start; nobody is held out, and nothing but the address goes. Answers with who is to be added. */
async function startList(name: string): Promise<number> {
  const { app } = merchant;
  await step("Which segment, in which list?").waitFor();
  const isNew = app.getByRole("radio", { name: "A new list" });
  await app.getByLabel("Name of the new list").or(isNew).first().waitFor();
  if (await isNew.isVisible()) await choose("A new list");
  await app.getByLabel("Name of the new list").fill(name);
  await button("Make the list and go on").click();
  await step("What goes along?").waitFor();
  await button("Next").click();
  await app.getByLabel("Held out of this list by lot").selectOption({ label: "Nobody" });
  await button("Next").click();
  await app.getByText("This is a dry run", { exact: false }).waitFor();
  const added = Number((await merchant.figure("Added")).replaceAll(",", ""));
  await picture(`check-${name.toLowerCase().replaceAll(" ", "-")}`);
  await button("Start").click();
  await app.getByText("Run now").waitFor();
  await inStep();
  return added;
}

async function connect(tool: string, keyLabel: string, key: string): Promise<void> {
  const { app } = merchant;
  await choose(tool);
  await app.getByLabel(keyLabel).fill(key);
  await app.getByLabel(keyLabel).press("Enter");
}

describe.skipIf(!chromiumPath)("a merchant keeps segments in mailing tools (needs Chromium)", () => {
  beforeAll(async () => {
    mkdirSync(PICTURES, { recursive: true });
    tools = await startLocalTools({
      klaviyo: { keys: [FIRST_KEY, SECOND_KEY], accountName: "Linden & Wool" },
    });
    stack = await openStack(
      { kind: "generated", domain: DOMAIN, seed: 29, customers: 200, years: 2, asOf: NOON },
      { toolsUrl: tools.url },
    );
    browser = await launchChromium();
    merchant = await openMerchant(browser, stack);
    await merchant.goTo("");
    await merchant.page.getByRole("button", { name: "Install Klantwaarde" }).click();
    await merchant.app.getByRole("heading", { name: "Average CLV", exact: true }).waitFor();
    const rule = { fact: "orders", is: ">", value: 1 } as const;
    const saved = await createSegment(stack.runtime, shopRef(DOMAIN), { name: SEGMENT, rule }, "1");
    if (!saved.ok) throw new Error(saved.reason);
    segmentKey = saved.segment.key;
    await merchant.figuresSettled("Customer value");
  });

  afterAll(async () => {
    await browser?.close();
    await stack?.close();
    // Throws where a request could have changed somebody's subscription.
    await tools?.close();
  });

  test("a key that the tool refuses stays on the page with the tool's words, and the right one leads on", async () => {
    const { app } = merchant;
    await merchant.openApp(`/app/segments/${segmentKey}`, SEGMENT);
    await app.getByRole("link", { name: "Keep in a mailing tool" }).click();
    await step("Which mailing tool?").waitFor();
    await connect("Klaviyo", "Private API key of Klaviyo", "pk_mistyped_00000000000000000000000000");
    await app.getByText("Klaviyo does not take this key.", { exact: false }).waitFor();
    await picture("key-refused");
    await connect("Klaviyo", "Private API key of Klaviyo", FIRST_KEY);
    await step("Which segment, in which list?").waitFor();
    // The browser's way back leads to the step before, which has the connection now.
    await merchant.page.goBack();
    await app.getByText("Connected: Linden & Wool").waitFor();
    await button("Next").click();
    expect(await app.getByLabel("Segment", { exact: true }).locator("option:checked").textContent()).toBe(
      SEGMENT,
    );
  });

  test("the dry run says who goes, and they and nobody else are on the list in Klaviyo", async () => {
    const added = await startList("Loyal");
    await picture("klaviyo-in-step");
    const there = onList(tools.klaviyo, "Loyal");
    expect(added).toBeGreaterThan(10);
    expect(there).toHaveLength(added);
    const may = subscribers();
    expect(there.filter((address) => !may.has(address))).toEqual([]);
    expect(await merchant.figure("On the list")).toBe(`${added}`);
  });

  test("the same segment goes to Mailchimp, where only who is in the audience is put on a list, and to Brevo", async () => {
    const { app } = merchant;
    const [stranger, ...known] = [...subscribers()].sort();
    for (const address of known) tools.mailchimp.addMember(address, { status: "subscribed" });
    await merchant.openApp(`/app/segments/${segmentKey}`, SEGMENT);
    await app.getByRole("link", { name: "Keep in another list" }).click();
    await connect("Mailchimp", "API key of Mailchimp", tools.mailchimp.keys[0] ?? "");
    await startList("Loyal");
    await picture("mailchimp-in-step");
    await merchant.openApp("/app/destinations/new?segment=vip", "Keep a segment in a mailing tool");
    await connect("Brevo", "API key of Brevo", tools.brevo.keys[0] ?? "");
    await startList("Loyal");
    const there = onList(tools.klaviyo, "Loyal");
    expect(onList(tools.mailchimp, "Loyal")).toEqual(there.filter((address) => address !== stranger));
    expect(onList(tools.brevo, "Loyal").length).toBeGreaterThan(2);
  });

  test("whoever unsubscribes in Shopify leaves every list", async () => {
    const { app, page } = merchant;
    const lists = tools.all.map((tool) => onList(tool, "Loyal"));
    const leaver = lists[0]?.find((address) => lists.every((its) => its.includes(address))) ?? "";
    await merchant.goTo(`/customers/${customerOf(leaver).id}`);
    await page.getByRole("button", { name: "Unsubscribe" }).click();
    await page.getByText("Marketing consent changed.").waitFor();
    for (const tool of tools.all) {
      await expect.poll(() => onList(tool, "Loyal")).not.toContain(leaver);
      expect(tool.person(leaver), tool.name).not.toBeNull();
    }
    await merchant.openApp("/app/destinations", "Mailing tools");
    await app
      .getByText(/on the list Loyal/)
      .first()
      .waitFor();
    await picture("overview");
  });

  test("a revoked key stops the list and says so, and a new one lets it go on", async () => {
    const { app } = merchant;
    const leaver = onList(tools.klaviyo, "Loyal")[0] ?? "";
    tools.klaviyo.revokeKey(FIRST_KEY);
    stack.shop.actions.setEmailMarketingConsent({
      customerId: customerOf(leaver).id,
      state: "UNSUBSCRIBED",
    });
    await stack.shop.deliveriesSettled();
    await stack.runtime.jobs.settled();
    await merchant.reload("Mailing tools");
    await app.getByText("Klaviyo does not take the key any more").first().waitFor();
    await picture("revoked");
    expect(onList(tools.klaviyo, "Loyal")).toContain(leaver);
    await app.getByRole("link", { name: "Enter a new key" }).click();
    await app.getByLabel("New API key").fill(SECOND_KEY);
    await button("Check and save the key").click();
    await app.getByText("Connected", { exact: true }).waitFor();
    await expect.poll(() => onList(tools.klaviyo, "Loyal")).not.toContain(leaver);
    await app.getByRole("link", { name: SEGMENT }).click();
    await merchant.heading(`${SEGMENT} in Klaviyo`).waitFor();
    await inStep();
  });

  test("the page of a paused list says who still leaves it, and they do", async () => {
    const { app } = merchant;
    const [leaver = "", ...others] = onList(tools.klaviyo, "Loyal");
    await button("Pause").click();
    await app
      .getByText("Whoever unsubscribes in Shopify is still taken off the list in Klaviyo", { exact: false })
      .waitFor();
    stack.shop.actions.setEmailMarketingConsent({
      customerId: customerOf(leaver).id,
      state: "UNSUBSCRIBED",
    });
    await expect.poll(() => onList(tools.klaviyo, "Loyal")).toEqual(others);
    await stack.shop.deliveriesSettled();
    await stack.runtime.jobs.settled();
    await merchant.reload(`${SEGMENT} in Klaviyo`);
    await app.getByText("This list is paused").waitFor();
    expect(await app.getByText("The list is being brought in step").count()).toBe(0);
    await picture("paused");
    await button("Go on").first().click();
    await inStep();
    await app
      .getByText("The app looks again with each change, and at least once a day.", { exact: false })
      .waitFor();
  });

  test("when more than a fifth would leave, nobody does until the merchant confirms it", async () => {
    const { app } = merchant;
    const before = onList(tools.klaviyo, "Loyal");
    const rule = { fact: "orders", is: ">", value: 4 } as const;
    const saved = await updateSegment(stack.runtime, shopRef(DOMAIN), segmentKey, { rule, revision: 1 }, "1");
    if (!saved.ok) throw new Error(saved.reason);
    await stack.runtime.jobs.settled();
    await button("Run now").click();
    await app.getByText(/would leave the list/).waitFor();
    await picture("brake");
    expect(onList(tools.klaviyo, "Loyal")).toEqual(before);
    await button("Look at who would leave").click();
    const dialog = app.getByRole("dialog");
    await dialog.getByText("They stay contacts there", { exact: false }).waitFor();
    await picture("brake-dialog");
    const leaving = Number(/\d+/.exec((await dialog.getByRole("heading").first().textContent()) ?? "")?.[0]);
    await dialog.getByRole("button", { name: /^Remove \d+ people$/ }).click();
    await inStep();
    await expect.poll(() => onList(tools.klaviyo, "Loyal").length).toBe(before.length - leaving);
    expect(leaving).toBeGreaterThan(before.length / 5);
  });

  test("ended with the people taken off, the list in Klaviyo is empty and its people are still there", async () => {
    const { app } = merchant;
    const before = onList(tools.klaviyo, "Loyal");
    await button("End this list").click();
    await choose(/^Take .* off the list$/);
    await app.getByRole("button", { name: /^End it and take/ }).click();
    await app.getByText("This list has ended").waitFor();
    await expect.poll(() => onList(tools.klaviyo, "Loyal")).toEqual([]);
    await app.getByText("Whom the app had put there was taken off.", { exact: false }).waitFor();
    for (const address of before) expect(tools.klaviyo.person(address)).not.toBeNull();
    await picture("ended");
  });

  test("nothing of it went wrong in the browser", () => {
    expect(merchant.complaints).toEqual([]);
  });
});

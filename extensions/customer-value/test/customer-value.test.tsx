// @vitest-environment happy-dom
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { render } from "preact";
import { afterEach, expect, test } from "vitest";
import { RFM_RULES } from "../../../app/clv/historic/rfm.ts";
import { catalogues } from "../../../app/ui/messages/catalogue.ts";
import { CustomerValue } from "../src/customer-value.tsx";
import type { BlockHost } from "../src/host.ts";

const { en, nl } = catalogues;
const FILES = { en: "en.default.json", nl: "nl.json" } as const;
type Language = keyof typeof FILES;

const textsOf = (language: Language): Record<string, unknown> =>
  JSON.parse(readFileSync(join(import.meta.dirname, "../locales", FILES[language]), "utf8"));
const texts = { en: textsOf("en"), nl: textsOf("nl") };

/** Looks a text up as Shopify's admin does: dotted keys, {{values}}, one / other. A missing key is an error. */
const translator =
  (language: Language) =>
  (key: string, values: Record<string, string | number> = {}): string => {
    let found: unknown = key
      .split(".")
      .reduce<unknown>((at, part) => (at as Record<string, unknown>)?.[part], texts[language]);
    if (typeof found === "object" && found && "other" in found) {
      found = values.count === 1 && "one" in found ? found.one : found.other;
    }
    if (typeof found !== "string") throw new Error(`no text for ${key}`);
    return found.replace(/\{\{(\w+)\}\}/g, (_, name: string) => String(values[name]));
  };
const translate = translator("en");

type Answer = () => Promise<Response>;

async function show(
  answers: Answer[],
  language: Language = "en",
): Promise<{ text: () => string; asked: string[] }> {
  const asked: string[] = [];
  const host: BlockHost = {
    customerGid: "gid://shopify/Customer/42",
    i18n: {
      translate: translator(language) as BlockHost["i18n"]["translate"],
      formatCurrency: (value, options) =>
        new Intl.NumberFormat(language, { style: "currency", ...options }).format(value),
      formatDate: (date, options) => new Intl.DateTimeFormat(language, options).format(date),
    },
    fetch: (path) => {
      asked.push(path);
      return (answers.length > 1 ? answers.shift()! : answers[0]!)();
    },
  };
  render(<CustomerValue host={host} />, document.body);
  return { text: () => document.body.textContent ?? "", asked };
}

const json =
  (body: unknown, status = 200): Answer =>
  async () =>
    Response.json(body, { status });
const never: Answer = () => new Promise(() => {});

const card = {
  state: "full",
  currency: "EUR",
  minorDigits: 2,
  asOfDay: "2026-11-21",
  group: "AT_RISK",
  orders: 3,
  netSalesMinor: 31_250,
  lastOrderDay: "2026-06-01",
  prediction: { state: "ready", expectedValueMinor: 8_100, valueLowMinor: 0, valueHighMinor: 21_000 },
};

async function until(condition: () => boolean): Promise<void> {
  await expect.poll(condition, { timeout: 2_000, interval: 5 }).toBe(true);
}

afterEach(() => {
  render(null, document.body);
});

test("while the app has not answered, a labelled spinner stands in the block", async () => {
  await show([never]);
  expect(document.querySelector("s-admin-block s-spinner")?.getAttribute("accessibilitylabel")).toBe(
    "Reading customer value",
  );
});

test("historic value, next 12 months with its interval, group and last order are shown", async () => {
  const block = await show([json(card)]);
  await until(() => block.text().includes("312.50"));
  expect(block.asked).toEqual(["/api/customer-card?customerId=42"]);
  for (const part of [
    "€312.50",
    "3 orders",
    "€81.00",
    "between €0.00 and €210.00",
    "At risk",
    "Jun 1, 2026",
  ]) {
    expect(block.text()).toContain(part);
  }
  expect(document.querySelector("s-link")?.getAttribute("href")).toBe("app:app/customers/42");
  expect(document.querySelector("s-admin-block")?.getAttribute("collapsedsummary")).toBe("€312.50 so far");
});

test("while orders of the customer are still being read, the block says so, and that the figures can move", async () => {
  const block = await show([json({ ...card, unreadOrders: 2 })]);
  await until(() => block.text().includes("312.50"));
  expect(document.querySelector("s-banner")?.textContent).toBe(
    "2 orders are still being read in detail. Until then these figures can move a little.",
  );
});

test.each([[{ unreadOrders: 0 }], [{}]])(
  "with nothing left to read (%j) it says nothing of it",
  async (rest) => {
    const block = await show([json({ ...card, ...rest })]);
    await until(() => block.text().includes("312.50"));
    expect(document.querySelector("s-banner")).toBeNull();
  },
);

test("amounts of a currency without minor units are not divided", async () => {
  const block = await show([json({ ...card, currency: "JPY", minorDigits: 0 })]);
  await until(() => block.text().includes("¥31,250"));
});

test("decimals are the app's, whatever the browser would take", async () => {
  const block = await show([json({ ...card, currency: "HUF", netSalesMinor: 499_000 })]);
  await until(() => block.text().includes("4,990.00"));
});

test("without a prediction the block says that it is learning, and why", async () => {
  const block = await show([
    json({ ...card, prediction: { state: "learning", reason: "no_repeat_purchases" } }),
  ]);
  await until(() => block.text().includes("Learning"));
  expect(block.text()).toContain("Nobody has bought twice yet");
});

test("a range of nothing is said in words", async () => {
  const prediction = { state: "ready", expectedValueMinor: 564, valueLowMinor: 0, valueHighMinor: 0 };
  const block = await show([json({ ...card, prediction })]);
  await until(() => block.text().includes("€5.64"));
  expect(block.text()).toContain("will probably order nothing");
  expect(block.text()).not.toContain("€0.00");
});

test("a customer without orders, one whose address is taken out and one not read yet are each named", async () => {
  const noOrders = await show([json({ state: "no_orders" })]);
  await until(() => noOrders.text().includes("has not ordered yet"));
  render(null, document.body);
  const takenOut = await show([json({ state: "taken_out" })]);
  await until(() => takenOut.text().includes("shared by many people"));
  render(null, document.body);
  const unknown = await show([json({ state: "unknown" })]);
  await until(() => unknown.text().includes("has not read this customer yet"));
});

test("a refused session token leads to the app", async () => {
  const block = await show([json({}, 401)]);
  await until(() => block.text().includes("Open Klantwaarde once"));
  expect(document.querySelector("s-button")).toBeNull();
});

test("a failure can be tried again, and an answer of another shape is a failure", async () => {
  const block = await show([json({ state: "full", netSalesMinor: "12" }), json(card)]);
  await until(() => block.text().includes("could not be read"));
  document.querySelector("s-button")?.dispatchEvent(new Event("click", { bubbles: true }));
  await until(() => block.text().includes("€312.50"));
  expect(block.asked).toHaveLength(2);
});

test.each(["en", "nl"] as const)(
  "in %s every group and every reason to be learning has its words",
  (language) => {
    const say = translator(language);
    for (const { group } of RFM_RULES) expect(say(`groups.${group}`)).not.toBe("");
    expect(say("groups.PROSPECTS")).toBe("Prospects");
    for (const key of Object.keys(en)) {
      const reason = /^learning\.([a-z]+_[a-z_]+)$/.exec(key)?.[1];
      if (reason) expect(say(`learning.${reason}`)).not.toBe("");
    }
  },
);

/** Dotted names of the texts, each with the values that it takes. */
function textsWithValues(node: object, prefix = ""): string[] {
  return Object.entries(node).flatMap(([name, child]: [string, unknown]) =>
    typeof child === "object" && child !== null
      ? textsWithValues(child, `${prefix}${name}.`)
      : [`${prefix}${name} ${(String(child).match(/\{\{\w+\}\}/g) ?? []).sort().join(" ")}`],
  );
}

test("Dutch has every text that English has, with the same values", () => {
  expect(textsWithValues(texts.nl).sort()).toEqual(textsWithValues(texts.en).sort());
});

test("the block speaks Dutch, with the words that the app uses for the groups", async () => {
  const block = await show([json(card)], "nl");
  await until(() => block.text().includes("312,50"));
  const plain = block.text().replaceAll("\u00a0", " ");
  for (const part of ["€ 312,50", "3 bestellingen", "tussen € 0,00 en € 210,00", "1 jun 2026"]) {
    expect(plain).toContain(part);
  }
  for (const { group } of RFM_RULES) {
    expect(translator("nl")(`groups.${group}`)).toBe(nl[`rfm.${group}`]);
    expect(translate(`groups.${group}`)).toBe(en[`rfm.${group}`]);
  }
});

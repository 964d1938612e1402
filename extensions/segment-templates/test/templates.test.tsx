import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { isInShopifySegment } from "../../../test/oracle/shopify-segment-language.ts";
import { TEMPLATE_NAMES, TEMPLATE_QUERIES } from "../src/template-queries.ts";
import templates from "../src/templates.ts";

const FILES = { en: "en.default.json", nl: "nl.json" } as const;
type Texts = Record<string, string | { title: string; description: string }>;

/** A missing text is an error. */
function translatorOf(language: keyof typeof FILES) {
  const texts: Texts = JSON.parse(
    readFileSync(join(import.meta.dirname, "../locales", FILES[language]), "utf8"),
  );
  return (key: string): string => {
    const [name = "", part] = key.split(".");
    const found = texts[name];
    const text = typeof found === "object" ? found[part as "title"] : found;
    if (!text) throw new Error(`no text for ${key}`);
    return text;
  };
}

test.each(["en", "nl"] as const)("every template has its words in %s", async (language) => {
  const i18n = { translate: translatorOf(language) };
  const { templates: given } = await templates({ i18n } as unknown as Parameters<typeof templates>[0]);
  expect(given.map(({ query }) => query)).toEqual(Object.values(TEMPLATE_QUERIES));
  expect(new Set(given.map(({ title }) => title)).size).toBe(given.length);
  for (const { queryToInsert, query } of given) expect(queryToInsert).toBe(query);
});

const someone = {
  email_subscription_status: "SUBSCRIBED",
  number_of_orders: 0,
  last_order_date: null as string | null,
};

test.each([
  ["subscribedNeverBought", someone, true],
  ["subscribedNeverBought", { ...someone, email_subscription_status: "UNSUBSCRIBED" }, false],
  ["oneOrder", { ...someone, number_of_orders: 1, last_order_date: "2026-09-02" }, true],
  ["oneOrder", { ...someone, number_of_orders: 1, last_order_date: "2026-10-15" }, false],
  ["silentYear", { ...someone, number_of_orders: 4, last_order_date: "2025-11-27" }, true],
  ["silentYear", { ...someone, number_of_orders: 4, last_order_date: "2025-11-28" }, false],
  ["silentYear", someone, false],
  ["loyalRecently", { ...someone, number_of_orders: 3, last_order_date: "2026-08-30" }, true],
  ["loyalRecently", { ...someone, number_of_orders: 2, last_order_date: "2026-08-30" }, false],
] as const)("%s of %j: %s", (name, customer, isIn) => {
  expect(isInShopifySegment(TEMPLATE_QUERIES[name], customer, "2026-11-28")).toBe(isIn);
});

test("no template reaches people who did not agree", () => {
  for (const name of TEMPLATE_NAMES)
    expect(TEMPLATE_QUERIES[name]).toContain("email_subscription_status = 'SUBSCRIBED'");
});

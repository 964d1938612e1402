import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
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

test("no template reaches people who did not agree", () => {
  for (const name of TEMPLATE_NAMES)
    expect(TEMPLATE_QUERIES[name]).toContain("email_subscription_status = 'SUBSCRIBED'");
});

import { IntlMessageFormat } from "intl-messageformat";
import { expect, test } from "vitest";
import { catalogues, type MessageKey, translator } from "../../../app/ui/messages/catalogue.ts";

const { en, nl } = catalogues;
const keys = Object.keys(en) as MessageKey[];

type Parsed = ReturnType<IntlMessageFormat["getAst"]>;
type Part = Parsed[number];

/** Kinds of parts, as the parser numbers them. A plural and a select have options; only the former says of what type it is. */
const [LITERAL, ARGUMENT, NUMBER] = [0, 1, 2];
const kindOf = (part: Part): number => part.type;
const branchesOf = (part: Part): Parsed[] =>
  "options" in part ? Object.values(part.options).map(({ value }) => value) : [];

/** Each argument of a message with the way in which it is read, the branches of a choice by their names. */
function argumentsOf(parsed: Parsed): Set<string> {
  const found = new Set<string>();
  const visit = (parts: Parsed) => {
    for (const part of parts) {
      if ("pluralType" in part) found.add(`${part.value}: plural`);
      else if ("options" in part)
        found.add(`${part.value}: one of ${Object.keys(part.options).sort().join(", ")}`);
      else if ("value" in part && kindOf(part) === ARGUMENT) found.add(`${part.value}: text`);
      else if ("value" in part && kindOf(part) === NUMBER) found.add(`${part.value}: number`);
      branchesOf(part).forEach(visit);
    }
  };
  visit(parsed);
  return found;
}

/** What is to be read, without arguments and their names. */
function wordsOf(parsed: Parsed): string {
  return parsed
    .map((part) => {
      if ("value" in part && kindOf(part) === LITERAL) return part.value;
      return ` ${branchesOf(part).map(wordsOf).join(" ")} `;
    })
    .join("");
}

const parsedOf = (texts: typeof en) => (key: MessageKey) =>
  new IntlMessageFormat(texts[key], "en", undefined, { ignoreTag: true }).getAst();
const [english, dutch] = [parsedOf(en), parsedOf(nl)];

test("Dutch has every text that English has, and no other", () => {
  expect(Object.keys(nl).sort()).toEqual([...keys].sort());
});

test("each text takes the same values in both languages, read in the same way", () => {
  const differing = keys.filter(
    (key) => [...argumentsOf(english(key))].sort().join() !== [...argumentsOf(dutch(key))].sort().join(),
  );
  expect(differing).toEqual([]);
});

test("every plural has the forms that its language has", () => {
  for (const [locale, parsed] of [["en", english] as const, ["nl", dutch] as const]) {
    const forms = new Intl.PluralRules(locale).resolvedOptions().pluralCategories;
    const missing: string[] = [];
    const visit = (key: MessageKey, parts: Parsed) => {
      for (const part of parts) {
        if ("pluralType" in part) {
          const has = Object.keys(part.options).map((name) => (name === "=1" ? "one" : name));
          // A number that is always more than one needs no form for one.
          const needed = has.includes("one") ? forms : forms.filter((form) => form !== "one");
          if (needed.some((form) => !has.includes(form))) missing.push(key);
        }
        for (const branch of branchesOf(part)) visit(key, branch);
      }
    };
    for (const key of keys) visit(key, parsed(key));
    expect(missing, locale).toEqual([]);
  }
});

/** Names, abbreviations and words that are the same in both languages. */
const SAME = new Set([
  ...[
    "klantwaarde",
    "shopify",
    "model",
    "exports",
    "status",
    "csv",
    "csv voor excel",
    "segment",
    "champions",
    "vip",
    "postcode",
    "is",
  ],
  ...[
    "prospects",
    "open",
    "tags",
    "parameter",
    "gini",
    "auc",
    "mae",
    "rmse",
    "crps",
    "nbd",
    "bg/nbd",
    "mbg/nbd",
  ],
  ...[
    "pareto/nbd",
    "bg/cnbd-",
    "mbg/cnbd-",
    "tab",
    "week",
    "d",
    "+",
    "%",
    "–",
    ":",
    ": →",
    "→",
    "( )",
    "()",
    "of",
  ],
  ...["e-mail", "in", "", "klaviyo", "mailchimp", "brevo", "in : ( )"],
  ...["scenario a", "scenario b", "cac", "ltv:cac", "leads", "lead", ",", "basis"],
  ...["product", "percentage", "→"],
]);

test("no text was left in English", () => {
  const plain = (parsed: Parsed) => wordsOf(parsed).replace(/\s+/g, " ").trim().toLowerCase();
  const left = keys.filter((key) => {
    const text = plain(dutch(key));
    return text === plain(english(key)) && !SAME.has(text);
  });
  expect(left.map((key) => `${key}: ${nl[key]}`)).toEqual([]);
});

/** Words that no Dutch sentence has, as whole words in small letters; a letter with a dieresis, as in "beëindigd", is one. */
const ENGLISH =
  /(?<!\p{L})(the|and|your|you|are|was not|with|from|which|this|that|orders?|customers?|shop|sales|not|for|their|each|every|been|have|has|will|be|by|its|they|value|year|month|days|week(?=s\b)|file|page|again)(?!\p{L})/iu;
/** Values of Shopify's and names of its parts, which stay as they are. */
const QUOTED = /partially_paid, |\b(App Store|RFM|was)\b/g;

test("no Dutch text has an English word in it", () => {
  const found = keys.filter((key) => ENGLISH.test(wordsOf(dutch(key)).replace(QUOTED, "")));
  expect(found.map((key) => `${key}: ${nl[key]}`)).toEqual([]);
});

test.each([["en", en] as const, ["nl", nl] as const])(
  "%s has no doubled spaces, spaces at an end, straight quotes or spaces before a full stop",
  (_, texts) => {
    const untidy = keys.filter((key) => /\s\s|^\s|\s$| [.;:!?](\s|$)|"/.test(texts[key]));
    expect(untidy).toEqual([]);
  },
);

test("no Dutch text has a straight apostrophe, which ICU takes for a quotation", () => {
  expect(keys.filter((key) => nl[key].includes("'"))).toEqual([]);
});

test("Dutch addresses the merchant with je, never with u", () => {
  expect(keys.filter((key) => /\b(u|uw|uzelf)\b/i.test(wordsOf(dutch(key))))).toEqual([]);
});

test("figures inside a text are written in the language of the text", () => {
  const counted = (locale: string) => translator(locale)("customers.count", { customers: 12_345 });
  expect(counted("en")).toBe("12,345 customers");
  expect(counted("nl")).toBe("12.345 klanten");
  expect(counted("nl-BE")).toBe("12.345 klanten");
  // German and French are not offered.
  expect(counted("de")).toBe("12,345 customers");
  expect(counted("fr-CH")).toBe("12,345 customers");
});

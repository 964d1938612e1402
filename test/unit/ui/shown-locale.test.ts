import en from "@shopify/polaris/locales/en.json";
import nl from "@shopify/polaris/locales/nl.json";
import { expect, test } from "vitest";
import { createFormat } from "../../../app/ui/format.ts";
import { polarisTexts } from "../../../app/ui/polaris-texts.ts";
import { shownLocale } from "../../../app/ui/shown-locale.ts";

const plain = (text: string) => text.replace(/[\u00a0\u202f]/g, " ");

function written(locale: string) {
  const format = createFormat({ locale, currency: "EUR", minorDigits: 2, timeZone: "Europe/Amsterdam" });
  return [
    format.locale,
    format.money(123_456),
    format.number(12_345.6, 1),
    format.percent(0.12, 0),
    format.day("2026-03-03"),
    format.instant("2026-03-03T12:05:00Z"),
    format.country("DE"),
  ].map(plain);
}

test.each(["nl", "nl-NL"])("%s: money, numbers and dates are Dutch", (locale) => {
  expect(written(locale)).toEqual([
    locale,
    "€ 1.234,56",
    "12.345,6",
    "12%",
    "3 mrt 2026",
    "3 mrt 2026, 13:05",
    "Duitsland",
  ]);
});

test("Flemish is Dutch with Belgium's dates", () => {
  const [locale, money, number, , , , country] = written("nl-BE");
  expect([locale, money, number, country]).toEqual(["nl-BE", "€ 1.234,56", "12.345,6", "Duitsland"]);
});

test.each(["de", "fr-CA", "ar", "sv-SE", "nds"])("%s is not offered: everything is English", (locale) => {
  expect(written(locale)).toEqual(written("en"));
  expect(shownLocale(locale)).toBe("en");
});

test("Britain keeps its own dates", () => {
  expect(shownLocale("en-GB")).toBe("en-GB");
  expect(written("en-GB")).toContain("3 Mar 2026");
});

/** Dotted names of all texts below `node`. */
function paths(node: object, prefix = ""): string[] {
  return Object.entries(node).flatMap(([name, child]) =>
    typeof child === "object" && child !== null ? paths(child, `${prefix}${name}.`) : [`${prefix}${name}`],
  );
}

test("Polaris speaks the language of the page, and has all of it in Dutch", () => {
  expect(polarisTexts("nl-BE")).toEqual({ i18n: nl });
  expect(polarisTexts("de")).toEqual({});
  // A new version may lack some: then English has to stand behind the Dutch.
  expect(paths(en).filter((path) => !paths(nl).includes(path))).toEqual([]);
});

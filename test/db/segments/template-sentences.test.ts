import { describe, expect } from "vitest";
import { isoOfDay } from "../../../app/clv/calendar.ts";
import type { Db } from "../../../app/db/client.ts";
import type { ShopRef } from "../../../app/platform/ids.ts";
import { PREDICTION_FACTS } from "../../../app/segments/facts/prediction-facts.ts";
import { readSegment } from "../../../app/segments/read-segment.ts";
import { conditionsOf } from "../../../app/segments/rule.ts";
import { TEMPLATES, type TemplateKey } from "../../../app/segments/templates.ts";
import { createFormat } from "../../../app/ui/format.ts";
import { translator } from "../../../app/ui/messages/catalogue.ts";
import { ruleSentence } from "../../../app/ui/segments/rule-sentence.ts";
import { refitModel } from "../../../app/valuation/compute/refit.ts";
import { aShopOf, type Member } from "../../builders/segment-shop.ts";
import { valuationHost } from "../../builders/valuation-host.ts";
import { test } from "../database.ts";

const TODAY = "2024-12-31";
const LAST_DAY = 20_088;
const LANGUAGES = ["en", "nl"] as const;
type Language = (typeof LANGUAGES)[number];

/** A shop whose customers ordered up to this often, with gaps of 5 to 40 days. */
const aShopWithGaps = (db: Db, customers: number, most: number): Promise<ShopRef> =>
  aShopOf(
    db,
    TODAY,
    Array.from(
      { length: customers },
      (_, i): Member => ({
        orders: Array.from(
          { length: 1 + (i % most) },
          (_, k) => [isoOfDay(LAST_DAY - 300 + (5 + ((i * 7) % 36)) * k + i), 1_000 + 100 * i] as const,
        ),
      }),
    ),
  );

async function sentences(db: Db, shop: ShopRef, language: Language): Promise<Map<TemplateKey, string>> {
  const t = translator(language);
  const format = createFormat({ locale: language, currency: "EUR", minorDigits: 2, timeZone: "UTC" });
  const said = new Map<TemplateKey, string>();
  for (const { key } of TEMPLATES) {
    const view = await readSegment(db, shop, key);
    said.set(key, ruleSentence(view!.rule!, t, format));
  }
  return said;
}

/** What a sentence says as if it were asked of each customer. */
const ASKS_FORECAST = {
  en: /P\(alive\)|probability of|by expected value|lower bound of the forecast|expected to bring in/,
  nl: /de kans dat het nog een klant is|met een kans van|naar verwachte waarde|ondergrens van de voorspelling|de komende 12 maanden/i,
};
const NO_FORECAST = {
  en: /cannot be forecast|nothing can be forecast/,
  nl: /niet te voorspellen|niets te voorspellen/,
};
const OWN_DAYS = { en: /your customers’ (own )?gaps/, nl: /tussentijden van je (eigen )?klanten/ };
const DAYS_OF_APP = { en: /the app’s/, nl: /komen van de app/ };

const asksForecast = TEMPLATES.filter(({ rule }) =>
  conditionsOf(rule).some(({ fact }) => Object.hasOwn(PREDICTION_FACTS, fact)),
).map(({ key }) => key);
/** Without a model these hold nobody, and their sentence may say of whom they would. */
const ONLY_FORECAST: readonly TemplateKey[] = ["vip_staying", "highest_expected", "win_back", "lost"];

describe("the sentence of a segment of the app", () => {
  test("says in a small shop without a model what its rule does there", async ({ db }) => {
    const shop = await aShopWithGaps(db, 20, 2);
    for (const language of LANGUAGES) {
      const said = await sentences(db, shop, language);
      for (const [key, sentence] of said) {
        expect(sentence, key).not.toMatch(OWN_DAYS[language]);
        expect([key, NO_FORECAST[language].test(sentence)]).toEqual([key, asksForecast.includes(key)]);
        if (!ONLY_FORECAST.includes(key)) expect(sentence, key).not.toMatch(ASKS_FORECAST[language]);
      }
      const ofApp = [...said].filter(([, sentence]) => DAYS_OF_APP[language].test(sentence));
      expect(ofApp.map(([key]) => key)).toEqual(["at_risk_high_value", "lapsed", "second_order_window"]);
      expect(said.get("second_order_window")).toMatch(/30 (to|tot) 90/);
    }
    for (const key of ONLY_FORECAST) expect((await readSegment(db, shop, key))?.segment.customers).toBe(0);
  });

  test("says with a model and enough gaps that they are asked", async ({ db }) => {
    const shop = await aShopWithGaps(db, 80, 4);
    expect((await refitModel(valuationHost(db, TODAY), shop)).state).toBe("fitted");
    for (const language of LANGUAGES) {
      const said = await sentences(db, shop, language);
      for (const [key, sentence] of said) {
        expect(sentence, key).not.toMatch(NO_FORECAST[language]);
        expect(sentence, key).not.toMatch(DAYS_OF_APP[language]);
        expect([key, ASKS_FORECAST[language].test(sentence)]).toEqual([key, asksForecast.includes(key)]);
      }
      const own = [...said].filter(([, sentence]) => OWN_DAYS[language].test(sentence));
      expect(own.map(([key]) => key)).toEqual(["lapsed", "second_order_window"]);
      expect(said.get("second_order_window")).not.toMatch(/30 (to|tot) 90/);
    }
  });
});

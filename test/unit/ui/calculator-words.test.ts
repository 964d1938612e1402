import { expect, test } from "vitest";
import { computeScenario } from "../../../app/clv/acquisition/what-if.ts";
import { USUAL_QUESTION, workedExample } from "../../../app/clv/acquisition/worked-examples.ts";
import { paybackWords, ratioWords } from "../../../app/ui/acquisition/money-words.ts";
import { createFormat } from "../../../app/ui/format.ts";
import { translator } from "../../../app/ui/messages/catalogue.ts";

const format = createFormat({ locale: "en", currency: "EUR", minorDigits: 2, timeZone: "UTC" });
const t = translator("en");

test("a payment after twelve whole months is in month 13, and is not back within 12", () => {
  const rental = { ...workedExample("bicycle", 100).b, costPerLeadMinor: 5_000 };
  const within = (cashBackMonths: number) =>
    computeScenario(rental, { ...USUAL_QUESTION, cashBackMonths }).limits.cashBack.cacMinor;
  const { payback } = computeScenario(rental, USUAL_QUESTION);
  expect(paybackWords(payback, format, t)).toBe("In month 13, with payment 2");
  expect([within(12), within(13)]).toEqual([3_000, 6_000]);
});

test("a later sale by month 2 is in month 2, and one at once in month 1", () => {
  const words = (months: number) => paybackWords({ state: "later", months, payment: null }, format, t);
  expect([words(2), words(0)]).toEqual(["In month 2", "In month 1"]);
});

test("a ratio that is nothing has no sign", () => {
  expect([ratioWords(-0.0011, format), ratioWords(-0.5, format)]).toEqual(["0.00", "-0.50"]);
});

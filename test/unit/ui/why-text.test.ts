import fc from "fast-check";
import { expect, test } from "vitest";
import { isoOfDay } from "../../../app/clv/calendar.ts";
import { type ConditionReason, type Reason, why } from "../../../app/segments/why.ts";
import { createFormat } from "../../../app/ui/format.ts";
import { translator } from "../../../app/ui/messages/catalogue.ts";
import { whyText } from "../../../app/ui/segments/why-text.ts";
import { anyContext, anyFactRow, anyRule, bordersFor } from "../../builders/any-rule.ts";
import { everyTerm } from "../../builders/any-terms.ts";

const t = translator("en");
const format = createFormat({ locale: "en", currency: "EUR", minorDigits: 2, timeZone: "UTC" });
const words = { t, format, terms: everyTerm };

function named(reason: Reason): ConditionReason[] {
  return reason.kind === "condition" ? [reason] : reason.parts.flatMap(named);
}

test("every reason has words, with its value and what was asked", () => {
  fc.assert(
    fc.property(anyRule, anyFactRow, anyContext, (rule, row, base) => {
      const context = { ...base, borders: bordersFor(rule, 100) };
      for (const reason of named(why(rule, row, context).reason))
        expect(whyText(reason, words)).toMatch(/^.+: .*[^ ,]$/s);
    }),
    { numRuns: 1_000 },
  );
  const [row] = fc.sample(anyFactRow, { numRuns: 1, seed: 1 });
  const [context] = fc.sample(anyContext, { numRuns: 1, seed: 1 });
  const { reason } = why(
    { fact: "netSales", is: ">=", value: 21_780 },
    { ...row!, net_sales_minor: 31_240 },
    context!,
  );
  expect(named(reason).map((one) => whyText(one, words))).toEqual(["Net sales: €312.40, at least €217.80"]);

  const recent = { fact: "netSalesIn", period: { lastDays: 90 }, is: ">=", value: 21_780 } as const;
  const days = [
    { day: isoOfDay(context!.asOfDay - 3), orders: 1, net_sales_minor: 31_240 },
    { day: isoOfDay(context!.asOfDay - 90), orders: 1, net_sales_minor: 500 },
  ].map((day) => ({ ...day, cost_minor: 0, cost_known_net_sales_minor: 0 }));
  const said = why(recent, { ...row!, history: { days, purchases: [] } }, context!);
  expect(named(said.reason).map((one) => whyText(one, words))).toEqual([
    "Net sales in the last 90 days: €312.40, at least €217.80",
  ]);
});

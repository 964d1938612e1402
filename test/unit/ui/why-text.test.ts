import fc from "fast-check";
import { expect, test } from "vitest";
import { type ConditionReason, type Reason, why } from "../../../app/segments/why.ts";
import { createFormat } from "../../../app/ui/format.ts";
import { translator } from "../../../app/ui/messages/catalogue.ts";
import { whyText } from "../../../app/ui/segments/why-text.ts";
import { anyContext, anyFactRow, anyRule, bordersFor } from "../../builders/any-rule.ts";

const t = translator("en");
const format = createFormat({ locale: "en", currency: "EUR", minorDigits: 2, timeZone: "UTC" });

function named(reason: Reason): ConditionReason[] {
  return reason.kind === "condition" ? [reason] : reason.parts.flatMap(named);
}

test("every reason has words, with its value and what was asked", () => {
  fc.assert(
    fc.property(anyRule, anyFactRow, anyContext, (rule, row, base) => {
      const context = { ...base, borders: bordersFor(rule, 100) };
      for (const reason of named(why(rule, row, context).reason))
        expect(whyText(reason, t, format)).toMatch(/^.+: .*[^ ,]$/s);
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
  expect(named(reason).map((one) => whyText(one, t, format))).toEqual([
    "Net sales: €312.40, at least €217.80",
  ]);
});

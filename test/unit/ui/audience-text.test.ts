import fc from "fast-check";
import { expect, test } from "vitest";
import type { NamedAudience } from "../../../app/exports/records.ts";
import { listedRule } from "../../../app/segments/customer-list.ts";
import { type Rule, rule } from "../../../app/segments/rule.ts";
import { customerQueryOf, listQueryOf } from "../../../app/ui/customers/customer-query.ts";
import { textOfConditions } from "../../../app/ui/customers/list-conditions.ts";
import { rangeFacts } from "../../../app/ui/customers/list-filter.ts";
import { audienceAddress, audienceText } from "../../../app/ui/exports/audience-text.ts";
import { createFormat } from "../../../app/ui/format.ts";
import { translator } from "../../../app/ui/messages/catalogue.ts";

test("an audience is named by its segment, its filter, or the facts of its rule, and leads to the page that shows it", () => {
  const format = createFormat({ locale: "en", currency: "EUR", minorDigits: 2, timeZone: "UTC" });
  const shown = (audience: NamedAudience) => [
    audienceText(audience, translator("en"), format),
    audienceAddress(audience),
  ];
  const dutch = { fact: "country", is: "in", values: ["NL"] } as const;
  expect(shown({ key: "vip", name: null })).toEqual(["VIP", "/app/segments/vip"]);
  const key = "019ac5a0-0000-7000-8000-000000000001";
  expect(shown({ key, name: "Regulars" })).toEqual(["Regulars", `/app/segments/${key}`]);
  expect(shown({ all: [] })).toEqual(["All customers", "/app/customers"]);
  expect(shown({ all: [{ fact: "rfmGroup", is: "in", values: ["AT_RISK"] }, dutch] })).toEqual([
    "Customers (At risk, Netherlands)",
    "/app/customers?group=AT_RISK&country=NL",
  ]);
  expect(
    shown({
      all: [
        dutch,
        { fact: "pAlive", is: "between", from: 0.2, to: 0.7 },
        { fact: "netSales", is: ">=", value: 5_000 },
      ],
    }),
  ).toEqual([
    "Customers (Netherlands, Value so far: €50.00 or more, P(alive): 20% to 70%)",
    "/app/customers?country=NL&net_sales=5000..&p_alive=0.2..0.7",
  ]);
  const rich = { fact: "netSales", is: ">=", value: 10_000 } as const;
  const nested = { any: [rich, { not: { all: [dutch, rich] } }] };
  expect(shown(nested)).toEqual([
    "Customers by Net sales, Country",
    `/app/customers?rule=${textOfConditions(nested)}`,
  ]);
  const many = Array.from({ length: 200 }, () => rich);
  expect(shown({ any: many })).toEqual(["Customers by Net sales", null]);
});

const end = fc.oneof(
  fc.constantFrom(-100, -0.5, 0, 0.25, 1, 1.5, 7.5, 30, 5_000),
  fc.integer(),
  fc.double({ noNaN: true, min: -2, max: 2 }),
);
const part = fc.oneof(
  fc.record({ fact: fc.constantFrom(...rangeFacts), is: fc.constantFrom(">=", "<=", ">"), value: end }),
  fc.record({ fact: fc.constantFrom(...rangeFacts), is: fc.constant("between"), from: end, to: end }),
  fc.record({
    fact: fc.constant("country"),
    is: fc.constantFrom("in", "not_in"),
    values: fc.uniqueArray(fc.constantFrom("NL", "BE", "DE"), { minLength: 1 }),
  }),
);
/** As they are read: money is whole, and so is a count. */
const someRule = fc
  .array(part, { maxLength: 4 })
  .map((all) => rule.safeParse({ all }).data)
  .filter((read): read is { readonly all: readonly Rule[] } => read !== undefined && "all" in read);
/** The parts of it, whatever their order, which the filters of the page have their own of. */
const said = (asked: Rule | null) =>
  asked && "all" in asked && asked.all.map((each) => JSON.stringify(each)).sort();

test("the page that an audience leads to lists the same audience, whatever it was", () => {
  const listed = (asked: Rule) => {
    const { searchParams } = new URL(audienceAddress(asked) ?? "", "https://app.test");
    return { isFilter: !searchParams.has("rule"), ...listedRule(listQueryOf(customerQueryOf(searchParams))) };
  };
  const seen = { filters: 0, rules: 0 };
  fc.assert(
    fc.property(someRule, (asked) => {
      const { isFilter, rule: found } = listed(asked);
      expect(said(found)).toEqual(said(asked));
      seen[isFilter ? "filters" : "rules"] += 1;
    }),
    { numRuns: 500 },
  );
  expect(Math.min(seen.filters, seen.rules)).toBeGreaterThan(20);
  for (const [fact, value] of [
    ["daysSinceLastOrder", 7.5],
    ["expectedValue", -100],
    ["pAlive", 1.5],
  ] as const) {
    const asked: Rule = { all: [{ fact, is: ">=", value }] };
    expect(listed(asked)).toMatchObject({ isFilter: false, rule: asked });
  }
});

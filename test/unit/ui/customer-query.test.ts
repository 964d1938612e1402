import fc from "fast-check";
import { expect, test } from "vitest";
import { rule } from "../../../app/segments/rule.ts";
import {
  type CustomerQuery,
  customerAddress,
  exportAddress,
  groups,
  rangeNames,
  sorts,
} from "../../../app/ui/customers/customer-address.ts";
import { customerQueryOf } from "../../../app/ui/customers/customer-query.ts";
import {
  filterOf,
  isRangeValue,
  type ListFilter,
  type Range,
  type RangeFact,
  rangeFacts,
  ruleOf,
} from "../../../app/ui/customers/list-filter.ts";
import { consentStates } from "../../../app/ui/rule-words/value-words.ts";

const read = (address: string) => customerQueryOf(new URL(address, "https://app.test").searchParams);

const some = <T>(values: readonly T[]) =>
  fc
    .subarray([...values], { minLength: 0 })
    .map((chosen): readonly T[] | undefined => (chosen.length > 0 ? chosen : undefined));

/** Money in minor units; a share has at most a few decimals. */
const values: Readonly<Record<RangeFact, fc.Arbitrary<number>>> = {
  netSales: fc.integer({ min: -50_000, max: 10_000_000 }),
  expectedValue: fc.nat(10_000_000),
  pAlive: fc.nat(1_000).map((thousandths) => thousandths / 1_000),
  orders: fc.nat(500),
  daysSinceLastOrder: fc.nat(5_000),
};
const rangeOf = (fact: RangeFact): fc.Arbitrary<Range> =>
  fc
    .record({
      from: fc.option(values[fact], { nil: undefined }),
      to: fc.option(values[fact], { nil: undefined }),
    })
    .filter(({ from, to }) => from !== undefined || to !== undefined);
const ranges: fc.Arbitrary<ListFilter["ranges"]> = fc
  .record(
    {
      netSales: rangeOf("netSales"),
      expectedValue: rangeOf("expectedValue"),
      pAlive: rangeOf("pAlive"),
      orders: rangeOf("orders"),
      daysSinceLastOrder: rangeOf("daysSinceLastOrder"),
    },
    { requiredKeys: [] },
  )
  .map((said) => (Object.keys(said).length > 0 ? said : undefined));

const queries: fc.Arbitrary<CustomerQuery> = fc.record({
  search: fc.option(
    fc.string({ minLength: 1, maxLength: 200 }).filter((text) => text === text.trim()),
    { nil: undefined },
  ),
  sort: fc.constantFrom(...sorts),
  direction: fc.constantFrom("asc", "desc"),
  groups: some(groups),
  consent: some(consentStates),
  countries: some(["NL", "BE", "DE"]),
  ranges,
  rule: fc.option(fc.base64String({ minLength: 4, maxLength: 80 }), { nil: undefined }),
  cursor: fc.option(fc.base64String({ minLength: 4, maxLength: 80 }), { nil: undefined }),
  pageSize: fc.constant(50),
});

test("every state of the customers page has an address that leads back to it", () => {
  fc.assert(
    fc.property(queries, (query) => {
      expect(read(customerAddress(query))).toEqual(query);
    }),
  );
});

test("an address takes the ends of a range that a field takes, and each of them can stand in a rule", () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...rangeFacts),
      fc.oneof(fc.integer({ min: -20, max: 20 }), fc.double(), fc.constantFrom(0.5, -0.5, 2 ** 53)),
      (fact, value) => {
        const isTaken = isRangeValue(fact, value);
        expect(read(`/app/customers?${rangeNames[fact]}=${value}..`).ranges).toEqual(
          isTaken ? { [fact]: { from: value, to: undefined } } : undefined,
        );
        if (isTaken) expect(rule.safeParse({ fact, is: ">=", value }).success).toBe(true);
      },
    ),
    {
      examples: [
        ["expectedValue", -1],
        ["netSales", -1],
        ["orders", 1.5],
        ["pAlive", 1.01],
      ],
    },
  );
});

test("an export has the list's filter, whatever its order and page; a searched list has none", () => {
  fc.assert(
    fc.property(queries, (query) => {
      const { search, groups, consent, countries, ranges, rule } = query;
      const address = exportAddress(query);
      expect(address && read(address)).toEqual(
        search ? null : { ...read("/app/customers"), groups, consent, countries, ranges, rule },
      );
    }),
  );
});

test("the plain list has the plain address", () => {
  expect(customerAddress(read("/app/customers"))).toBe("/app/customers");
});

test("what an address cannot mean is passed over", () => {
  const query = read(
    "/app/customers?sort=hats&direction=up&group=KINGS&group=LOYAL&consent=maybe&country=netherlands&q=%20%20&net_sales=5000&orders=two..&days_since_order=-1..30&expected=..&p_alive=0.2..7",
  );
  expect(query).toEqual({
    ...read("/app/customers"),
    groups: ["LOYAL"],
    ranges: { daysSinceLastOrder: { to: 30 }, pAlive: { from: 0.2 } },
  });
});

test("names are sorted from A, values from the highest, unless the address says otherwise", () => {
  expect(read("/app/customers?sort=name").direction).toBe("asc");
  expect(read("/app/customers?sort=predicted").direction).toBe("desc");
  expect(read("/app/customers?sort=predicted&direction=asc").direction).toBe("asc");
});

test("the filter of a list is a rule that the page can read back; no other rule passes for a filter", () => {
  fc.assert(
    fc.property(queries, ({ groups, consent, countries, ranges }) => {
      const chosen = Object.entries({ groups, consent, countries, ranges }).filter(
        ([, values]) => values !== undefined,
      );
      expect(filterOf(ruleOf({ groups, consent, countries, ranges }))).toEqual(Object.fromEntries(chosen));
    }),
  );
  const dutch = { fact: "country", is: "in", values: ["NL"] } as const;
  for (const rule of [
    dutch,
    { not: { all: [dutch] } },
    { any: [dutch] },
    { all: [dutch, dutch] },
    { all: [{ not: dutch }] },
    { all: [{ ...dutch, is: "not_in" }] },
    { all: [{ fact: "firstChannel", is: "in", values: ["Shop"] }] },
    { all: [{ fact: "orders", is: ">", value: 1 }] },
    {
      all: [
        { fact: "orders", is: ">=", value: 1 },
        { fact: "orders", is: "<=", value: 5 },
      ],
    },
    { all: [{ fact: "netSales", is: ">=", value: { threshold: "vipFromMinor" } }] },
    { all: [{ fact: "pAlive", is: "in_top", share: 0.1 }] },
  ] as const)
    expect(filterOf(rule), JSON.stringify(rule)).toBeNull();
});

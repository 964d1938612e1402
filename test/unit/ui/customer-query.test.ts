import fc from "fast-check";
import { expect, test } from "vitest";
import {
  type CustomerQuery,
  consentStates,
  customerAddress,
  exportAddress,
  groups,
  sorts,
} from "../../../app/ui/customers/customer-address.ts";
import { customerQueryOf } from "../../../app/ui/customers/customer-query.ts";
import { filterOf, ruleOf } from "../../../app/ui/customers/list-filter.ts";

const read = (address: string) => customerQueryOf(new URL(address, "https://app.test").searchParams);

const some = <T>(values: readonly T[]) =>
  fc
    .subarray([...values], { minLength: 0 })
    .map((chosen): readonly T[] | undefined => (chosen.length > 0 ? chosen : undefined));

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

test("an export has the list's filter, whatever its order and page; a searched list has none", () => {
  fc.assert(
    fc.property(queries, (query) => {
      const { search, groups, consent, countries } = query;
      const address = exportAddress(query);
      expect(address && read(address)).toEqual(
        search ? null : { ...read("/app/customers"), groups, consent, countries },
      );
    }),
  );
});

test("the plain list has the plain address", () => {
  expect(customerAddress(read("/app/customers"))).toBe("/app/customers");
});

test("what an address cannot mean is passed over", () => {
  const query = read(
    "/app/customers?sort=hats&direction=up&group=KINGS&group=LOYAL&consent=maybe&country=netherlands&q=%20%20",
  );
  expect(query).toEqual({ ...read("/app/customers"), groups: ["LOYAL"] });
});

test("names are sorted from A, values from the highest, unless the address says otherwise", () => {
  expect(read("/app/customers?sort=name").direction).toBe("asc");
  expect(read("/app/customers?sort=predicted").direction).toBe("desc");
  expect(read("/app/customers?sort=predicted&direction=asc").direction).toBe("asc");
});

test("the filter of a list is a rule that the page can read back; no other rule passes for a filter", () => {
  fc.assert(
    fc.property(queries, ({ groups, consent, countries }) => {
      const chosen = Object.entries({ groups, consent, countries }).filter(
        ([, values]) => values !== undefined,
      );
      expect(filterOf(ruleOf({ groups, consent, countries }))).toEqual(Object.fromEntries(chosen));
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
  ] as const)
    expect(filterOf(rule), JSON.stringify(rule)).toBeNull();
});

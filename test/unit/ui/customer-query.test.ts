import fc from "fast-check";
import { expect, test } from "vitest";
import {
  consentStates,
  customerAddress,
  exportAddress,
  groups,
  sorts,
} from "../../../app/ui/customers/customer-address.ts";
import { customerQueryOf } from "../../../app/ui/customers/customer-query.ts";
import type { CustomerQuery } from "../../../app/valuation/pages/customers/list.ts";

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

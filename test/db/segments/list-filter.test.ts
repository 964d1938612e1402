import fc from "fast-check";
import { describe, expect } from "vitest";
import { dayOfIso } from "../../../app/clv/calendar.ts";
import { createSegment } from "../../../app/segments/change-segment.ts";
import { listCustomers } from "../../../app/segments/customer-list.ts";
import { readSegment } from "../../../app/segments/read-segment.ts";
import { rule } from "../../../app/segments/rule.ts";
import { customerAddress, groups, segmentAddress } from "../../../app/ui/customers/customer-address.ts";
import { customerQueryOf, listQueryOf } from "../../../app/ui/customers/customer-query.ts";
import {
  type ListFilter,
  type Range,
  type RangeFact,
  rangeFacts,
  ruleOf,
} from "../../../app/ui/customers/list-filter.ts";
import { consentStates } from "../../../app/ui/rule-words/value-words.ts";
import { ruleOfDraft } from "../../../app/ui/segment-builder/draft.ts";
import { draftOfText } from "../../../app/ui/segment-builder/draft-text.ts";
import { aShopOf } from "../../builders/segment-shop.ts";
import { test } from "../database.ts";

const TODAY = "2024-12-31";
const MOST_EACH = 4;

/** What the page says of a customer, read by hand. */
interface Shown extends Readonly<Record<RangeFact, number | null>> {
  readonly id: number;
  readonly group: string;
  readonly consent: string;
  readonly country: string | null;
}

const CONSENT = ["SUBSCRIBED", "NOT_SUBSCRIBED", "PENDING", "UNSUBSCRIBED", null] as const;
const COUNTRIES = ["NL", "BE", null] as const;

/** Ends of a range, low before high, of which one can be missing. */
const range = (step: number, most: number, least = 0): fc.Arbitrary<Range> =>
  fc
    .tuple(
      fc.integer({ min: least, max: most }),
      fc.integer({ min: least, max: most }),
      fc.constantFrom("both", "from", "to"),
    )
    .map(([one, other, ends]) => ({
      from: ends === "to" ? undefined : Math.min(one, other) * step,
      to: ends === "from" ? undefined : Math.max(one, other) * step,
    }));
const each: Readonly<Record<RangeFact, fc.Arbitrary<Range>>> = {
  netSales: range(500, 20, -8),
  expectedValue: range(100, MOST_EACH),
  pAlive: range(0.25, MOST_EACH),
  orders: range(1, MOST_EACH),
  daysSinceLastOrder: range(30, 12),
};
const ranges: fc.Arbitrary<ListFilter["ranges"]> = fc
  .subarray([...rangeFacts], { maxLength: 2 })
  .chain((facts) =>
    fc.record(Object.fromEntries(facts.map((fact) => [fact, each[fact]])) as Partial<typeof each>),
  );

const some = <T>(values: readonly T[]): fc.Arbitrary<readonly T[] | undefined> =>
  fc.option(fc.subarray([...values], { minLength: 1 }), { nil: undefined, freq: 2 });
const filters: fc.Arbitrary<ListFilter> = fc.record({
  ranges,
  groups: some(groups),
  consent: some(consentStates),
  countries: some(["NL", "BE", "DE"]),
});

const isWithin = (value: number | null, { from, to }: Range): boolean =>
  value !== null && value >= (from ?? value) && value <= (to ?? value);

const isOneOf = (value: string | null, wanted: readonly string[] | undefined): boolean =>
  wanted === undefined || (value !== null && wanted.includes(value));

function belongs(row: Shown, { ranges: said = {}, groups: of, consent, countries }: ListFilter): boolean {
  const facts = Object.keys(said) as RangeFact[];
  const isChosen = isOneOf(row.group, of) && isOneOf(row.consent, consent) && isOneOf(row.country, countries);
  return isChosen && facts.every((fact) => isWithin(row[fact], said[fact] ?? {}));
}

describe("the filter of the customers' list", () => {
  test("holds whom its words say, and is the same people as a segment that it is saved as", async ({
    db,
  }) => {
    const shop = await aShopOf(
      db,
      TODAY,
      Array.from({ length: 24 }, (_, i) => ({
        consent: CONSENT[i % CONSENT.length],
        country: COUNTRIES[(i >> 1) % COUNTRIES.length],
        orders: Array.from(
          { length: i % (MOST_EACH + 1) },
          (_, k) =>
            [
              `2024-${String(((i * 5 + k * 3) % 12) + 1).padStart(2, "0")}-15`,
              500 * ((i % 6) + 1),
              { returns: i % 6 === 1 ? 2_500 : 0 },
            ] as const,
        ),
      })),
    );
    await db.pool.query(
      `update customer_value set p_alive = (customer_id % 5) / 4.0, expected_value_minor = (customer_id % 5) * 100
       where shop_id = $1 and orders > 0 and customer_id % 7 > 0`,
      [shop.shopId],
    );
    const { rows } = await db.pool.query<Omit<Shown, "daysSinceLastOrder"> & { lastOrder: string | null }>(
      `select customer_id as id, net_sales_minor as "netSales", expected_value_minor as "expectedValue", p_alive as "pAlive",
         orders, last_order_day as "lastOrder", rfm_group as "group", consent, country_code as country from customer_value where shop_id = $1`,
      [shop.shopId],
    );
    const today = dayOfIso(TODAY) ?? 0;
    const shown: Shown[] = rows.map(({ lastOrder, ...row }) => ({
      ...row,
      daysSinceLastOrder: lastOrder === null ? null : today - (dayOfIso(lastOrder) ?? 0),
    }));
    expect(shown.some(({ netSales }) => netSales !== null && netSales < 0)).toBe(true);
    let saved = 0;
    let narrowed = 0;
    await fc.assert(
      fc.asyncProperty(filters, async (said) => {
        const query = { ...customerQueryOf(new URLSearchParams()), ...said };
        const address = new URL(customerAddress(query), "https://app.test");
        const list = await listCustomers(db, shop, listQueryOf(customerQueryOf(address.searchParams)));
        const listed = list.rows.map(({ customerId }) => customerId);
        const expected = shown.filter((row) => belongs(row, said));
        expect(listed.toSorted((a, b) => a - b)).toEqual(expected.map(({ id }) => id).sort((a, b) => a - b));

        const draft = new URL(segmentAddress(query) ?? "/", "https://app.test").searchParams.get("draft");
        expect(draft === null).toBe(ruleOf(said).all.length === 0);
        if (draft === null) return;
        if (listed.length > 0 && listed.length < rows.length) narrowed += 1;
        const built = rule.parse(ruleOfDraft(draftOfText(draft)!.draft).rule);
        const host = { db, clock: () => new Date(`${TODAY}T12:00:00Z`), jobs: { enqueue: async () => true } };
        const outcome = await createSegment(host, shop, { name: `List ${saved++}`, rule: built }, "1");
        if (!outcome.ok) throw new Error(outcome.reason);
        const segment = await readSegment(db, shop, outcome.segment.key);
        expect(segment?.members.map(({ customerId }) => customerId)).toEqual(listed);
      }),
      { numRuns: 60 },
    );
    expect(narrowed).toBeGreaterThan(10);
  });

  test("holds nobody before the first valuation, and everybody without a filter", async ({ db }) => {
    const shop = await aShopOf(db, TODAY, [{ orders: [["2024-12-01", 100]] }]);
    await db.pool.query("delete from shop_valuation where shop_id = $1", [shop.shopId]);
    const rowsAt = async (search: string) =>
      (await listCustomers(db, shop, listQueryOf(customerQueryOf(new URLSearchParams(search))))).total;
    expect(await rowsAt("days_since_order=0..")).toBe(0);
    expect(await rowsAt("")).toBe(1);
  });
});

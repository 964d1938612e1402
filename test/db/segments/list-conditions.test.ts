import fc from "fast-check";
import { describe, expect } from "vitest";
import type { Db } from "../../../app/db/client.ts";
import { previewExport } from "../../../app/exports/exports.ts";
import type { ShopRef } from "../../../app/platform/ids.ts";
import { archiveSegment, createSegment } from "../../../app/segments/change-segment.ts";
import { type CustomerSort, listCustomers, listedRule } from "../../../app/segments/customer-list.ts";
import { readSegment } from "../../../app/segments/read-segment.ts";
import { type Rule, rule } from "../../../app/segments/rule.ts";
import {
  type CustomerQuery,
  conditionsAddress,
  customerAddress,
  segmentAddress,
} from "../../../app/ui/customers/customer-address.ts";
import { customerQueryOf, listQueryOf } from "../../../app/ui/customers/customer-query.ts";
import { audienceOfList, textOfConditions } from "../../../app/ui/customers/list-conditions.ts";
import { type ListFilter, ruleOf } from "../../../app/ui/customers/list-filter.ts";
import { ruleOfDraft } from "../../../app/ui/segment-builder/draft.ts";
import { draftOfText } from "../../../app/ui/segment-builder/draft-text.ts";
import { anyFactRow, anyRule } from "../../builders/any-rule.ts";
import { somePlaces, stockProducts, store } from "../../builders/segment-rows.ts";
import { aShopOf } from "../../builders/segment-shop.ts";
import { test } from "../database.ts";

/** The day on which the random rules and rows meet. */
const TODAY = "2024-12-31";
const PEOPLE = 30;

const hostOf = (db: Db) => ({
  db,
  clock: () => new Date(`${TODAY}T12:00:00Z`),
  jobs: { enqueue: async () => true },
});

async function aVariedShop(db: Db): Promise<ShopRef> {
  const shop = await aShopOf(
    db,
    TODAY,
    Array.from({ length: PEOPLE }, (_, i) => ({
      firstName: `P${i % 7}`,
      orders: [["2024-12-01", 100 * i] as const],
    })),
  );
  await somePlaces(db, shop);
  await stockProducts(db, shop);
  await store(db, shop, fc.sample(anyFactRow, { numRuns: PEOPLE, seed: 11 }));
  await db.pool.query(
    "update customer_value set search_text = 'p' || (customer_id - 1) % 7 where shop_id = $1",
    [shop.shopId],
  );
  return shop;
}

const filters: fc.Arbitrary<ListFilter> = fc.record(
  {
    consent: fc.constant(["SUBSCRIBED", "NONE"] as const),
    countries: fc.constantFrom(["NL"], ["NL", "BE"]),
    ranges: fc.constantFrom({ orders: { from: 1 } }, { netSales: { to: 400 }, orders: { to: 4 } }),
  },
  { requiredKeys: [] },
);

/** Some of them no segment may have, as they ask about one that is not there. */
const oneToSave: fc.Arbitrary<Rule> = fc.oneof(
  { weight: 9, arbitrary: anyRule },
  { weight: 1, arbitrary: fc.constant<Rule>({ fact: "member", segment: "d'Or", is: "=", value: false }) },
);

const plain = customerQueryOf(new URLSearchParams());
const at = (query: CustomerQuery) =>
  listQueryOf(customerQueryOf(new URL(customerAddress(query), "https://app.test").searchParams));
const list = (db: Db, shop: ShopRef, query: Partial<CustomerQuery>) =>
  listCustomers(db, shop, at({ ...plain, ...query }));
const idsOf = ({ rows }: { readonly rows: readonly { readonly customerId: number }[] }) =>
  rows.map(({ customerId }) => customerId);

describe("the conditions of the customers' list", () => {
  test("hold the members of the segment that they are saved as, whatever they are, and so does the file", async ({
    db,
  }) => {
    const shop = await aVariedShop(db);
    let [saved, refused, narrowed] = [0, 0, 0];
    await fc.assert(
      fc.asyncProperty(oneToSave, filters, async (asked, filter) => {
        const query = { ...plain, ...filter, rule: textOfConditions(asked) ?? "" };
        const found = await list(db, shop, query);
        const draft = new URL(segmentAddress(query) ?? "", "https://app.test").searchParams.get("draft");
        expect(conditionsAddress(query)).toBe(segmentAddress(query));
        const built = rule.parse(ruleOfDraft(draftOfText(draft ?? "")!.draft).rule);
        const outcome = await createSegment(hostOf(db), shop, { name: `List ${saved++}`, rule: built }, "1");
        const { rule: listed } = listedRule(at(query));
        // Named by the rule that the file is recorded with, however little of it stands above the list.
        if (listed) expect(audienceOfList(filter, found.conditions?.rule ?? null)).toEqual(listed);
        if (!outcome.ok) {
          refused += 1;
          expect([outcome.reason, found.problem?.code]).toEqual(["unknown_segment", "uses_archived"]);
          expect([found.rows, found.total]).toEqual([[], 0]);
          expect(await previewExport(db, shop, listed!)).toBeNull();
          return;
        }
        expect(found.problem).toBeNull();
        const segment = await readSegment(db, shop, outcome.segment.key);
        expect(idsOf(found)).toEqual(segment?.members.map(({ customerId }) => customerId));
        expect((await previewExport(db, shop, listed!))?.members).toBe(found.total);
        if (found.total > 0 && found.total < PEOPLE) narrowed += 1;
      }),
      { numRuns: 120 },
    );
    expect(refused).toBeGreaterThan(0);
    expect(narrowed).toBeGreaterThan(10);
  });

  test("are paged, sorted and searched like any list", async ({ db }) => {
    const shop = await aVariedShop(db);
    await fc.assert(
      fc.asyncProperty(
        anyRule,
        fc.constantFrom<CustomerSort>("net_sales", "predicted", "orders", "last_order", "name"),
        fc.constantFrom<"asc" | "desc">("asc", "desc"),
        async (asked, sort, direction) => {
          const query = { rule: textOfConditions(asked) ?? "", sort, direction };
          const whole = await list(db, shop, query);
          const pages: number[] = [];
          for (let cursor: string | null | undefined; cursor !== null; ) {
            const page = await listCustomers(db, shop, {
              ...at({ ...plain, ...query, cursor: cursor ?? undefined }),
              pageSize: 7,
            });
            pages.push(...idsOf(page));
            cursor = page.nextCursor;
          }
          expect(pages).toEqual(idsOf(whole));
          const searched = await list(db, shop, { ...query, search: "p3" });
          const names = new Map(whole.rows.map((row) => [row.customerId, row.name]));
          expect(idsOf(searched)).toEqual(idsOf(whole).filter((id) => names.get(id)?.startsWith("P3")));
        },
      ),
      { numRuns: 40 },
    );
  });

  test("that cannot be meant list nobody and say why, with what is wrong", async ({ db }) => {
    const shop = await aShopOf(db, TODAY, [{ orders: [["2024-12-15", 1_000]] }, {}]);
    const bought: Rule = { fact: "orders", is: ">", value: 0 };
    const made = await createSegment(hostOf(db), shop, { name: "Mail", rule: bought }, "7");
    if (!made.ok) throw new Error(made.reason);
    const member = { fact: "member", segment: made.segment.key, is: "=", value: false };
    const problemOf = async (asked: Parameters<typeof textOfConditions>[0] | string) => {
      const text = typeof asked === "string" ? asked : textOfConditions(asked);
      const found = await list(db, shop, { rule: text ?? "" });
      expect([found.rows, found.total, found.nextCursor], JSON.stringify(asked)).toEqual([[], 0, null]);
      expect(found.conditions).not.toBeNull();
      return found.problem;
    };
    expect((await list(db, shop, { rule: textOfConditions(member) ?? "" })).problem).toBeNull();
    await archiveSegment(hostOf(db), shop, made.segment.key, "7");
    expect(await problemOf(member)).toEqual({
      code: "uses_archived",
      key: made.segment.key,
      name: "Mail",
    });
    expect(await problemOf({ all: [bought, { fact: "mood", is: "=", value: 1 }] })).toEqual({
      code: "unknown_fact",
      fact: "mood",
    });
    expect(await problemOf({ all: [bought, {}] })).toEqual({ code: "unreadable", at: "rule.all.1" });
    expect(await problemOf({ ...bought, is: "between" })).toMatchObject({ code: "unreadable" });
    expect(await problemOf({ version: 2, rule: bought })).toEqual({ code: "unknown_version", version: "2" });
    for (const damaged of ["WyIi", "not a text", "a".repeat(9_000)])
      expect(await problemOf(damaged)).toMatchObject({ code: "unreadable" });
    const deep = (levels: number) =>
      Array.from({ length: levels }).reduce<Rule>((inner) => ({ any: [inner] }), bought);
    expect(rule.safeParse(deep(11)).success).toBe(false);
    expect(await problemOf(deep(11))).toMatchObject({ code: "unreadable" });
    // As deep as a rule may be.
    expect(rule.safeParse(deep(10)).success).toBe(true);
    expect(await list(db, shop, { rule: textOfConditions(deep(10)) ?? "" })).toMatchObject({
      total: 1,
      problem: null,
    });

    // Orders a day if alive that no float8 holds.
    await db.pool.query(
      "update customer_value set expected_orders = 1e308, p_alive = 0.01 where shop_id = $1 and customer_id = 1",
      [shop.shopId],
    );
    expect(await problemOf({ fact: "missedOrders", is: ">", value: 1 })).toEqual({
      code: "cannot_be_counted",
    });
  });

  test("are said as far as there is room for them, with the names of what they ask about", async ({ db }) => {
    const shop = await aShopOf(db, TODAY, [{ orders: [["2024-12-15", 1_000]] }]);
    const asked: Rule = {
      any: [
        { fact: "member", segment: "vip", is: "=", value: true },
        ...Array.from({ length: 20 }, (_, i): Rule => ({ fact: "orders", is: ">", value: i })),
      ],
    };
    const { conditions } = await list(db, shop, { rule: textOfConditions(asked) ?? "" });
    expect(conditions?.beginning?.isWhole).toBe(false);
    expect(conditions?.beginning?.rule).toEqual({ any: asked.any.slice(0, 10) });
    expect(conditions?.rule).toEqual(asked);
    expect(conditions?.terms.names.segments).toEqual({ vip: { title: null, isGone: false } });
    expect((await list(db, shop, {})).conditions).toBeNull();
    expect(ruleOf({}).all).toEqual([]);
  });
});

import fc from "fast-check";
import { describe, expect } from "vitest";
import { readFactRows } from "../../../app/segments/fact-rows.ts";
import { meets } from "../../../app/segments/meaning.ts";
import { refreshMembership } from "../../../app/segments/membership/refresh.ts";
import { usedSegments } from "../../../app/segments/membership/uses.ts";
import { prepareRule } from "../../../app/segments/prepare.ts";
import { previewRule, type RulePreview } from "../../../app/segments/preview.ts";
import type { Rule } from "../../../app/segments/rule.ts";
import { isTemplateKey } from "../../../app/segments/segment-key.ts";
import { anyCondition, anyRule } from "../../builders/any-rule.ts";
import { aShopOf, type Member } from "../../builders/segment-shop.ts";
import { aShop } from "../../builders/shop-rows.ts";
import { valuationHost } from "../../builders/valuation-host.ts";
import { test } from "../database.ts";

const TODAY = "2024-12-31";

const MEMBERS: readonly Member[] = Array.from({ length: 40 }, (_, i) => ({
  email: `p${i}@example.com`,
  country: ["NL", "BE", "DE"][i % 3]!,
  consent: i % 4 === 0 ? "SUBSCRIBED" : "UNSUBSCRIBED",
  orders: Array.from(
    { length: i % 5 },
    (_, k) => [`2024-${String(1 + ((i + k * 3) % 12)).padStart(2, "0")}-15`, 100 * (1 + (i % 7))] as const,
  ),
}));

/** The part of a rule at a path, and the parts of the group that it stands in. */
function at(rule: Rule, path: string): { part: Rule; group: Rule | null } {
  let part = rule;
  let group: Rule | null = null;
  const keys = path === "" ? [] : path.split(".");
  while (keys.length > 0) {
    const key = keys.shift()!;
    group = part;
    if ("not" in part) part = part.not;
    else {
      const parts: readonly Rule[] =
        key === "all" && "all" in part ? part.all : "any" in part ? part.any : [];
      part = parts[Number(keys.shift())]!;
    }
  }
  return { part, group };
}

/** The shop has the segments of the app and no other. */
const asksOfSegmentsInUse = (rule: Rule) => usedSegments(rule).every(isTemplateKey);

async function full(answer: ReturnType<typeof previewRule>): Promise<RulePreview> {
  const given = await answer;
  if (given.state !== "full") throw new Error(`no preview, but ${given.state}`);
  return given.preview;
}

describe("preview of a rule", () => {
  test("its counts, and those of each of its parts, are those of the customers one by one", async ({
    db,
  }) => {
    const shop = await aShopOf(db, TODAY, MEMBERS);
    const ids = MEMBERS.map((_, i) => i + 1);
    await fc.assert(
      fc.asyncProperty(fc.oneof(anyCondition, anyRule).filter(asksOfSegmentsInUse), async (rule) => {
        const preview = await full(previewRule(db, shop, rule));
        const context = await prepareRule(db, shop, rule);
        const customers = [...(await readFactRows(db.pool, shop.shopId, ids, rule)).values()];
        expect(customers).toHaveLength(MEMBERS.length);
        const held = (asked: Rule) => customers.filter((row) => meets(asked, row, context));
        const members = held(rule);
        expect(preview).toMatchObject({
          everybody: customers.length,
          customers: members.length,
          netSalesMinor: members.reduce((sum, row) => sum + row.net_sales_minor, 0),
          reachable: members.filter((row) => row.reachable).length,
        });
        for (const { path, meeting, deciding } of preview.parts) {
          const { part, group } = at(rule, path);
          expect(meeting, path).toBe(held(part).length);
          if (!group || "not" in group) {
            expect(deciding, path).toBe(0);
            continue;
          }
          const parts = "all" in group ? group.all : "any" in group ? group.any : [];
          const place = Number(path.split(".").at(-1));
          const others = parts.filter((_, i) => i !== place);
          const kept = "all" in group ? held({ all: others }) : held({ any: others });
          expect(deciding, path).toBe(Math.abs(kept.length - held(group).length));
        }
        expect(preview.excludes === null).toBe(members.length > 0);
        const best = members.map((row) => row.net_sales_minor).sort((a, b) => b - a);
        expect(preview.sample.map(({ person }) => person.netSalesMinor)).toEqual(best.slice(0, 5));
      }),
      { numRuns: 150 },
    );
  });

  test("where nobody is left it names the condition that takes away most", async ({ db }) => {
    const shop = await aShopOf(db, TODAY, MEMBERS);
    const bought: Rule = { fact: "orders", is: ">", value: 0 };
    const nowhere: Rule = { fact: "country", is: "=", value: "FR" };
    const rich: Rule = { fact: "netSales", is: ">=", value: 9_999_999 };
    const excludes = async (rule: Rule) => (await full(previewRule(db, shop, rule))).excludes;
    expect(await excludes({ all: [bought, nowhere] })).toBe("all.1");
    expect(await excludes({ all: [bought, { all: [nowhere] }] })).toBe("all.1.all.0");
    expect(await excludes({ all: [bought, { any: [nowhere, rich] }] })).toBe("all.1");
    expect(await excludes({ all: [bought, { any: [nowhere] }] })).toBe("all.1.any.0");
    // Both keep everybody out, so neither alone does: the first of those whom nobody meets.
    expect(await excludes({ all: [bought, rich, nowhere] })).toBe("all.1");
    expect(await excludes({ any: [] })).toBe("");
    expect(await excludes(bought)).toBeNull();
  });

  test("each of the sample comes with why they are in, also by what was bought and by other segments", async ({
    db,
  }) => {
    const shop = await aShopOf(db, TODAY, [
      {
        country: "NL",
        orders: [
          ["2024-02-01", 5_000],
          ["2024-12-20", 1_200],
        ],
      },
      { country: "BE", orders: [["2024-12-20", 900]] },
      { country: "NL", orders: [["2024-02-01", 9_000]] },
    ]);
    await refreshMembership(valuationHost(db, TODAY), shop, { whole: true });
    const lately: Rule = { fact: "netSalesIn", period: { lastDays: 30 }, is: ">=", value: 800 };
    const isNew: Rule = { fact: "member", segment: "new", is: "=", value: true };
    const near: Rule = { any: [{ fact: "country", is: "=", value: "NL" }, isNew] };
    const { sample } = await full(previewRule(db, shop, { all: [lately, near] }));
    const said = sample.map(({ person, reasons, moreReasons }) => [
      person.customerId,
      reasons.map(({ condition, value, relation }) => [condition.fact, value, relation]),
      moreReasons,
    ]);
    expect(said).toEqual([
      [
        1,
        [
          ["netSalesIn", 1_200, ">="],
          ["country", "NL", "="],
        ],
        0,
      ],
      [
        2,
        [
          ["netSalesIn", 900, ">="],
          ["member", true, "="],
        ],
        0,
      ],
    ]);
    const many = { any: [2, 4, 6, 8, 10].map((value) => ({ fact: "netSales", is: ">", value }) as const) };
    const [first] = (await full(previewRule(db, shop, many))).sample;
    expect(first?.person.customerId).toBe(3);
    expect(first?.reasons.map(({ at }) => at)).toEqual([0, 1, 2].map((i) => ["any", i]));
    expect(first?.moreReasons).toBe(2);
    expect((await full(previewRule(db, shop, { all: [] }))).sample[0]).toMatchObject({
      reasons: [],
      moreReasons: 0,
    });
  });

  test("a rule of 200 conditions is previewed; one of more parts than a statement has columns is refused", async ({
    db,
  }) => {
    const shop = await aShopOf(db, TODAY, MEMBERS);
    const conditions: Rule[] = Array.from({ length: 200 }, (_, i) => ({
      fact: "netSales",
      is: ">=",
      value: i * 10,
    }));
    expect(await full(previewRule(db, shop, { any: conditions }))).toMatchObject({ customers: 40 });
    expect(await previewRule(db, shop, { all: Array.from({ length: 400 }, () => ({ all: [] })) })).toEqual({
      state: "too_many_parts",
      most: 400,
    });
  });

  test("a shop that was not valued yet has no preview", async ({ db }) => {
    const shop = await aShop(db.pool);
    expect(await previewRule(db, shop, { all: [] })).toEqual({ state: "not_valued" });
  });

  test("another shop's customers are never counted", async ({ db }) => {
    const shop = await aShopOf(db, TODAY, MEMBERS.slice(0, 3));
    await aShopOf(db, TODAY, MEMBERS);
    expect(await full(previewRule(db, shop, { all: [] }))).toMatchObject({ everybody: 3, customers: 3 });
  });
});

import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Rule } from "../../../app/segments/rule.ts";
import { builderStart, isUnsaved } from "../../../app/ui/segment-builder/builder-start.ts";
import {
  addCondition,
  addGroup,
  ask,
  conditionsOf,
  type Draft,
  draftOf,
  duplicate,
  emptyDraft,
  joinBy,
  move,
  negate,
  partsOf,
  placeOf,
  remove,
  ruleOfDraft,
} from "../../../app/ui/segment-builder/draft.ts";
import { draftOfText, draftSearch, draftText } from "../../../app/ui/segment-builder/draft-text.ts";
import { OFFERED_ORDERS } from "../../../app/ui/segment-builder/list-orders.ts";
import { anyCondition, anyRule } from "../../builders/any-rule.ts";

const everyRule: fc.Arbitrary<Rule> = fc.oneof(anyCondition, anyRule);

const anyOrder = fc.constantFrom(...OFFERED_ORDERS);

const ids = (draft: Draft): number[] => partsOf(draft).map(({ id }) => id);
const said = (draft: Draft): string[] => conditionsOf(draft).map(({ asked }) => JSON.stringify(asked));
const rule = (draft: Draft) => ruleOfDraft(draft).rule;

const orders: Rule = { fact: "orders", is: ">", value: 1 };
const vip: Rule = { fact: "netSales", is: ">=", value: { threshold: "vipFromMinor" } };
const dutch: Rule = { fact: "country", is: "=", value: "NL" };

describe("a draft", () => {
  test("of any rule says the same rule, and each part has an id of its own", () => {
    fc.assert(
      fc.property(everyRule, (given) => {
        const draft = draftOf(given);
        expect(rule(draft)).toEqual(given);
        expect(new Set(ids(draft)).size).toBe(ids(draft).length);
      }),
      { numRuns: 1_000 },
    );
  });

  test("its ids are found by the paths of the rule", () => {
    fc.assert(
      fc.property(everyRule, (given) => {
        const draft = draftOf(given);
        for (const [path, id] of ruleOfDraft(draft).ids) {
          let at: unknown = given;
          for (const key of path === "" ? [] : path.split(".")) at = (at as Record<string, unknown>)[key];
          const part = partsOf(draft).find((each) => each.id === id)!;
          const wrapped =
            part.kind === "condition" ? part.asked : rule({ ...draft, isBare: false, root: part });
          const bare = part.kind === "condition" ? part.nots : 0;
          let expected: unknown = wrapped;
          for (let not = 0; not < bare; not++) expected = { not: expected };
          expect(at).toEqual(expected);
        }
      }),
    );
  });

  test("goes into an address and comes back, name and unfinished conditions included", () => {
    fc.assert(
      fc.property(
        everyRule,
        fc.string({ maxLength: 60, unit: "grapheme" }),
        anyOrder,
        (given, name, order) => {
          const draft = addCondition(draftOf(given), draftOf(given).root.id, { fact: "orders" }).draft;
          const text = draftText({ name, draft, order });
          if (text === null) return;
          expect(new URLSearchParams({ draft: text }).toString()).toBe(`draft=${text}`);
          const back = draftOfText(text);
          expect([back?.name, back?.order]).toEqual([name, order]);
          expect(back && rule(back.draft)).toEqual(rule(draft));
        },
      ),
    );
  });

  test("stays of the template that it began with, and takes nothing else of the address along", () => {
    const opened = "?template=win_back&id_token=secret&draft=old&day=2025-12-28";
    expect(draftSearch(opened, "WyIi", null).toString()).toBe("template=win_back&draft=WyIi");
    expect(draftSearch("", "WyIi", "2025-12-01").toString()).toBe("draft=WyIi&day=2025-12-01");
  });

  test("of a damaged, foreign or endless address is none, and no text throws", () => {
    const text = draftText({ name: "VIP", draft: draftOf({ all: [vip, orders] }), order: "net_sales" })!;
    const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString("base64url");
    for (const damaged of [
      "",
      "%",
      text.slice(0, -3),
      `${text}!`,
      "A".repeat(9_000),
      encode({ all: [] }),
      encode(["name", []]),
      encode(["name", { all: {} }]),
      encode(["name", { all: [], any: [] }]),
      encode(["name", { all: [], fact: "orders" }]),
      encode(["name", { fact: 1 }]),
      encode(["name", { all: Array.from({ length: 401 }, () => ({})) }]),
      encode(["name", JSON.parse(`${'{"not":'.repeat(11)}{}${"}".repeat(11)}`)]),
    ])
      expect(draftOfText(damaged), damaged.slice(0, 80)).toBeNull();
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.json().map((json) => encode(["", JSON.parse(json)])),
        ),
        (given) => {
          const read = draftOfText(given);
          if (read) expect(partsOf(read.draft).length).toBeGreaterThan(0);
        },
      ),
    );
    const many = Array.from(
      { length: 200 },
      (): Rule => ({ fact: "country", is: "in", values: ["NL", "BE", "DE"] }),
    );
    expect(draftText({ name: "", draft: draftOf({ any: many }), order: "net_sales" })).toBeNull();
  });

  test("leaves out what is not kept, and a group of which nothing is", () => {
    const draft = draftOf({ all: [orders, { any: [{}, { not: {} }] }, { any: [] }, { all: [dutch, {}] }] });
    const finished = ruleOfDraft(draft, ({ asked }) => asked.is !== undefined);
    expect(finished.rule).toEqual({ all: [orders, { any: [] }, { all: [dutch] }] });
    const deepest = conditionsOf(draft).find(({ asked }) => asked.fact === "country")!;
    expect(finished.ids.get("all.2.all.0")).toBe(deepest.id);
    expect(ruleOfDraft(draftOf({ any: [{}] }), () => false).rule).toEqual({ all: [] });
    expect(ruleOfDraft(draftOf({ not: { all: [{}] } }), () => false).rule).toEqual({ all: [] });
  });
});

describe("edits of a draft", () => {
  test("add, ask, join, negate, duplicate and remove say what they should", () => {
    const one = draftOf(orders);
    const group = addGroup(one, one.root.id);
    expect(rule(group.draft)).toEqual({ all: [orders, { any: [{}] }] });
    let draft = ask(group.draft, group.id, { ...dutch });
    draft = negate(draft, group.id, true);
    expect(rule(draft)).toEqual({ all: [orders, { any: [{ not: dutch }] }] });
    const copy = duplicate(draft, group.id);
    draft = ask(copy.draft, copy.id, { ...vip });
    expect(rule(draft)).toEqual({ all: [orders, { any: [{ not: dutch }, { not: vip }] }] });
    draft = joinBy(draft, draft.root.id, "any");
    draft = negate(draft, copy.id, false);
    expect(rule(draft)).toEqual({ any: [orders, { any: [{ not: dutch }, vip] }] });
    const removed = remove(draft, group.id);
    expect(rule(removed.draft)).toEqual({ any: [orders, { any: [vip] }] });
    expect(removed.focus).toBe(copy.id);
    const last = remove(removed.draft, copy.id);
    expect(rule(last.draft)).toEqual(orders);
    expect(last.focus).toBe(conditionsOf(one)[0]!.id);
    const none = remove(last.draft, last.focus!);
    expect(none.focus).toBeNull();
    expect(rule(none.draft)).toEqual({ all: [] });
  });

  test("a single condition stays one until something stands beside it", () => {
    const one = draftOf(orders);
    const two = addCondition(one, one.root.id, { ...vip });
    expect(rule(two.draft)).toEqual({ all: [orders, vip] });
    expect(rule(remove(two.draft, two.id).draft)).toEqual(orders);
    expect(rule(emptyDraft())).toEqual({ all: [{}] });
  });

  test("steps of a move walk through every place of the tree, and back", () => {
    const draft = draftOf({ all: [orders, { any: [vip, { not: { all: [dutch] } }] }, dutch] });
    const first = conditionsOf(draft)[0]!.id;
    const seen: unknown[] = [];
    let moved = draft;
    for (;;) {
      seen.push(rule(moved));
      const next = move(moved, first, 1, 9);
      if (next === moved) break;
      moved = next;
    }
    expect(seen).toHaveLength(8);
    expect(seen.at(-1)).toEqual({ all: [{ any: [vip, { not: { all: [dutch] } }] }, dutch, orders] });
    for (const before of seen.slice(0, -1).reverse()) {
      moved = move(moved, first, -1, 9);
      expect(rule(moved)).toEqual(before);
    }
  });

  test("moves lose and add nothing, and go no deeper than they may", () => {
    fc.assert(
      fc.property(
        anyRule,
        fc.array(fc.tuple(fc.nat(), fc.constantFrom(1 as const, -1 as const)), { maxLength: 20 }),
        (given, steps) => {
          let draft = draftOf(given);
          const before = said(draft).sort();
          for (const [pick, step] of steps) {
            const movable = ids(draft).filter((id) => placeOf(draft, id));
            if (movable.length > 0) draft = move(draft, movable[pick % movable.length]!, step, 2);
          }
          expect(said(draft).sort()).toEqual(before);
          expect(new Set(ids(draft)).size).toBe(ids(draft).length);
        },
      ),
    );
    const flat = draftOf({ all: [{ any: [vip] }, { any: [dutch, { all: [orders] }] }] });
    const group = flat.root.parts[0]!.id;
    expect(rule(move(flat, group, 1, 1))).toEqual({
      all: [{ any: [dutch, { all: [orders] }] }, { any: [vip] }],
    });
  });

  test("what is not in the draft changes nothing", () => {
    const draft = draftOf({ all: [orders, vip] });
    expect(rule(remove(draft, 99).draft)).toEqual(rule(draft));
    expect(rule(duplicate(draft, 99).draft)).toEqual(rule(draft));
    expect(rule(ask(draft, 99, {}))).toEqual(rule(draft));
    expect(move(draft, draft.root.id, 1, 9)).toBe(draft);
  });
});

describe("what the builder begins with", () => {
  const saved = { name: "Rich", rule: orders, order: "predicted" as const, formerCurrency: null };

  test("is saved already, unless its amounts are of a former currency", () => {
    const start = builderStart({ draft: null, saved, template: null });
    expect(isUnsaved(start.first, start)).toBe(false);
    expect(isUnsaved({ ...start.first, name: "Other" }, start)).toBe(true);
    expect(isUnsaved({ ...start.first, order: "orders" }, start)).toBe(true);
    const former = builderStart({ draft: null, saved: { ...saved, formerCurrency: "JPY" }, template: null });
    expect(former).toEqual({ ...start, formerCurrency: "JPY" });
    expect(isUnsaved(former.first, former)).toBe(true);
  });
});

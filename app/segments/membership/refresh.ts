import { createHash } from "node:crypto";
import type { Db, Transaction, Tx } from "../../db/client.ts";
import { lockErasures } from "../../db/queries/privacy/erasure.ts";
import { inParts } from "../../db/queries/segments/in-parts.ts";
import {
  dropMembers,
  dropMembership,
  dropTakenCustomers,
  findingMembers,
  findMoved,
  type MembershipRow,
  type Movement,
  membershipRows,
  stampMembership,
  takeDirtyCustomers,
  writeDay,
  writeMoved,
} from "../../db/queries/segments/membership.ts";
import { type ShopValuationRow, shopValuation } from "../../db/queries/valuation/customer-value-rows.ts";
import type { Clock } from "../../platform/clock.ts";
import type { ShopId, ShopRef } from "../../platform/ids.ts";
import type { Log } from "../../platform/log.ts";
import { composed, counted, logFailed, type OnFailed, UsesUncounted } from "../compose.ts";
import type { RuleContext } from "../context.ts";
import { segmentsOfShop } from "../find.ts";
import { readRuleContext } from "../prepare.ts";
import { type Rule, toStored } from "../rule.ts";
import { askingPrediction, asksWhatWasBought, inOrderOfUse, usedSegments } from "./uses.ts";

/** What names a rule among those that a segment has had. */
export const hashOfRule = (rule: Rule): string =>
  createHash("sha256")
    .update(JSON.stringify(toStored(rule)))
    .digest("hex");

export interface MembershipHost {
  readonly db: Db;
  readonly clock: Clock;
  readonly log: Log;
}

export interface MembershipOutcome extends Movement {
  readonly segments: number;
  /** Of these everybody was looked at, of the others those who had changed. */
  readonly whole: number;
  readonly changedCustomers: number;
}

interface Its {
  readonly key: string;
  readonly rule: Rule;
  readonly state: MembershipRow | undefined;
}

/**
 * Makes the stored members of the shop's segments those of this moment, and records who entered, who left and why. Everybody is looked
 * at with `whole`, with `catalog` for a segment that asks what was bought, and for a segment whose rule, day or model is another than at the last such look; else those who have
 * changed. Segments that others use come before those. Null before the first valuation.
 */
export async function refreshMembership(
  { db, clock, log }: MembershipHost,
  shop: ShopRef,
  { whole, catalog = false }: { readonly whole: boolean; readonly catalog?: boolean },
): Promise<MembershipOutcome | null> {
  const startedMs = performance.now();
  const outcome = await findingMembers(db, shop.shopId, (transaction) =>
    refresh(transaction, shop.shopId, clock(), { whole, catalog }, logFailed(log, shop)),
  );
  if (outcome) {
    const ms = Math.round(performance.now() - startedMs);
    log.info("segments.members.refreshed", { shop: shop.domain, ...outcome, ms });
  }
  return outcome;
}

interface Asked {
  readonly whole: boolean;
  readonly catalog: boolean;
}

/**
 * A transaction for each level of segments, so that an erasure waits for the writing of one level and not for what is found after it. Only the
 * last one says that the members are those of the present rules, and lets those go who had changed: where it is not reached, all is found again.
 */
async function refresh(
  transaction: Transaction,
  shop: ShopId,
  now: Date,
  asked: Asked,
  onFailed: OnFailed,
): Promise<MembershipOutcome | null> {
  const look = await transaction((tx) => beginLook(tx, shop, asked, onFailed));
  if (!look) return null;
  for (const level of inOrderOfUse(look.readable)) {
    await transaction((tx) => refreshLevel(tx, shop, now, look, level));
  }
  return transaction((tx) => endLook(tx, shop, now, look));
}

/** What is known of a look at the shop's segments, and has been found so far. */
interface Look extends Asked {
  readonly valuation: ShopValuationRow;
  readonly readable: readonly Its[];
  readonly context: RuleContext;
  /** Segments whose rules ask the prediction. */
  readonly predicting: ReadonlySet<string>;
  readonly changedCustomers: number;
  /** Segments that went out of use. */
  readonly unused: readonly string[];
  /** Segments for which everybody is looked at. */
  readonly wholeKeys: Set<string>;
  readonly failed: ReadonlySet<string>;
  readonly fail: OnFailed;
  readonly sizes: Awaited<ReturnType<typeof counted<Its>>>;
  readonly moved: { entered: number; left: number };
}

async function beginLook(tx: Tx, shop: ShopId, asked: Asked, onFailed: OnFailed): Promise<Look | null> {
  const valuation = await shopValuation(tx, shop);
  if (!valuation) return null;
  const states = new Map((await membershipRows(tx, shop)).map((row) => [row.segmentKey, row]));
  const inUse = await segmentsOfShop(tx, shop);
  const readable = inUse.flatMap(({ key, rule }) => (rule ? [{ key, rule, state: states.get(key) }] : []));
  const rules = readable.map(({ rule }) => rule);
  const context = await readRuleContext(tx, shop, valuation, rules);
  const predicting = askingPrediction(readable);
  const changedCustomers = await takeDirtyCustomers(tx, shop);
  // One that this version of the app cannot read keeps its members for a version that can.
  const unused = [...states.keys()].filter((key) => inUse.every((its) => its.key !== key));
  if (unused.length > 0) {
    await lockErasures(tx, shop, "shared");
    await dropMembers(tx, shop, unused);
  }
  const failed = new Set<string>();
  return {
    ...{ ...asked, valuation, readable, context, predicting, changedCustomers, unused, failed },
    // Who uses a segment that went out of use is another without anybody having changed.
    wholeKeys: new Set(unused),
    fail: (segment, error) => {
      if (!failed.has(segment.key)) onFailed(segment, error);
      failed.add(segment.key);
    },
    sizes: [],
    moved: { entered: 0, left: 0 },
  };
}

/** Moves who enters and who leaves segments that use only those of earlier levels. */
async function refreshLevel(tx: Tx, shop: ShopId, now: Date, look: Look, all: readonly Its[]): Promise<void> {
  const { valuation, context, wholeKeys, failed, fail, moved } = look;
  const level = all.filter((its) => {
    const used = usedSegments(its.rule).find((key) => failed.has(key));
    if (used !== undefined) fail(its, new UsesUncounted({ key: used, name: null }));
    return used === undefined;
  });
  const isWhole = (its: Its) =>
    look.whole ||
    (look.catalog && asksWhatWasBought(its.rule)) ||
    isOutdated(its, valuation) ||
    usedSegments(its.rule).some((key) => wholeKeys.has(key));
  for (const its of level.filter(isWhole)) wholeKeys.add(its.key);
  const asked = composed(level, context, fail).map((its) => ({
    ...its,
    cause: causeOf(its, valuation, look.predicting.has(its.key)),
  }));
  const find = (among: "everybody" | "taken", some: typeof asked) =>
    inParts(
      tx,
      some,
      async (part) => {
        await findMoved(tx, shop, part, among);
        return part;
      },
      fail,
    );
  await find(
    "everybody",
    asked.filter(({ key }) => wholeKeys.has(key)),
  );
  if (look.changedCustomers > 0)
    await find(
      "taken",
      asked.filter(({ key }) => !wholeKeys.has(key)),
    );
  const wholes = level.filter(({ key }) => wholeKeys.has(key) && !failed.has(key));
  look.sizes.push(...(await counted(tx, shop, wholes, context, fail)));
  // What goes before takes long, and writes nothing about anybody.
  await lockErasures(tx, shop, "shared");
  const { entered, left } = await writeMoved(tx, shop, now, valuation.as_of_day);
  moved.entered += entered;
  moved.left += left;
}

async function endLook(tx: Tx, shop: ShopId, now: Date, look: Look): Promise<MembershipOutcome> {
  const { valuation, readable, failed, wholeKeys, sizes, moved, changedCustomers } = look;
  const day = valuation.as_of_day;
  await dropMembership(tx, shop, look.unused);
  await dropTakenCustomers(tx, shop);
  const sound = readable.filter(({ key }) => !failed.has(key));
  const wholes = sound.filter(({ key }) => wholeKeys.has(key));
  const read = { asOfDay: day, modelId: valuation.model_id, valuedAt: valuation.valued_at };
  const stamp = (of: readonly Its[], hashes: readonly string[] | null) =>
    stampMembership(
      tx,
      shop,
      of.map(({ key }) => key),
      now,
      read,
      hashes,
    );
  await stamp(
    wholes,
    wholes.map(({ rule }) => hashOfRule(rule)),
  );
  await stamp(
    sound.filter(({ key }) => !wholeKeys.has(key)),
    null,
  );
  await writeDay(
    tx,
    shop,
    day,
    sizes.map(({ key, sums }) => ({ key, ...sums })),
  );
  return { ...moved, segments: readable.length, whole: wholes.length, changedCustomers };
}

function isOutdated({ rule, state }: Its, valuation: ShopValuationRow): boolean {
  return (
    state === undefined ||
    state.ruleHash !== hashOfRule(rule) ||
    state.asOfDay !== valuation.as_of_day ||
    state.modelId !== valuation.model_id
  );
}

/** Null where nobody enters or leaves: the first members of the segment, or of its rule under the shop's first model, are found. */
function causeOf({ rule, state }: Its, valuation: ShopValuationRow, asksPrediction: boolean): string | null {
  if (!state) return null;
  if (state.ruleHash !== hashOfRule(rule)) return "rule";
  const hadModel = state.modelId !== null;
  const hasModel = valuation.model_id !== null;
  if (asksPrediction && hadModel !== hasModel) return null;
  return state.asOfDay === valuation.as_of_day ? "figures" : "night";
}

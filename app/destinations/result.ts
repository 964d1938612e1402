import { dayOfIso, isoOfDay } from "../clv/calendar.ts";
import { entryBlocks, LEAST_IN_BLOCK } from "../clv/experiment/entry-blocks.ts";
import type { Db } from "../db/client.ts";
import { type EntriesOfDay, entriesByDay, peopleOfBlocks } from "../db/queries/destinations/draws.ts";
import { destinationListById } from "../db/queries/destinations/lists.ts";
import { drawnSums, outcomesByAge } from "../db/queries/experiments/outcomes.ts";
import { readBasis } from "../experiments/basis.ts";
import { type Measured, measure } from "../experiments/measure.ts";
import { EXPERIMENT_DAYS } from "../exports/experiment-plan.ts";
import { DRAWN_DAYS, EVERYBODY_BP } from "../platform/holdout.ts";
import type { ShopRef } from "../platform/ids.ts";

/** Who of those drawn was on the tool's list before the app could put anybody there, where the lot put them. */
export interface Before {
  readonly sent: number;
  readonly heldOut: number;
}

/**
 * What a list brought until now. Everybody counts where they were drawn when they first might have been on it, for 90 days from the day after; but
 * whoever was on the tool's list before is in neither group, as the lot has no effect on them.
 * - `no_lot`: nobody is held out of it, so there is nothing to compare with
 * - `not_begun`: nobody might have been on it yet, or no day after that has been valued
 * - `gathering`: a group has too few people to be compared with
 * - `over`: it began two years ago, and who was drawn is forgotten
 * - `measured`: with a verdict of today
 */
export type ListResult =
  | { readonly state: "no_lot" }
  | { readonly state: "not_begun" }
  | {
      readonly state: "gathering";
      readonly sent: number;
      readonly heldOut: number;
      /** In each group. */
      readonly needed: number;
      readonly before: Before;
    }
  | { readonly state: "over" }
  | (Measured & {
      readonly before: Before;
      /** People whom the shop's lot holds out of everything; they are compared with nobody here. */
      readonly alwaysHeldOut: number;
      /** Who came lately, and is compared once there are enough of them. */
      readonly notYetCompared: number;
      /** Nobody comes any more, and everybody's 90 days are over. */
      readonly isOver: boolean;
    });

/** Null where the shop has no such list. */
export async function readListResult(
  db: Db,
  { shopId }: ShopRef,
  listId: string,
  now: Date,
): Promise<ListResult | null> {
  const on = db.pool;
  const row = await destinationListById(on, shopId, listId);
  if (!row) return null;
  if (row.heldOutBp === 0) return { state: "no_lot" };
  if (now.getTime() - row.startedAt.getTime() >= DRAWN_DAYS * 86_400_000) return { state: "over" };
  const [entries, basis] = [await entriesByDay(on, shopId, listId), await readBasis(on, shopId)];
  const total = (group: Exclude<keyof EntriesOfDay, "day">, of = entries): number =>
    of.reduce((sum, one) => sum + one[group], 0);
  // A day of which somebody is still to be asked about would change later, and with it every block from then on.
  // Of a list that has ended nobody is asked about any more: they are in no group, and who of a day was asked about did not depend on the lot.
  const isEnded = row.state === "ended";
  const open = isEnded ? -1 : entries.findIndex(({ unasked }) => unasked > 0);
  const known = open < 0 ? entries : entries.slice(0, open);
  const [sent, heldOut] = [total("sent", known), total("heldOut", known)];
  const before = { sent: total("sentBefore", known), heldOut: total("heldOutBefore", known) };
  if (!basis || sent + heldOut + before.sent + before.heldOut === 0) return { state: "not_begun" };
  const blocks = entryBlocks(known.map(({ day, ...groups }) => ({ ...groups, day: dayOfIso(day) ?? 0 })));
  if (blocks.length === 0) return { state: "gathering", sent, heldOut, needed: LEAST_IN_BLOCK, before };
  const cohorts = blocks
    .map((block) => {
      const firstDay = block.to + 1;
      return { ...block, firstDay, days: Math.min(EXPERIMENT_DAYS, basis.valuedDay - firstDay + 1) };
    })
    .filter(({ days }) => days > 0);
  if (cohorts.length === 0) return { state: "not_begun" };
  const people = peopleOfBlocks(
    shopId,
    listId,
    cohorts.map(({ from, to, days }) => ({ from: isoOfDay(from), to: isoOfDay(to), days })),
  );
  const drawn = await drawnSums(on, people);
  const ages = await outcomesByAge(on, shopId, people, basis.unknownCostShare);
  const lastDay = Math.min(
    basis.valuedDay,
    Math.max(...cohorts.map(({ firstDay }) => firstDay)) + EXPERIMENT_DAYS - 1,
  );
  const measured = measure({
    ...{ cohorts, drawn, ages, lastDay },
    split: { sent, heldOut, share: row.heldOutBp / EVERYBODY_BP },
    variance: row.plannedVariance,
    currency: basis.currency,
    isMarginKnown: basis.isMarginKnown(ages),
  });
  const compared = measured.sent.people + measured.heldOut.people;
  return {
    ...measured,
    before,
    alwaysHeldOut: total("alwaysHeldOut"),
    notYetCompared: total("sent") + total("heldOut") + (isEnded ? 0 : total("unasked")) - compared,
    isOver:
      isEnded && cohorts.length === blocks.length && cohorts.every(({ days }) => days === EXPERIMENT_DAYS),
  };
}

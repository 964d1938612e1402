import type { Db } from "../db/client.ts";
import { destinationListById } from "../db/queries/destinations/lists.ts";
import { membersLeftOut } from "../db/queries/destinations/members.ts";
import { peopleOfList } from "../db/queries/destinations/runs.ts";
import type { ShopRef } from "../platform/ids.ts";
import { LEFT_OUT_OF_LISTS, type LeftOutOfList } from "./left-out.ts";

export { retryPeople } from "./lists.ts";

export const PEOPLE_KINDS = ["refused", "left_out", "suppressed", "waiting"] as const;
/** `left_out`: by consent and address; `suppressed`: by what the tool says. */
export type PeopleKind = (typeof PEOPLE_KINDS)[number];

export interface ListedPerson {
  readonly customerId: number;
  /** Null for a customer without one. */
  readonly address: string | null;
  readonly name: string | null;
  /** Of one who is left out. */
  readonly reason: LeftOutOfList | null;
  /** Of one whom the tool refused: its code and words; how often in a row, and when it is asked again (null: not by itself). */
  readonly code: string | null;
  readonly words: string | null;
  readonly refusals: number;
  readonly tryAgainAt: string | null;
}

export interface PeoplePage {
  readonly people: readonly ListedPerson[];
  readonly total: number;
  /** Of the next page; null where this is the last one. */
  readonly nextPage: number | null;
}

const PAGE = 50;

/** Null where the shop has no such list. `page`: from 0. */
export async function readPeople(
  db: Db,
  { shopId }: ShopRef,
  { listId, kind, page }: { readonly listId: string; readonly kind: PeopleKind; readonly page: number },
): Promise<PeoplePage | null> {
  const row = await destinationListById(db.pool, shopId, listId);
  if (!row) return null;
  const part = { offset: page * PAGE, limit: PAGE };
  const { total, people } =
    kind === "refused" || kind === "suppressed"
      ? await peopleOfList(db.pool, shopId, listId, kind, part)
      : await judged(db, shopId, row.segmentKey, kind, part);
  const listed = people.map(
    (its): ListedPerson => ({
      ...{ customerId: its.customerId, address: its.address, name: its.name },
      ...{ code: its.code, words: its.words, refusals: its.refusals },
      reason: LEFT_OUT_OF_LISTS.find((reason) => reason === its.reason) ?? null,
      tryAgainAt: its.tryAgainAt?.toISOString() ?? null,
    }),
  );
  return { people: listed, total, nextPage: part.offset + people.length < total ? page + 1 : null };
}

async function judged(
  db: Db,
  shop: ShopRef["shopId"],
  segmentKey: string,
  kind: "left_out" | "waiting",
  part: { readonly offset: number; readonly limit: number },
) {
  const { total, people } = await membersLeftOut(db.pool, shop, segmentKey, kind, part);
  const nothing = { code: null, words: null, refusals: 0, tryAgainAt: null };
  return { total, people: people.map((its) => ({ ...its, ...nothing, reason: its.outcome })) };
}

import type { Db } from "../db/client.ts";
import type { ShopRef } from "../platform/ids.ts";
import type { Acted } from "./connections.ts";
import type { DestinationHost } from "./host.ts";
import type { LeftOutOfList } from "./left-out.ts";

export const PEOPLE_KINDS = ["refused", "left_out", "waiting"] as const;
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

/** Null where the shop has no such list. `page`: from 0. */
export async function readPeople(
  _db: Db,
  _shop: ShopRef,
  _asked: { readonly listId: string; readonly kind: PeopleKind; readonly page: number },
): Promise<PeoplePage | null> {
  throw new Error("not built");
}

/** Everybody whom the tool refused is tried again now. */
export async function retryPeople(
  _host: DestinationHost,
  _shop: ShopRef,
  _listId: string,
  _by: string,
): Promise<Acted> {
  throw new Error("not built");
}

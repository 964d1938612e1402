import sql from "sql-template-tag";
import type { ShopId } from "../../../platform/ids.ts";
import { type Queryable, rows } from "../../client.ts";
import { peopleAt, toldOf } from "../without-statistics.ts";
import type { PeopleTx } from "./people-lock.ts";
import type { PersonRow } from "./sending.ts";

export async function beginReadBack(on: Queryable, shop: ShopId, listId: string, at: Date): Promise<void> {
  await on.query(
    sql`update destination_list set read_back_begun_at = ${at}, read_back_cursor = null, read_back_others = 0
      where shop_id = ${shop} and list_id = ${listId}`,
  );
}

/** It begins anew then, and not before. */
export async function putOffReadBack(
  on: Queryable,
  shop: ShopId,
  listId: string,
  until: Date,
): Promise<void> {
  await on.query(
    sql`update destination_list set read_back_begun_at = null, read_back_cursor = null, read_back_again_at = ${until}
      where shop_id = ${shop} and list_id = ${listId}`,
  );
}

interface SeenPerson {
  readonly address: string;
  readonly toolId: string | null;
  readonly state: string;
}

/**
 * Notes whom a page of the tool's list holds. Those whom the app did not put there are counted and else left alone. Somebody whom the app put there
 * and who is suppressed in the tool by now is to leave.
 */
export async function noteReadBackPage(
  tx: PeopleTx,
  shop: ShopId,
  listId: string,
  {
    standings,
    next,
    at,
  }: { readonly standings: readonly SeenPerson[]; readonly next: string; readonly at: Date },
): Promise<void> {
  const told = toldOf(standings, ({ address }) => address);
  const s = told.of(sql`p.address`);
  await tx.query(
    sql`with ours as (
        update destination_person p set looked_at = ${at}, standing = ${s} ->> 'state', tool_person_id = coalesce(${s} ->> 'toolId', p.tool_person_id)
        from ${told.from} where ${peopleAt(shop, listId, told.keys)}
        returning p.may_be_there
      ) update destination_list set read_back_cursor = ${next},
          read_back_others = read_back_others + ${standings.length}::int - (select count(*) from ours where may_be_there)::int
        where shop_id = ${shop} and list_id = ${listId}`,
  );
}

/** The next people after an address who were there, as the tool had confirmed before the reading began, and were on no page of it. */
export function unseenPeople(
  on: Queryable,
  shop: ShopId,
  listId: string,
  after: string,
  limit: number,
): Promise<PersonRow[]> {
  return rows<PersonRow & Record<string, unknown>>(
    on,
    sql`select p.address, p.tool_person_id "toolId" from destination_person p
      join destination_list l on l.shop_id = p.shop_id and l.list_id = p.list_id
      where p.shop_id = ${shop} and p.list_id = ${listId} and p.address > ${after} and p.acked_there and (p.job_id is null) is true
        and p.sent_at < l.read_back_begun_at and coalesce(p.looked_at < l.read_back_begun_at, true)
      order by p.address limit ${limit}`,
  );
}

/** Notes what the tool says of people who were on no page. Whom it does not have on the list is gone: planned and sent once more. Returns how many. */
export async function noteUnseen(
  tx: PeopleTx,
  shop: ShopId,
  listId: string,
  {
    standings,
    at,
  }: { readonly standings: readonly (SeenPerson & { readonly onList: boolean | null })[]; readonly at: Date },
): Promise<number> {
  const told = toldOf(standings, ({ address }) => address);
  const s = told.of(sql`p.address`);
  const isGone = sql`coalesce(not (${s} ->> 'onList')::boolean, false)`;
  const [noted] = await rows<{ gone: number }>(
    tx,
    sql`with noted as (
        update destination_person p set looked_at = ${at}, standing = ${s} ->> 'state', tool_person_id = coalesce(${s} ->> 'toolId', p.tool_person_id),
          acked_there = p.acked_there and not ${isGone}, acked_hash = case when not ${isGone} then p.acked_hash end,
          acked_version = case when not ${isGone} then p.acked_version end, was_there = p.was_there and not ${isGone}
        from ${told.from} where ${peopleAt(shop, listId, told.keys)} and p.job_id is null
        returning ${isGone} gone
      ) select count(*) filter (where gone)::int gone from noted`,
  );
  return noted?.gone ?? 0;
}

export async function endReadBack(on: Queryable, shop: ShopId, listId: string, at: Date): Promise<void> {
  await on.query(
    sql`update destination_list set read_back_at = ${at}, read_back_begun_at = null, read_back_cursor = null, read_back_again_at = null,
        others = read_back_others
      where shop_id = ${shop} and list_id = ${listId}`,
  );
}

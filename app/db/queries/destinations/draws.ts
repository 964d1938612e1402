import sql, { raw, type Sql } from "sql-template-tag";
import { INCLUDED, SEND_OUTCOME } from "../../../platform/consent-gate.ts";
import { PLACEMENTS, type Placement } from "../../../platform/holdout.ts";
import type { ShopId } from "../../../platform/ids.ts";
import { type Queryable, rows, type Tx } from "../../client.ts";
import { unplanned } from "../without-statistics.ts";

export interface Entrant {
  readonly customerId: number;
  readonly placement: Placement;
  readonly expectedMinor: number;
}

/** Records where people were drawn who might be on a list for the first time; of the others what was recorded stays. */
export async function addEntrants(
  tx: Tx,
  shop: ShopId,
  listId: string,
  { day, alwaysBp, people }: { day: string; alwaysBp: number; people: readonly Entrant[] },
): Promise<void> {
  const list = (of: (person: Entrant) => number): string => `{${people.map(of).join(",")}}`;
  await tx.query(
    sql`insert into destination_draw (shop_id, list_id, customer_id, entered_on, placement, always_bp, expected_minor)
      select ${shop}, ${listId}::uuid, id, ${day}::date, placement, ${alwaysBp}::smallint, expected
      from unnest(${list(({ customerId }) => customerId)}::bigint[],
        ${list(({ placement }) => PLACEMENTS.indexOf(placement))}::smallint[],
        ${list(({ expectedMinor }) => expectedMinor)}::bigint[]) p(id, placement, expected)
      order by id on conflict do nothing`,
  );
}

export interface UnaskedEntrant {
  readonly customerId: number;
  /** Null for one at whose address nobody may be sent at this moment: of such the tool is asked nothing. */
  readonly address: string | null;
}

/** The next people of whom it is not known yet whether they were on the tool's list before; who came first comes first, whatever the lot says. */
export function unaskedEntrants(
  on: Queryable,
  shop: ShopId,
  listId: string,
  limit: number,
): Promise<UnaskedEntrant[]> {
  return rows<UnaskedEntrant & Record<string, unknown>>(
    on,
    sql`select d.customer_id "customerId", case when ${raw(SEND_OUTCOME)} = ${INCLUDED} then c.email end address
      from (select shop_id, customer_id, entered_on from destination_draw where shop_id = ${shop} and list_id = ${listId}::uuid and was_there is null
        order by entered_on, customer_id limit ${limit}) d
      left join lateral (select * from customer k where k.shop_id = d.shop_id and k.customer_id = d.customer_id limit 1) c on true
      order by d.entered_on, d.customer_id`,
  );
}

/** Notes who of those asked about was on the tool's list. What is known stays. */
export async function noteWasThere(
  tx: Tx,
  shop: ShopId,
  listId: string,
  { asked, there }: { readonly asked: readonly number[]; readonly there: readonly number[] },
): Promise<void> {
  await tx.query(
    sql`update destination_draw set was_there = customer_id = any(${`{${there.join(",")}}`}::bigint[])
      where shop_id = ${shop} and list_id = ${listId}::uuid and was_there is null
        and customer_id = any(${`{${asked.join(",")}}`}::bigint[])`,
  );
}

/** Forgets erased people. Needs the erasure lock alone. */
export async function forgetEntrants(tx: Tx, shop: ShopId, customerIds: readonly number[]): Promise<void> {
  await tx.query(
    sql`delete from destination_draw where shop_id = ${shop} and customer_id = any(${`{${customerIds.join(",")}}`}::bigint[])`,
  );
}

/**
 * The people of a list who still exist, each once under the id that they have now: merged people count as the first of them who might have been on
 * the list. As `customer_id, g, x, entered_on, was_there`.
 */
const entered = (shop: ShopId, listId: string): Sql => sql`
  select distinct on (now_id) now_id as customer_id, g, expected::float8 as x, entered_on, was_there
  from (
    select coalesce(a.to_customer_id, d.customer_id) as now_id, d.customer_id as id, d.placement as g, d.expected_minor as expected, d.entered_on, d.was_there
    from destination_draw d
    left join customer_alias a on a.shop_id = ${unplanned(shop)} and a.from_customer_id = d.customer_id
    where d.shop_id = ${shop} and d.list_id = ${listId}::uuid
  ) drawn
  where exists (select from customer_value v where v.shop_id = ${unplanned(shop)} and v.customer_id = now_id)
  order by now_id, entered_on, id <> now_id, id`;

export interface EntriesOfDay {
  readonly day: string;
  readonly sent: number;
  readonly heldOut: number;
  readonly alwaysHeldOut: number;
  /** Who was on the tool's list before, of the first two groups: they are in neither. */
  readonly sentBefore: number;
  readonly heldOutBefore: number;
  /** Of whom that is not known yet. */
  readonly unasked: number;
}

/** How many people of each group came on which day, the first day first. */
export function entriesByDay(on: Queryable, shop: ShopId, listId: string): Promise<EntriesOfDay[]> {
  return rows<EntriesOfDay & Record<string, unknown>>(
    on,
    sql`select entered_on::text as day, count(*) filter (where g = 0 and not was_there)::int sent,
        count(*) filter (where g = 1 and not was_there)::int "heldOut", count(*) filter (where g = 2)::int "alwaysHeldOut",
        count(*) filter (where g = 0 and was_there)::int "sentBefore", count(*) filter (where g = 1 and was_there)::int "heldOutBefore",
        count(*) filter (where g < 2 and was_there is null)::int unasked
      from (${entered(shop, listId)}) p group by entered_on order by entered_on`,
  );
}

/** People who came on one of these days, and are all observed for as many days. */
export interface EntryBlock {
  readonly from: string;
  readonly to: string;
  readonly days: number;
}

/** The people of these blocks who were not on the list before; each block is a cohort. What a person did begins to count on the day after they came. */
export const peopleOfBlocks = (shop: ShopId, listId: string, blocks: readonly EntryBlock[]): Sql => sql`
  select p.customer_id, p.g, p.x, b.cohort, p.entered_on + 1 as first_day, b.days
  from (${entered(shop, listId)}) p
  join json_to_recordset(${JSON.stringify(blocks.map((block, cohort) => ({ ...block, cohort })))})
    as b("from" date, "to" date, days integer, cohort integer) on p.entered_on between b."from" and b."to"
  where not p.was_there`;

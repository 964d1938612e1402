import sql from "sql-template-tag";
import type { ShopId } from "../../../platform/ids.ts";
import { type Queryable, rows } from "../../client.ts";

export interface OpenMatters {
  /** Tools that do not take their key. */
  readonly keys: number;
  /** People who would leave a list, and wait for a person to confirm. */
  readonly held: number;
  /** People whom a tool refuses, and who are not asked for again unless somebody does something. */
  readonly refused: number;
}

/** Of the destinations and lists that are not ended. */
export async function openMatters(on: Queryable, shop: ShopId): Promise<OpenMatters> {
  const [row] = await rows<OpenMatters & Record<string, unknown>>(
    on,
    sql`select (select count(*)::int from destination where shop_id = ${shop} and sealed_key is not null
          and problem in ('key_refused', 'key_unreadable')) keys,
        count(*) filter (where l.brake_at is not null and p.leave_held_at is not null and not p.wanted)::int held,
        count(*) filter (where p.refused_code is not null and p.try_again_at is null)::int refused
      from destination_list l join destination_person p on p.shop_id = l.shop_id and p.list_id = l.list_id
      where l.shop_id = ${shop} and l.state <> 'ended' and (p.leave_held_at is not null or p.refused_code is not null)`,
  );
  return row ?? { keys: 0, held: 0, refused: 0 };
}

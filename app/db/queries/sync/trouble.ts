import sql from "sql-template-tag";
import type { ShopId } from "../../../platform/ids.ts";
import { type Queryable, rows } from "../../client.ts";

export type TroubleKind = "not_answering" | "tokens_refused" | "scope_withdrawn" | "stuck";

export interface TroubleRow {
  readonly kind: TroubleKind;
  readonly since: Date;
  /** Tries in vain since then. */
  readonly tries: number;
  readonly nextTryAt: Date;
  readonly detail: string;
}

const FIRST_PAUSE = "15 seconds";
/** The pause doubles with each try, up to 16 minutes. */
const MAX_DOUBLINGS = 6;

/**
 * States that work for the shop failed, or failed once more, and returns when the next try is due. Tries at one instant, as by several
 * jobs that fail together, count as one.
 */
export async function addTrouble(
  on: Queryable,
  shop: ShopId,
  { kind, detail }: Pick<TroubleRow, "kind" | "detail">,
  now: Date,
): Promise<TroubleRow | null> {
  const [found] = await rows<TroubleRow>(
    on,
    sql`insert into shop_trouble as t (shop_id, kind, since, tries, last_at, next_try_at, detail)
      select ${shop}, ${kind}, ${now}, 1, ${now}, ${now}::timestamptz + ${FIRST_PAUSE}::interval, ${detail}
      from (select from shop where shop_id = ${shop} for key share) known
      on conflict (shop_id, kind) do update set
        tries = t.tries + case when excluded.last_at >= t.next_try_at then 1 else 0 end,
        last_at = excluded.last_at, detail = coalesce(nullif(excluded.detail, ''), t.detail),
        next_try_at = case when excluded.last_at >= t.next_try_at
          then excluded.last_at + ${FIRST_PAUSE}::interval * (2 ^ least(t.tries, ${MAX_DOUBLINGS}))
          else t.next_try_at end
      returning kind, since, tries, next_try_at "nextTryAt", detail`,
  );
  return found ?? null;
}

/** Returns whether the shop had one of these troubles. */
export async function removeTrouble(
  on: Queryable,
  shop: ShopId,
  kinds: readonly TroubleKind[],
): Promise<boolean> {
  const removed = await on.query(
    sql`delete from shop_trouble where shop_id = ${shop} and kind = any(${kinds})`,
  );
  return removed.rowCount !== 0;
}

/** The longest lasting first. */
export async function readTroubles(on: Queryable, shop: ShopId): Promise<TroubleRow[]> {
  return rows<TroubleRow>(
    on,
    sql`select kind, since, tries, next_try_at "nextTryAt", detail from shop_trouble
      where shop_id = ${shop} order by since, kind`,
  );
}

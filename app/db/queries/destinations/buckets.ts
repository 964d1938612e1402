import sql from "sql-template-tag";
import type { ShopId } from "../../../platform/ids.ts";
import { type Db, type Queryable, rows, type Tx } from "../../client.ts";

export interface BucketRate {
  readonly name: string;
  /** Tokens that it holds at most, and that it gets in a millisecond. */
  readonly capacity: number;
  readonly perMs: number;
}

/**
 * Takes one token out of each bucket, or none out of any: then returns after how many milliseconds, by the database's clock, there is one in
 * each. Null where they were taken.
 */
export async function takeTokens(
  db: Pick<Db, "transaction">,
  shop: ShopId,
  destinationId: string,
  buckets: readonly BucketRate[],
): Promise<number | null> {
  if (buckets.length === 0) return null;
  return db.transaction(async (tx) => {
    let waitMs = 0;
    for (const bucket of [...buckets].sort((a, b) => (a.name < b.name ? -1 : 1)))
      waitMs = Math.max(waitMs, await refill(tx, shop, destinationId, bucket));
    if (waitMs > 0) return Math.ceil(waitMs);
    await tx.query(
      sql`update destination_bucket set tokens = tokens - 1 where shop_id = ${shop} and destination_id = ${destinationId}
        and bucket = any(${buckets.map(({ name }) => name)}::text[])`,
    );
    return null;
  });
}

/** Brings a bucket up to this instant; the milliseconds until it has a token. */
async function refill(
  tx: Tx,
  shop: ShopId,
  destinationId: string,
  { name, capacity, perMs }: BucketRate,
): Promise<number> {
  const [found] = await rows<{ waitMs: number }>(
    tx,
    sql`insert into destination_bucket as b (shop_id, destination_id, bucket, tokens, refilled_at)
      values (${shop}, ${destinationId}, ${name}, ${capacity}, clock_timestamp())
      on conflict (shop_id, destination_id, bucket) do update set
        tokens = least(${capacity}::float8, b.tokens + greatest(0, extract(epoch from clock_timestamp() - b.refilled_at)) * 1000 * ${perMs}::float8),
        refilled_at = clock_timestamp()
      returning greatest(0, (1 - tokens) / ${perMs}::float8,
        coalesce(extract(epoch from blocked_until - clock_timestamp()) * 1000, 0))::float8 "waitMs"`,
  );
  return found?.waitMs ?? 0;
}

/** Nothing is taken out of them for a time. */
export async function blockBuckets(
  on: Queryable,
  shop: ShopId,
  destinationId: string,
  names: readonly string[],
  forMs: number,
): Promise<void> {
  await on.query(
    sql`update destination_bucket set blocked_until = greatest(blocked_until, clock_timestamp() + ${forMs} * interval '1 millisecond')
      where shop_id = ${shop} and destination_id = ${destinationId} and bucket = any(${names}::text[])`,
  );
}

import type { Sql } from "sql-template-tag";
import type { Db } from "../db/client.ts";
import { membersByValue, valueSpread } from "../db/queries/segments/members.ts";
import { currencyDecimals } from "../platform/currencies.ts";
import type { ShopRef } from "../platform/ids.ts";

export interface ValueBucket {
  readonly fromMinor: number;
  /** Exclusive; null for the last, open bucket. */
  readonly toMinor: number | null;
  readonly customers: number;
}

const BUCKETS = 12;

/** Members per equally wide bucket of net sales up to the value that 95 % do not exceed, and one open bucket beyond. */
export async function readDistribution(
  db: Db,
  shop: ShopRef,
  condition: Sql,
  currency: string,
): Promise<ValueBucket[]> {
  const { least, most, high } = await valueSpread(db.pool, shop.shopId, condition);
  if (least === null || most === null || high === null) return [];
  const borders = bucketBorders(least, high, 10 ** currencyDecimals(currency));
  const counts = await membersByValue(db.pool, shop.shopId, condition, borders.slice(1));
  return borders.map((fromMinor, i) => ({
    fromMinor,
    toMinor: borders[i + 1] ?? null,
    customers: counts[i] ?? 0,
  }));
}

/** Lower borders of at most `BUCKETS` buckets on round amounts: a width of 1, 2 or 5 times a power of ten of the major unit. */
export function bucketBorders(least: number, high: number, majorUnit: number): number[] {
  const wanted = Math.max(1, (high - Math.min(0, least)) / (BUCKETS - 1));
  const width = roundWidth(Math.max(wanted, majorUnit));
  const first = Math.floor(least / width) * width;
  const borders = [first];
  while (borders.length < BUCKETS && (borders.at(-1) ?? 0) + width <= high)
    borders.push((borders.at(-1) ?? 0) + width);
  return borders;
}

function roundWidth(wanted: number): number {
  const power = 10 ** Math.floor(Math.log10(wanted));
  const steps = wanted / power;
  return power * (steps <= 1 ? 1 : steps <= 2 ? 2 : steps <= 5 ? 5 : 10);
}

import sql, { join, raw, type Sql } from "sql-template-tag";
import type { ShopId } from "../../../platform/ids.ts";
import { type Queryable, rows } from "../../client.ts";

/** A top or a bottom of the customers with orders who have a value. */
export interface AskedBorder {
  /** The value, on `v`, a row of customer_value. */
  readonly condition: Sql;
  readonly share: number;
  readonly of: "top" | "bottom";
}

/** Read together at most: each takes a few columns of a row, of which PostgreSQL has 1,600. */
const TOGETHER = 100;
/** Between which parts of the values a border is looked for first, on either side of its own. */
const LEEWAY = 0.02;

/**
 * Of each, in their order: the value of the first customer outside of it, or null where nobody is outside. One pass over the customers
 * counts the values and keeps those near the border, as a sample of the table's pages places it. Where the sample was too small
 * for that, a second pass keeps all of them.
 */
export async function valuesOutside(
  on: Queryable,
  shop: ShopId,
  asked: readonly AskedBorder[],
): Promise<(number | null)[]> {
  const found: (number | null)[] = [];
  for (let from = 0; from < asked.length; from += TOGETHER) {
    const some = asked.slice(from, from + TOGETHER);
    const read = await readTogether(on, shop, some, true);
    const missed = some.filter((_, i) => read[i] === "missed");
    const again = missed.length > 0 ? await readTogether(on, shop, missed, false) : [];
    for (const border of read) found.push((border === "missed" ? again.shift() : border) as number | null);
  }
  return found;
}

const name = (of: string, i: number): Sql => raw(`${of}_${i}`);

async function readTogether(
  on: Queryable,
  shop: ShopId,
  asked: readonly AskedBorder[],
  isSampled: boolean,
): Promise<(number | null | "missed")[]> {
  const values = asked.map(({ condition: value }, i) => sql`${value}::float8 as ${name("value", i)}`);
  const valued = (sampled: Sql) =>
    sql`from customer_value v ${sampled} where v.shop_id = ${shop} and v.orders > 0`;
  const ends = asked.map(({ share, of }, i) => {
    const at = of === "top" ? 1 - share : share;
    const end = (part: number) =>
      sql`percentile_disc(${part}::float8) within group (order by ${name("value", i)})`;
    const [low, high] = [at - LEEWAY, at + LEEWAY];
    return sql`${low > 0 ? end(low) : raw("null::float8")} as ${name("low", i)},
      ${high < 1 ? end(high) : raw("null::float8")} as ${name("high", i)}`;
  });
  const sample = isSampled
    ? sql`select ${join(ends)} from (select ${join(values)} ${valued(raw("tablesample system (1) repeatable (1)"))}) sampled`
    : sql`select ${join(asked.map((_, i) => sql`null::float8 as ${name("low", i)}, null::float8 as ${name("high", i)}`))}`;
  const kept = asked.map((_, i) => {
    const [value, low, high] = [
      name("value", i),
      ...["low", "high"].map((end) => sql`(select ${name(end, i)} from sample)`),
    ];
    return sql`count(${value}) as ${name("all", i)}, count(*) filter (where ${value} < ${low}) as ${name("below", i)},
      array_agg(${value}) filter (where ${value} >= coalesce(${low}, '-infinity') and ${value} <= coalesce(${high}, 'infinity'))
        as ${name("near", i)}`;
  });
  const places = asked.map(({ share, of }, i) => {
    // 0.07 * 100 is a little more than 7.
    const inside = sql`ceil(${name("all", i)} * ${share}::float8 - 1e-9)`;
    const place = of === "top" ? sql`${name("all", i)} - ${inside} - 1` : inside;
    return sql`(${raw(String(i))}, ${name("near", i)}, ${name("all", i)} - ${inside}, ${place} - ${name("below", i)})`;
  });
  // The branch without rows keeps the values from being worked out again wherever they are named.
  const found = await rows<{ outside: number; place: number; near: number; border: number | null }>(
    on,
    sql`with sample as materialized (${sample}), kept as (
        select ${join(kept)} from (
          select ${join(values)} ${valued(raw(""))}
          union all select ${join(asked.map(() => raw("null::float8")))} where false
        ) valued
      ) select outside::float8, place::float8, coalesce(cardinality(near), 0) near,
        (select value from unnest(near) value order by value offset greatest(place, 0)::int limit 1) border
      from kept cross join lateral (values ${join(places)}) asked(at, near, outside, place) order by at`,
  );
  return found.map(({ outside, place, near, border }) => {
    if (outside <= 0) return null;
    return place < 0 || place >= near ? "missed" : border;
  });
}

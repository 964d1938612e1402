import { isDeepStrictEqual } from "node:util";
import sql from "sql-template-tag";
import { isoOfDay } from "../../app/clv/calendar.ts";
import { type Db, rows } from "../../app/db/client.ts";
import { placesInSegments } from "../../app/db/queries/segments/places.ts";
import { readHistories } from "../../app/db/queries/segments/purchase-histories.ts";
import type { ShopRef } from "../../app/platform/ids.ts";
import type { FactRow } from "../../app/segments/facts.ts";
import { PRODUCTS, TODAY } from "./any-rule.ts";

/** Without the prototype that generated objects have not, and the ids by which the parts of a history are stored. */
/** Segments are of the database, not of the person who was drawn. */
const NOT_COMPARED = ["customer_id", "segments"];
const plain = (value: object): unknown =>
  JSON.parse(
    JSON.stringify(value, (name, part: unknown) => (NOT_COMPARED.includes(name) ? undefined : part)),
  );

/** Makes these the only customers of the shop, and gives them as the database has them. */
export async function store(db: Db, { shopId }: ShopRef, people: readonly FactRow[]): Promise<FactRow[]> {
  const numbered = people.map((person, i) => ({ ...person, customer_id: i + 1 }));
  const columns = Object.keys(people[0]!).filter((name) => name !== "history" && name !== "segments");
  const put = (table: string, names: readonly string[], all: readonly object[], shared = "") =>
    db.pool.query(
      `insert into ${table} (shop_id, ${names.join(", ")}${shared && ", valued_at"})
       select $1, ${names.join(", ")}${shared} from json_populate_recordset(null::${table}, $2)`,
      [shopId, JSON.stringify(all)],
    );
  for (const table of ["customer_value", "customer_day", "customer_purchase"])
    await db.pool.query(`delete from ${table} where shop_id = $1`, [shopId]);
  await put("customer_value", columns, numbered, ", now()");
  const ofCustomers = <R extends object>(of: (row: FactRow) => readonly R[] | undefined) =>
    numbered.flatMap((row) => (of(row) ?? []).map((part) => ({ customer_id: row.customer_id, ...part })));
  const sums = ["orders", "net_sales_minor", "gross_margin_minor"];
  const unread = { cost_minor: 0, cost_known_net_sales_minor: 0 };
  await put(
    "customer_day",
    ["customer_id", "day", ...sums, ...Object.keys(unread)],
    ofCustomers((row) => row.history?.days.map((day) => ({ ...day, ...unread }))),
  );
  const bought = ["order_id", "product_id", "order_day", "units", "net_sales_minor"];
  await put(
    "customer_purchase",
    ["customer_id", ...bought],
    ofCustomers((row) => row.history?.purchases),
  );
  const stored = await rows<FactRow>(
    db.pool,
    sql`select * from customer_value where shop_id = ${shopId} order by customer_id`,
  );
  const places = await placesInSegments(
    db.pool,
    shopId,
    numbered.map(({ customer_id }) => customer_id),
  );
  const placesOf = Map.groupBy(places, ({ customerId }) => customerId);
  const histories = await readHistories(
    db.pool,
    shopId,
    stored.map((row) => row.customer_id),
  );
  const whole = stored.map((row) => ({
    ...row,
    segments: placesOf.get(row.customer_id) ?? [],
    history: histories.get(row.customer_id)!,
  }));
  if (whole.length !== numbered.length) throw new Error(`${whole.length} customers are stored.`);
  for (const [i, person] of numbered.entries()) {
    const read = plain(
      Object.fromEntries(Object.keys(person).map((name) => [name, whole[i]?.[name as keyof FactRow]])),
    );
    if (!isDeepStrictEqual(read, plain(person)))
      throw new Error(`The database has ${JSON.stringify(read)} of ${JSON.stringify(person)}.`);
  }
  return whole;
}

/** Customers who are in segments, were in them from the first, have left, or have left and entered again. */
export async function somePlaces(db: Db, { shopId }: ShopRef): Promise<void> {
  await db.pool.query(
    `insert into segment_member (shop_id, segment_key, customer_id, since, entered_day)
     select $1, case when n % 2 = 0 then 'vip' else 'd''Or' end, n, now(), case when n % 3 > 0 then $2::date - n % 70 end
     from generate_series(1, 60) n where n % 5 > 0`,
    [shopId, isoOfDay(TODAY)],
  );
  await db.pool.query(
    `insert into segment_event (shop_id, segment_key, at, customer_id, entered, day, cause)
     select $1, case when n % 2 = 0 then 'vip' else 'new' end, now(), n, n % 7 = 0, $2::date - n % 70, 'order'
     from generate_series(1, 60) n`,
    [shopId, isoOfDay(TODAY)],
  );
}

/** The shop's products, as the histories have them. */
export async function stockProducts(db: Db, { shopId }: ShopRef): Promise<void> {
  await db.pool.query(
    `insert into collection (shop_id, collection_id, source_updated_at, title)
     values ($1, 11, now(), 'One'), ($1, 12, now(), 'Two'), ($1, 19, now(), 'Empty')`,
    [shopId],
  );
  for (const { id, type, vendor, tags, collections, isDeleted } of PRODUCTS) {
    await db.pool.query(
      `insert into product (shop_id, product_id, source_updated_at, deleted_at, title, product_type, vendor, tags, status)
       values ($1, $2, now(), case when $3 then now() end, 'A product', $4, $5, $6, 'ACTIVE')`,
      [shopId, id, isDeleted, type, vendor, tags],
    );
    await db.pool.query(
      "insert into product_collection (shop_id, collection_id, product_id) select $1, unnest($2::bigint[]), $3",
      [shopId, collections, id],
    );
  }
}

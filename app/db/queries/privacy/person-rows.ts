import sql, { join, raw, type Sql } from "sql-template-tag";
import type { ShopId } from "../../../platform/ids.ts";
import { type Queryable, rows } from "../../client.ts";
import type { KnownPerson } from "./known-person.ts";
import type { NamedPerson } from "./requests.ts";
import { wholeAddress } from "./whole-address.ts";

type Person = KnownPerson & Pick<NamedPerson, "orderIds">;

interface Section {
  /** As the file calls it. */
  readonly name: string;
  readonly table: string;
  /** The columns after shop_id by which a row is known and pages follow each other. */
  readonly key: readonly string[];
  /** Columns of `table` that say nothing of the person: by them the rows are found. */
  readonly without?: readonly string[];
  /** On `t`: the rows of a person. */
  readonly isTheirs: (shop: ShopId, person: Person) => Sql;
}

const byCustomer = (_shop: ShopId, { customerIds }: Person) =>
  sql`t.customer_id = any(${customerIds}::bigint[])`;
const isTheirOrder = ({ customerIds, emails, orderIds }: Person, order: string) =>
  sql`(${raw(order)}.customer_id = any(${customerIds}::bigint[]) or ${raw(order)}.guest_email = any(${emails}::text[])
    or ${raw(order)}.order_id = any(${orderIds}::bigint[]))`;
const byOrder = (shop: ShopId, person: Person) =>
  sql`exists (select from orders o
    where o.shop_id = ${shop} and o.order_id = t.order_id and ${isTheirOrder(person, "o")})`;

/** Everything that is stored of a person, by table: who they are, what they bought, and what was made of it. */
export const PERSON_SECTIONS: readonly Section[] = [
  { name: "profiles", table: "customer", key: ["customer_id"], isTheirs: byCustomer },
  {
    name: "formerAddresses",
    table: "former_address",
    key: ["email", "customer_id"],
    isTheirs: (_shop, { customerIds, emails }) =>
      sql`(t.customer_id = any(${customerIds}::bigint[]) or t.email = any(${emails}::text[]))`,
  },
  {
    name: "changedAddresses",
    table: "(select *, email_hash::text as hash from changed_address)",
    key: ["customer_id", "hash"],
    without: ["email_hash", "hash"],
    isTheirs: byCustomer,
  },
  {
    name: "sharedAddresses",
    table: "shared_address",
    key: ["email"],
    isTheirs: (_shop, { emails }) => sql`t.email = any(${emails}::text[])`,
  },
  {
    name: "mergedProfiles",
    table: "customer_alias",
    key: ["from_customer_id"],
    isTheirs: (_shop, { customerIds }) => sql`t.from_customer_id = any(${customerIds}::bigint[])`,
  },
  {
    name: "orders",
    table: "orders",
    key: ["order_id"],
    isTheirs: (_shop, person) => isTheirOrder(person, "t"),
  },
  { name: "orderLines", table: "order_line", key: ["order_id", "line_id"], isTheirs: byOrder },
  { name: "refunds", table: "order_refund", key: ["order_id", "refund_id"], isTheirs: byOrder },
  {
    name: "ordersOfGivenFiles",
    table: "history_file_order",
    key: ["file_id", "order_id"],
    isTheirs: (_shop, { emails, orderIds }) =>
      sql`(t.email = any(${emails}::text[]) or t.order_id = any(${orderIds}::bigint[]))`,
  },
  {
    name: "refusedRowsOfGivenFiles",
    table: "history_file_refusal",
    key: ["file_id", "line_no"],
    isTheirs: (_shop, { emails }) =>
      sql`(t.order_name ~* any(${emails.map(wholeAddress)}::text[]) or t.value ~* any(${emails.map(wholeAddress)}::text[]))`,
  },
  { name: "valuesAndPredictions", table: "customer_value", key: ["customer_id"], isTheirs: byCustomer },
  { name: "valuesByMonth", table: "customer_month", key: ["customer_id", "month"], isTheirs: byCustomer },
  { name: "valuesByDay", table: "customer_day", key: ["customer_id", "day"], isTheirs: byCustomer },
  {
    name: "purchases",
    table: "customer_purchase",
    key: ["customer_id", "order_id", "product_id"],
    isTheirs: byCustomer,
  },
  { name: "firstOrderCameFrom", table: "customer_acquisition", key: ["customer_id"], isTheirs: byCustomer },
  {
    name: "placesInSegments",
    table: "segment_member",
    key: ["segment_key", "customer_id"],
    isTheirs: byCustomer,
  },
  {
    name: "segmentsEnteredAndLeft",
    table: "segment_event",
    key: ["segment_key", "at", "customer_id", "entered"],
    isTheirs: byCustomer,
  },
  {
    name: "segmentTagsInShopify",
    table: "published_member",
    key: ["segment_key", "customer_id"],
    isTheirs: byCustomer,
  },
  {
    name: "placesInMailingTools",
    table: `(select p.*, d.tool, l.tool_list_name from destination_person p
      join destination_list l on l.shop_id = p.shop_id and l.list_id = p.list_id
      join destination d on d.shop_id = l.shop_id and d.destination_id = l.destination_id)`,
    key: ["list_id", "address"],
    isTheirs: (_shop, { customerIds, emails }) =>
      sql`(t.customer_id = any(${customerIds}::bigint[]) or t.address = any(${emails}::text[]))`,
  },
  {
    name: "placesInExports",
    table: `(select d.shop_id, d.export_id, d.customer_ids, p.customer_id,
        case p.g when 0 then 'in the file' when 1 then 'held out of this export' else 'held out of every export' end as drawn,
        p.expected_minor
      from export_draw d cross join lateral unnest(d.customer_ids, d.groups, d.expected_minor) p(customer_id, g, expected_minor))`,
    key: ["export_id", "customer_id"],
    without: ["customer_ids"],
    isTheirs: (shop, person) =>
      sql`(t.customer_ids && ${person.customerIds}::bigint[] and ${byCustomer(shop, person)})`,
  },
  {
    name: "placesInListLots",
    table: `(select d.shop_id, d.list_id, d.customer_id, d.entered_on, d.expected_minor, d.was_there, l.tool_list_name,
        case d.placement when 0 then 'to be on the list' when 1 then 'held out of this list' else 'held out of every list' end as drawn
      from destination_draw d join destination_list l on l.shop_id = d.shop_id and l.list_id = d.list_id)`,
    key: ["list_id", "customer_id"],
    isTheirs: byCustomer,
  },
  {
    name: "unreadableInput",
    table: "refused_row",
    key: ["refused_id"],
    isTheirs: (_shop, { customerIds, emails, orderIds }) =>
      sql`((t.resource = 'customers' and t.source_id = any(${customerIds}::bigint[]))
        or (t.resource = 'orders' and t.source_id = any(${orderIds}::bigint[]))
        or t.raw ~* any(${emails.map(wholeAddress)}::text[]))`,
  },
  {
    name: "requests",
    table: "privacy_request",
    key: ["request_id"],
    without: ["candidate_ids"],
    isTheirs: (_shop, { customerIds, emails, phones, orderIds }) =>
      sql`(t.customer_id = any(${customerIds}::bigint[]) or t.email = any(${emails}::text[])
        or t.order_ids && ${orderIds}::bigint[]
        or (t.customer_id is null and t.email is null and t.phone = any(${phones}::text[])))`,
  },
];

/** The rows of a section as JSON text, in pages. */
export async function* personRows(
  on: Queryable,
  shop: ShopId,
  { table, key, without = [], isTheirs }: Section,
  person: Person,
  pageSize: number,
): AsyncGenerator<readonly string[]> {
  const order = raw(key.map((column) => `t.${column}`).join(", "));
  const place = raw(key.map((column) => `t.${column}::text`).join(", "));
  let after: readonly string[] | null = null;
  for (;;) {
    const follows: Sql = after === null ? sql`true` : sql`(${order}) > (${join(after)})`;
    const page: { row: string; place: string[] }[] = await rows(
      on,
      sql`select (to_jsonb(t) - ${["shop_id", ...without]}::text[])::text row, array[${place}] place from ${raw(table)} t
        where t.shop_id = ${shop} and ${isTheirs(shop, person)} and ${follows} order by ${order} limit ${pageSize}`,
    );
    yield page.map(({ row }) => row);
    after = page.at(-1)?.place ?? null;
    if (page.length < pageSize) return;
  }
}

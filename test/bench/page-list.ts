import { readSpend } from "../../app/acquisition/spend-view.ts";
import { readWon } from "../../app/acquisition/won-view.ts";
import type { Db } from "../../app/db/client.ts";
import { listExports, previewExport } from "../../app/exports/exports.ts";
import { listCustomers } from "../../app/segments/customer-list.ts";
import { readHome } from "../../app/segments/home.ts";
import { listSegments } from "../../app/segments/list-segments.ts";
import { readPersonWhy } from "../../app/segments/person-why.ts";
import { readSegment } from "../../app/segments/read-segment.ts";
import type { Rule } from "../../app/segments/rule.ts";
import { readSyncView } from "../../app/sync/status/read-sync-view.ts";
import { customerQueryOf, listQueryOf } from "../../app/ui/customers/customer-query.ts";
import { textOfConditions } from "../../app/ui/customers/list-conditions.ts";
import { readCohorts } from "../../app/valuation/pages/cohorts.ts";
import { readCustomer, readCustomerCard } from "../../app/valuation/pages/customers/customer.ts";
import { readModelPage } from "../../app/valuation/pages/model/model-page.ts";
import { readRfmFlow } from "../../app/valuation/pages/rfm-flow.ts";
import { readSettings } from "../../app/valuation/pages/settings.ts";
import { SHOP } from "./place.ts";

/** A page, the reader that its route calls, and its main figure as one aggregate over the orders would give it. */
export interface BenchPage {
  readonly name: string;
  /** Of the built app; null for what is no page by itself. */
  readonly path: (customerId: number) => string;
  readonly read: (db: Db, customerId: number) => Promise<unknown>;
  /** `$1` is the shop, `$2` a customer. Null where the page shows nothing that orders tell. */
  readonly aggregate: string | null;
}

const ORDERS = "orders where shop_id = $1 and deleted_at is null and exclusion is null";
const PER_CUSTOMER = `select customer_id, count(*) orders, sum(net_sales_minor) net, min(order_day) first_day,
  max(order_day) last_day from ${ORDERS} and customer_id is not null group by customer_id`;

function customers(name: string, address: string, rank: string): BenchPage {
  return {
    name,
    path: () => `/app/customers${address}`,
    read: (db) => listCustomers(db, SHOP, listQueryOf(customerQueryOf(new URLSearchParams(address)))),
    aggregate: rank,
  };
}

const BEST = `select * from (${PER_CUSTOMER}) v order by net desc limit 50`;

/** Nested, over stored figures and over what was bought. */
const CONDITIONS: Rule = {
  any: [
    { fact: "netSalesIn", period: { lastDays: 180 }, is: ">=", value: 10_000 },
    {
      all: [
        { fact: "pAlive", is: "between", from: 0.2, to: 0.7 },
        { not: { fact: "member", segment: "lapsed", is: "=", value: true } },
        { fact: "orders", is: ">=", value: 3 },
      ],
    },
  ],
};

export const PAGES: readonly BenchPage[] = [
  {
    name: "home",
    path: () => "/app",
    read: (db) => readHome(db, SHOP, new Date()),
    aggregate: `select avg(net), percentile_cont(0.5) within group (order by net), avg((orders > 1)::int)
      from (${PER_CUSTOMER}) v`,
  },
  customers("customers", "", BEST),
  customers(
    "customers, searched",
    "?q=anna+jansen&sort=name",
    `select v.* from (${PER_CUSTOMER}) v
    join customer c on c.shop_id = $1 and c.customer_id = v.customer_id
    where c.first_name ilike '%anna%' and c.last_name ilike '%jansen%' order by c.last_name, c.first_name limit 50`,
  ),
  customers("customers, filtered", "?group=CHAMPIONS&consent=SUBSCRIBED&sort=predicted", BEST),
  customers("customers, by conditions", `?rule=${textOfConditions(CONDITIONS)}`, BEST),
  {
    name: "customer",
    path: (customerId) => `/app/customers/${customerId}`,
    read: (db, customerId) => readCustomer(db, SHOP, customerId),
    aggregate: `select count(*), sum(net_sales_minor), max(order_day) from ${ORDERS} and customer_id = $2`,
  },
  {
    name: "moves between groups",
    path: () => "/app/segments/flow",
    read: (db) => readRfmFlow(db, SHOP, { from: null, to: null }),
    aggregate: `select percentile_disc(array[0.2, 0.4, 0.6, 0.8]) within group (order by orders),
      percentile_disc(array[0.2, 0.4, 0.6, 0.8]) within group (order by net),
      percentile_disc(array[0.2, 0.4, 0.6, 0.8]) within group (order by last_day) from (${PER_CUSTOMER}) v`,
  },
  {
    name: "segments",
    path: () => "/app/segments",
    read: (db) => listSegments(db, SHOP),
    aggregate: `select count(*) filter (where orders = 1 and last_day between current_date - 120 and current_date - 60),
      count(*) filter (where first_day > current_date - 30), count(*) filter (where last_day < current_date - 365),
      percentile_disc(0.9) within group (order by net) from (${PER_CUSTOMER}) v`,
  },
  {
    name: "segment",
    path: () => "/app/segments/vip",
    read: (db) => readSegment(db, SHOP, "vip"),
    aggregate: `select count(*), sum(net) from (select *, percent_rank() over (order by net desc) from (${PER_CUSTOMER}) v) r
      where percent_rank <= 0.1`,
  },
  {
    name: "segment by margin, with the note on margins",
    path: () => "/app/segments/highest_margin",
    read: (db) => readSegment(db, SHOP, "highest_margin"),
    aggregate: `select count(*), sum(net) from (select *, percent_rank() over (order by net desc) from (${PER_CUSTOMER}) v) r
      where percent_rank <= 0.1`,
  },
  {
    name: "why a customer is in a segment",
    path: (customerId) => `/app/customers/${customerId}/why/vip`,
    read: (db, customerId) => readPersonWhy(db, SHOP, "vip", customerId),
    aggregate: `select count(*), sum(net_sales_minor), max(order_day) from ${ORDERS} and customer_id = $2`,
  },
  {
    name: "export preview",
    path: () => "/app/segments/vip/export",
    read: (db) => previewExport(db, SHOP, "vip"),
    aggregate: `select count(*) from (select *, percent_rank() over (order by net desc) from (${PER_CUSTOMER}) v) r
      join customer c on c.shop_id = $1 and c.customer_id = r.customer_id
      where percent_rank <= 0.1 and c.email_marketing_state = 'SUBSCRIBED'`,
  },
  {
    name: "cohorts",
    path: () => "/app/cohorts",
    read: (db) => readCohorts(db, SHOP),
    aggregate: `select date_trunc('month', v.first_day) cohort, date_trunc('month', o.order_day) as month,
      count(distinct o.customer_id), sum(o.net_sales_minor)
      from (select * from ${ORDERS}) o join (${PER_CUSTOMER}) v using (customer_id) group by 1, 2`,
  },
  {
    name: "acquisition",
    path: () => "/app/acquisition?period=all",
    read: (db) => readWon(db, SHOP, { dimension: "channel", basis: "revenue", months: null }),
    aggregate: `select channel, count(*), sum(net) from (
        select distinct on (customer_id) customer_id, first_visit_utm_source channel from ${ORDERS} and customer_id is not null
        order by customer_id, order_day, order_id
      ) f join (${PER_CUSTOMER}) v using (customer_id) group by channel`,
  },
  {
    name: "acquisition, first products",
    path: () => "/app/acquisition?period=all&by=product",
    read: (db) => readWon(db, SHOP, { dimension: "product", basis: "revenue", months: null }),
    aggregate: `select count(*), sum(net) from (${PER_CUSTOMER}) v`,
  },
  {
    name: "spend",
    path: () => "/app/acquisition/spend?period=all",
    read: (db) => readSpend({ db, clock: () => new Date() }, SHOP, null),
    aggregate: null,
  },
  { name: "model", path: () => "/app/model", read: (db) => readModelPage(db, SHOP), aggregate: null },
  {
    name: "sync",
    path: () => "/app/sync",
    read: (db) => readSyncView(db, SHOP, new Date()),
    aggregate:
      "select count(*), max(source_updated_at) from orders where shop_id = $1 and deleted_at is null",
  },
  { name: "exports", path: () => "/app/exports", read: (db) => listExports(db, SHOP), aggregate: null },
  { name: "settings", path: () => "/app/settings", read: (db) => readSettings(db, SHOP), aggregate: null },
  {
    name: "card in the admin",
    path: (customerId) => `/api/customer-card?customerId=${customerId}`,
    read: (db, customerId) => readCustomerCard(db, SHOP, customerId),
    aggregate: `select count(*), sum(net_sales_minor), max(order_day) from ${ORDERS} and customer_id = $2`,
  },
];

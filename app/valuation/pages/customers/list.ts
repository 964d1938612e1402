import type { Db } from "../../../db/client.ts";
import {
  type Condition,
  countCustomers,
  customerCountries,
} from "../../../db/queries/pages/customer-list.ts";
import { shopFacts } from "../../../db/queries/pages/settings.ts";
import { shopValuation } from "../../../db/queries/valuation/customer-value-rows.ts";
import type { ShopRef } from "../../../platform/ids.ts";
import { type LearningReason, learningReason } from "../learning.ts";
import { type ShopFacts, shopFactsOf } from "../shop-facts.ts";
import { type CustomerFilter, customerCondition } from "./filter.ts";
import { readPage } from "./list-cursor.ts";
import { type CustomerRow, customerRowOf } from "./row.ts";

export type CustomerSort = "net_sales" | "predicted" | "orders" | "last_order" | "name";

export interface CustomerQuery extends CustomerFilter {
  readonly search?: string | undefined;
  readonly sort: CustomerSort;
  readonly direction: "asc" | "desc";
  readonly cursor?: string | undefined;
  readonly pageSize: number;
}

export interface CustomerList {
  readonly shop: ShopFacts;
  readonly rows: readonly CustomerRow[];
  readonly nextCursor: string | null;
  readonly previousCursor: string | null;
  /** Matching customers, exact up to 10,000; `totalIsAtLeast` beyond. */
  readonly total: number;
  readonly totalIsAtLeast: boolean;
  readonly countries: readonly string[];
  readonly learning: LearningReason | null;
}

const COUNTED_UP_TO = 10_000;

/** Page of customers, prospects included. Every word of the search has to occur in the name or the address. */
export async function listCustomers(db: Db, shop: ShopRef, query: CustomerQuery): Promise<CustomerList> {
  const { shopId } = shop;
  const condition = conditionOf(query);
  const [facts, valuation, page, countries] = await Promise.all([
    shopFacts(db.pool, shopId),
    shopValuation(db.pool, shopId),
    readPage(db.pool, shopId, condition, query),
    customerCountries(db.pool, shopId),
  ]);
  // A search reads every customer; where one page shows all that it found, nothing has to be read again to count it.
  const wholeList = page.nextCursor === null && page.previousCursor === null;
  const counted = wholeList
    ? page.rows.length
    : await countCustomers(db.pool, shopId, condition, COUNTED_UP_TO + 1);
  return {
    shop: shopFactsOf(shop, facts),
    rows: page.rows.map(customerRowOf),
    nextCursor: page.nextCursor,
    previousCursor: page.previousCursor,
    total: Math.min(counted, COUNTED_UP_TO),
    totalIsAtLeast: counted > COUNTED_UP_TO,
    countries,
    learning: valuation?.model_id ? null : learningReason(valuation?.learning ?? null),
  };
}

function conditionOf(query: CustomerQuery): Condition {
  return customerCondition(
    query,
    (query.search ?? "").toLowerCase().split(/\s+/).filter(Boolean).slice(0, 8),
  );
}

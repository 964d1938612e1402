import type { Db } from "../db/client.ts";
import { type Condition, countCustomers, customerCountries } from "../db/queries/customer-list.ts";
import { shopValuation } from "../db/queries/customer-value-rows.ts";
import { shopFacts } from "../db/queries/settings.ts";
import type { ShopRef } from "../platform/ids.ts";
import { customerCondition } from "./customer-filter.ts";
import { customerRowOf } from "./customer-row.ts";
import { learningReason } from "./learning.ts";
import { readPage } from "./list-cursor.ts";
import { shopFactsOf } from "./shop-facts.ts";
import type { CustomerList, CustomerQuery } from "./views.ts";

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

import { pipeline } from "node:stream/promises";
import { from as copyFrom } from "pg-copy-streams";
import sql, { empty, raw } from "sql-template-tag";
import type { ShopId } from "../../../platform/ids.ts";
import { type Queryable, rows, type Tx } from "../../client.ts";

/** What the models see of a customer; weeks are counted by the caller from the days. */
export interface HistoryRow {
  readonly customer_id: number;
  readonly order_days: number;
  readonly days_to_last: number;
  /** From the first order day to `asOfDay`. */
  readonly days_observed: number;
  readonly repeat_day_value_minor: number | null;
}

/**
 * Customers who ordered up to `asOfDay`, `pageSize` at a time in the order of their ids; one page is in memory at once.
 * `onlyTargets` reads those of the running refresh.
 */
export async function* historyPages(
  on: Queryable,
  shop: ShopId,
  asOfDay: string,
  pageSize: number,
  onlyTargets = false,
): AsyncGenerator<HistoryRow[]> {
  let after = 0;
  while (true) {
    const page = await rows<HistoryRow>(
      on,
      sql`select customer_id, order_days, last_order_day - first_order_day as days_to_last,
         ${asOfDay}::date - first_order_day as days_observed, repeat_day_value_minor
       from customer_value
       where shop_id = ${shop} and customer_id > ${after} and orders > 0
         ${onlyTargets ? sql`and customer_id in (select customer_id from valuation_target)` : empty}
       order by customer_id limit ${pageSize}`,
    );
    if (page.length > 0) yield page;
    if (page.length < pageSize) return;
    after = page.at(-1)?.customer_id ?? after;
  }
}

const SCORES = {
  p_alive: "float8",
  order_probability: "float8",
  expected_orders: "float8",
  orders_low: "int",
  orders_high: "int",
  expected_value_minor: "bigint",
  value_low_minor: "bigint",
  value_high_minor: "bigint",
  next_order_from: "date",
  next_order_to: "date",
} as const;
/** The columns in a list, each through `of`. */
const listed = (of: (name: string) => string) => raw(Object.keys(SCORES).map(of).join(", "));

export async function createScoreTable(tx: Tx): Promise<void> {
  const columns = Object.entries(SCORES).map(([name, type]) => `${name} ${type}`);
  await tx.query(
    `create temporary table valuation_score (customer_id bigint primary key, ${columns.join(", ")}) on commit drop`,
  );
}

/** One line of COPY text: the columns of valuation_score, tab separated, `\N` for null. */
export type ScoreLine = string;

export async function copyScores(tx: Tx, lines: Iterable<ScoreLine>): Promise<void> {
  await pipeline(lines, tx.query(copyFrom("copy valuation_score from stdin")));
}

/** Writes the copied scores where they differ. */
export async function writeScores(tx: Tx, shop: ShopId): Promise<number> {
  await tx.query("analyze valuation_score");
  const written = await tx.query(
    sql`update customer_value v set ${listed((name) => `${name} = s.${name}`)}
     from valuation_score s
     where v.shop_id = ${shop} and v.customer_id = s.customer_id
       and (${listed((name) => `v.${name}`)}) is distinct from (${listed((name) => `s.${name}`)})`,
  );
  return written.rowCount ?? 0;
}

/** Removes predictions that no model supports: those of everybody, or of the targets who have no orders (any more). */
export async function clearScores(
  tx: Tx,
  shop: ShopId,
  whose: "everyone" | "targets_without_orders",
): Promise<void> {
  await tx.query(
    sql`update customer_value v set ${listed((name) => `${name} = null`)}
     where v.shop_id = ${shop} and v.p_alive is not null
       ${
         whose === "everyone"
           ? empty
           : sql`and v.orders = 0 and v.customer_id in (select customer_id from valuation_target)`
       }`,
  );
}

export interface StoredModel {
  readonly modelId: string;
  readonly fittedAt: Date;
  readonly asOfDay: string;
  readonly customers: number;
  readonly logLikelihood: number;
  readonly model: unknown;
  readonly validation: unknown;
}

export async function storeModel(tx: Tx, shop: ShopId, model: StoredModel): Promise<void> {
  const validation = model.validation === undefined ? null : JSON.stringify(model.validation);
  await tx.query(
    sql`insert into value_model (shop_id, model_id, fitted_at, as_of_day, customers, log_likelihood, model, validation)
     values (${shop}, ${model.modelId}, ${model.fittedAt}, ${model.asOfDay}, ${model.customers}, ${model.logLikelihood},
       ${JSON.stringify(model.model)}, ${validation})`,
  );
}

/** The model in force, or why there is none. */
export async function setModelInForce(
  tx: Tx,
  shop: ShopId,
  state: { readonly modelId: string } | { readonly learning: string },
): Promise<void> {
  const modelId = "modelId" in state ? state.modelId : null;
  const learning = "learning" in state ? state.learning : null;
  await tx.query(
    sql`update shop_valuation set model_id = ${modelId}, learning = ${learning} where shop_id = ${shop}`,
  );
}

/** The model in force stays, or there is still none: a newer fit did not come to an end. */
export async function keepModelInForce(tx: Tx, shop: ShopId, learning: string): Promise<void> {
  await tx.query(sql`update shop_valuation set learning = ${learning} where shop_id = ${shop}`);
}

export interface ModelInForceRow {
  readonly fitted_at: Date;
  readonly as_of_day: string;
  readonly customers: number;
  readonly model: unknown;
  /** How it predicted the shop's own past; null where that was not tested. */
  readonly validation: unknown;
}

export async function modelInForce(on: Queryable, shop: ShopId): Promise<ModelInForceRow | undefined> {
  const [row] = await rows<ModelInForceRow>(
    on,
    sql`select m.fitted_at, m.as_of_day, m.customers, m.model, m.validation from shop_valuation s
     join value_model m on m.shop_id = s.shop_id and m.model_id = s.model_id where s.shop_id = ${shop}`,
  );
  return row;
}

/** Keeps only the latest models, so that the table does not grow without limit. */
export async function forgetOldModels(tx: Tx, shop: ShopId, kept: number): Promise<void> {
  await tx.query(
    sql`delete from value_model where shop_id = ${shop} and model_id not in (
       select model_id from value_model where shop_id = ${shop} order by fitted_at desc, model_id desc limit ${kept})`,
  );
}

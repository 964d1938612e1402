import { pipeline } from "node:stream/promises";
import { from as copyFrom } from "pg-copy-streams";
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
      `select customer_id, order_days, last_order_day - first_order_day as days_to_last,
         $2::date - first_order_day as days_observed, repeat_day_value_minor
       from customer_value
       where shop_id = $1 and customer_id > $3 and orders > 0
         ${onlyTargets ? "and customer_id in (select customer_id from valuation_target)" : ""}
       order by customer_id limit $4`,
      [shop, asOfDay, after, pageSize],
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
const NAMES = Object.keys(SCORES);

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
    `update customer_value v set ${NAMES.map((name) => `${name} = s.${name}`).join(", ")}
     from valuation_score s
     where v.shop_id = $1 and v.customer_id = s.customer_id
       and (${NAMES.map((name) => `v.${name}`).join(", ")}) is distinct from (${NAMES.map((name) => `s.${name}`).join(", ")})`,
    [shop],
  );
  return written.rowCount ?? 0;
}

/** Takes back predictions that no model stands behind: of everybody, or of the targets who have no orders (any more). */
export async function clearScores(
  tx: Tx,
  shop: ShopId,
  whose: "everyone" | "targets_without_orders",
): Promise<void> {
  await tx.query(
    `update customer_value v set ${NAMES.map((name) => `${name} = null`).join(", ")}
     where v.shop_id = $1 and v.p_alive is not null
       ${whose === "everyone" ? "" : "and v.orders = 0 and v.customer_id in (select customer_id from valuation_target)"}`,
    [shop],
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
  await tx.query(
    `insert into value_model (shop_id, model_id, fitted_at, as_of_day, customers, log_likelihood, model, validation)
     values ($1, $2, $3, $4, $5, $6, $7, $8)`,
    [
      shop,
      model.modelId,
      model.fittedAt,
      model.asOfDay,
      model.customers,
      model.logLikelihood,
      JSON.stringify(model.model),
      model.validation === undefined ? null : JSON.stringify(model.validation),
    ],
  );
}

/** The model in force, or why there is none. */
export async function setModelInForce(
  tx: Tx,
  shop: ShopId,
  state: { readonly modelId: string } | { readonly learning: string },
): Promise<void> {
  await tx.query("update shop_valuation set model_id = $2, learning = $3 where shop_id = $1", [
    shop,
    "modelId" in state ? state.modelId : null,
    "learning" in state ? state.learning : null,
  ]);
}

/** The model in force stays, or there is still none: a newer fit did not come to an end. */
export async function keepModelInForce(tx: Tx, shop: ShopId, learning: string): Promise<void> {
  await tx.query("update shop_valuation set learning = $2 where shop_id = $1", [shop, learning]);
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
    `select m.fitted_at, m.as_of_day, m.customers, m.model, m.validation from shop_valuation s
     join value_model m on m.shop_id = s.shop_id and m.model_id = s.model_id where s.shop_id = $1`,
    [shop],
  );
  return row;
}

/** Keeps the latest models, so that a look back stays possible without growing for ever. */
export async function forgetOldModels(tx: Tx, shop: ShopId, kept: number): Promise<void> {
  await tx.query(
    `delete from value_model where shop_id = $1 and model_id not in (
       select model_id from value_model where shop_id = $1 order by fitted_at desc, model_id desc limit $2)`,
    [shop, kept],
  );
}

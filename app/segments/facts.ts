import type { z } from "zod";
import { stored } from "./facts/fact.ts";
import { MEMBER_FACTS } from "./facts/member-facts.ts";
import { PERSON_FACTS } from "./facts/person-facts.ts";
import { PREDICTION_FACTS } from "./facts/prediction-facts.ts";
import { PURCHASE_FACTS } from "./facts/purchase-facts.ts";
import { SALES_FACTS } from "./facts/sales-facts.ts";
import { TIME_FACTS } from "./facts/time-facts.ts";

export type { Fact, FactRow, FactType, FactValue } from "./facts/fact.ts";

/**
 * Everything that a rule can ask of a customer. SQL, meaning in memory, the schema of rules and the labels of the pages
 * (`fact.<name>`) follow from this table; a fact is added here and in the messages. Names are stored inside rules and never
 * change their meaning.
 */
export const FACTS = {
  orders: stored("count", "orders"),
  orderDays: stored("count", "order_days"),
  /** With a discount on their goods. */
  discountedOrders: stored("count", "discounted_orders"),
  ...SALES_FACTS,
  ...TIME_FACTS,
  ...PERSON_FACTS,
  ...PREDICTION_FACTS,
  ...MEMBER_FACTS,
  ...PURCHASE_FACTS,
} as const;

export type FactName = keyof typeof FACTS;

/** Facts whose conditions say something beside their question. */
export type ParameterFactName = {
  [F in FactName]: (typeof FACTS)[F] extends { readonly parameters: z.ZodObject } ? F : never;
}[FactName];

export const isFactName = (name: unknown): name is FactName =>
  typeof name === "string" && Object.hasOwn(FACTS, name);

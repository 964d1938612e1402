import type { ListOrder } from "../list-order.ts";
import type { Rule } from "../rule.ts";
import type { ThresholdName } from "../thresholds.ts";

/** A segment that every shop has from the start, and can make its own from. */
export interface Template<K extends string = string> {
  readonly key: K;
  readonly rule: Rule;
  readonly order: ListOrder;
  /** Numbers of the sentence that explains the rule. A name ends in `Minor` for money and in `Share` for a share. */
  readonly says: Readonly<Record<string, number | { readonly threshold: ThresholdName }>>;
}

/** A template by its key, most valuable first unless it says otherwise. */
export const template = <const K extends string>(
  key: K,
  rule: Rule,
  says: Template["says"] = {},
  order: ListOrder = "net_sales",
): Template<K> => ({ key, rule, order, says });

export const hasBought: Rule = { fact: "orders", is: ">", value: 0 };
export const neverBought: Rule = { fact: "orders", is: "=", value: 0 };
export const subscribed: Rule = { fact: "consent", is: "=", value: "SUBSCRIBED" };
/** With the prediction, alive to such a probability; everybody who bought where no model is in force. */
export const probablyActive = (least: number): Rule => ({
  any: [
    { fact: "pAlive", is: ">=", value: least },
    { fact: "pAlive", is: "missing" },
  ],
});

/** P(alive) up to which somebody is not certain to stay; from GONE_BELOW on somebody is not lost (decision 016). */
export const CERTAIN_ABOVE = 0.7;

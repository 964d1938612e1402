import { numberOf, type RuleContext } from "./context.ts";
import { BEST_CUSTOMERS } from "./templates/best-customers.ts";
import { FIRST_ORDERS } from "./templates/first-orders.ts";
import { KEEPING_CUSTOMERS } from "./templates/keeping-customers.ts";
import type { Template } from "./templates/template.ts";
import { WAYS_OF_BUYING } from "./templates/ways-of-buying.ts";

const ALL = [...BEST_CUSTOMERS, ...KEEPING_CUSTOMERS, ...FIRST_ORDERS, ...WAYS_OF_BUYING] as const;
export type TemplateKey = (typeof ALL)[number]["key"];

/** In the order of the page. docs/segments.md says the same in words. */
export const TEMPLATES: readonly Template<TemplateKey>[] = ALL;

export function templateOf(key: TemplateKey): Template<TemplateKey> {
  const found = TEMPLATES.find((its) => its.key === key);
  if (!found) throw new Error(`There is no template ${key}.`);
  return found;
}

/** The numbers of a template's sentence with the shop's own borders filled in. */
export function ruleValues(
  { says }: Template<TemplateKey>,
  context: RuleContext,
): Readonly<Record<string, number>> {
  return Object.fromEntries(Object.entries(says).map(([name, amount]) => [name, numberOf(amount, context)]));
}

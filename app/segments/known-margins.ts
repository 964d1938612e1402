import { costCoverage } from "../clv/historic/margin.ts";
import type { Queryable } from "../db/client.ts";
import { costSumsOfCustomers } from "../db/queries/segments/known-margins.ts";
import type { ShopId } from "../platform/ids.ts";
import type { RuleContext } from "./context.ts";
import type { FactName } from "./facts.ts";
import { conditionsOf, type Rule } from "./rule.ts";

/** What stands beside whatever asks for margins: among how many customers, and how much of it is known. */
export interface KnownMargins {
  /** With orders. */
  readonly customers: number;
  /** Of these, who has a gross margin. */
  readonly known: number;
  /** Share of net sales with a known cost; null without net sales. */
  readonly coverage: number | null;
  /** Whether sales of unknown cost leave the shop's default margin. */
  readonly hasDefault: boolean;
}

const OF_MARGIN: ReadonlySet<FactName> = new Set<FactName>([
  "grossMargin",
  "contribution",
  "grossMarginIn",
  "earlyGrossMargin",
]);

export const asksMargin = (rule: Rule): boolean => conditionsOf(rule).some(({ fact }) => OF_MARGIN.has(fact));

/** Null where none of the rules asks for margins. */
export async function readKnownMargins(
  on: Queryable,
  shop: ShopId,
  { defaultMarginBp }: Pick<RuleContext, "defaultMarginBp">,
  rules: readonly Rule[],
): Promise<KnownMargins | null> {
  if (!rules.some(asksMargin)) return null;
  const sums = await costSumsOfCustomers(on, shop);
  const { customers } = sums;
  const hasDefault = defaultMarginBp !== null;
  const coverage = costCoverage({
    netSalesMinor: sums.net_sales_minor,
    costKnownNetSalesMinor: sums.cost_known_net_sales_minor,
  });
  return { customers, known: sums.known, coverage, hasDefault };
}

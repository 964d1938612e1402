import sql, { join } from "sql-template-tag";
import {
  COST_KINDS,
  type CostKind,
  type CostRule,
  type CostRules,
  NO_COST,
} from "../../../clv/historic/cost-rules.ts";
import type { ShopId } from "../../../platform/ids.ts";
import { type Queryable, rows, type Tx } from "../../client.ts";

interface RuleRow {
  readonly kind: string;
  readonly country_code: string;
  readonly fixed_minor: number;
  readonly share_bp: number;
  readonly currency: string;
}

export interface StoredCostRules {
  /** Those in the shop's currency. */
  readonly rules: CostRules;
  /** Of rules that are not used, because the shop has another currency now; null where there are none. */
  readonly formerCurrency: string | null;
}

/** What the shop says that orders cost beside their goods; nothing where it says nothing. */
export async function storedCostRules(on: Queryable, shop: ShopId): Promise<StoredCostRules> {
  const found = await rows<RuleRow & { shop_currency: string | null }>(
    on,
    sql`select r.kind, r.country_code, r.fixed_minor, r.share_bp, r.currency, s.currency as shop_currency
      from cost_rule r join shop s on s.shop_id = r.shop_id
      where r.shop_id = ${shop} order by r.kind, r.country_code`,
  );
  const used = found.filter(({ currency, shop_currency }) => currency === shop_currency);
  const of = (kind: CostKind) => {
    const own = used.filter((row) => row.kind === kind);
    const ruleOf = (row: RuleRow): CostRule => ({ fixedMinor: row.fixed_minor, shareBp: row.share_bp });
    const everywhere = own.find(({ country_code }) => country_code === "");
    return {
      everywhere: everywhere ? ruleOf(everywhere) : NO_COST,
      countries: Object.fromEntries(
        own.filter(({ country_code }) => country_code !== "").map((row) => [row.country_code, ruleOf(row)]),
      ),
    };
  };
  return {
    rules: { shipping: of("shipping"), payment: of("payment"), fulfilment: of("fulfilment") },
    formerCurrency: found.find((row) => !used.includes(row))?.currency ?? null,
  };
}

/** Stores the rules in place of all that were stored. A rule of a country is stored also where it is the general one. */
export async function replaceCostRules(
  tx: Tx,
  shop: ShopId,
  rules: CostRules,
  currency: string,
): Promise<void> {
  await tx.query(sql`delete from cost_rule where shop_id = ${shop}`);
  const all = COST_KINDS.flatMap((kind) => {
    const { everywhere, countries } = rules[kind];
    return [["", everywhere] as const, ...Object.entries(countries)].map(([code, rule]) => ({
      kind,
      code,
      rule,
    }));
  }).filter(({ code, rule }) => code !== "" || rule.fixedMinor !== 0 || rule.shareBp !== 0);
  if (all.length === 0) return;
  const values = all.map(
    ({ kind, code, rule }) =>
      sql`(${shop}, ${kind}, ${code}, ${rule.fixedMinor}, ${rule.shareBp}, ${currency})`,
  );
  await tx.query(
    sql`insert into cost_rule (shop_id, kind, country_code, fixed_minor, share_bp, currency) values ${join(values)}`,
  );
}

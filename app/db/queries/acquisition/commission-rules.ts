import sql from "sql-template-tag";
import type { ShopId } from "../../../platform/ids.ts";
import { type Queryable, rows, type Tx } from "../../client.ts";

export interface CommissionRuleRow {
  readonly ruleId: string;
  readonly channel: string;
  readonly shareBp: number | null;
  readonly amountMinor: number | null;
  readonly firstMonth: number;
  readonly lastMonth: number | null;
}

export function commissionRules(on: Queryable, shop: ShopId): Promise<CommissionRuleRow[]> {
  return rows<CommissionRuleRow>(
    on,
    sql`select rule_id::text "ruleId", channel, share_bp "shareBp", amount_minor "amountMinor", first_month "firstMonth",
        last_month "lastMonth"
      from commission_rule where shop_id = ${shop} order by channel, first_month, rule_id`,
  );
}

export async function insertCommissionRule(
  on: Queryable,
  shop: ShopId,
  rule: CommissionRuleRow & { readonly by: string; readonly at: Date },
): Promise<void> {
  await on.query(
    sql`insert into commission_rule (shop_id, rule_id, channel, share_bp, amount_minor, first_month, last_month, added_by, added_at)
      values (${shop}, ${rule.ruleId}::uuid, ${rule.channel}, ${rule.shareBp}, ${rule.amountMinor}, ${rule.firstMonth},
        ${rule.lastMonth}, ${rule.by}, ${rule.at})`,
  );
}

export async function setCommissionEnd(
  tx: Tx,
  shop: ShopId,
  ruleId: string,
  lastMonth: number | null,
): Promise<void> {
  await tx.query(
    sql`update commission_rule set last_month = ${lastMonth} where shop_id = ${shop} and rule_id = ${ruleId}::uuid`,
  );
}

export async function deleteCommissionRule(
  on: Queryable,
  shop: ShopId,
  ruleId: string,
): Promise<string | null> {
  const [gone] = await rows<{ channel: string }>(
    on,
    sql`delete from commission_rule where shop_id = ${shop} and rule_id = ${ruleId}::uuid returning channel`,
  );
  return gone?.channel ?? null;
}

export interface WonRow {
  readonly channel: string;
  readonly cohortMonth: number;
  readonly customers: number;
  readonly firstOrderNetSalesMinor: number;
}

/** What commission is computed from: of channels, the customers won in each month and the net sales of their first orders. */
export function wonByMonth(on: Queryable, shop: ShopId, channels: readonly string[]): Promise<WonRow[]> {
  return rows<WonRow>(
    on,
    sql`select key as channel, cohort_month "cohortMonth", customers, first_order_net_sales_minor "firstOrderNetSalesMinor"
      from acquisition_cohort
      where shop_id = ${shop} and dimension = 'channel' and channel = '' and key = any(${channels}::text[])
      order by key, cohort_month`,
  );
}

/** Channels that customers came from, most customers first. */
export function knownChannels(
  on: Queryable,
  shop: ShopId,
): Promise<{ channel: string; customers: number }[]> {
  return rows(
    on,
    sql`select key as channel, sum(customers)::int customers from acquisition_cohort
      where shop_id = ${shop} and dimension = 'channel' and channel = '' group by key order by customers desc, key`,
  );
}

import { namedChannel } from "../clv/acquisition/channel.ts";
import { type Commission, commissionMinor } from "../clv/acquisition/spend.ts";
import { whileInstalled } from "../db/fence.ts";
import {
  type CommissionRuleRow,
  deleteCommissionRule,
  insertCommissionRule,
  type WonRow,
} from "../db/queries/acquisition/commission-rules.ts";
import { addAuditEntry } from "../db/queries/audit.ts";
import { newId, type ShopRef } from "../platform/ids.ts";
import type { SpendHost } from "./spend.ts";

export interface CommissionRule {
  readonly channel: string;
  readonly commission: Commission;
  readonly firstMonth: number;
  readonly lastMonth: number | null;
}

/** False for a rule that ends before it begins, or is of no channel. */
export async function addCommission(
  host: SpendHost,
  shop: ShopRef,
  rule: CommissionRule,
  by: string,
): Promise<boolean> {
  const channel = namedChannel(rule.channel);
  const { commission, firstMonth, lastMonth } = rule;
  if (channel === "" || (lastMonth !== null && lastMonth < firstMonth)) return false;
  const at = host.clock();
  const shareBp = commission.by === "first_order_share" ? commission.shareBp : null;
  const amountMinor = commission.by === "new_customer" ? commission.amountMinor : null;
  await whileInstalled(host.db, shop.shopId, async (tx) => {
    await insertCommissionRule(tx, shop.shopId, {
      ruleId: newId(),
      channel,
      shareBp,
      amountMinor,
      firstMonth,
      lastMonth,
      by,
      at,
    });
    await addAuditEntry(tx, shop.shopId, {
      at,
      actor: by,
      action: "spend.commission_added",
      details: { channel, shareBp, amountMinor },
    });
  });
  return true;
}

export function removeCommission(
  host: SpendHost,
  shop: ShopRef,
  ruleId: string,
  by: string,
): Promise<boolean> {
  const at = host.clock();
  return whileInstalled(host.db, shop.shopId, async (tx) => {
    const channel = await deleteCommissionRule(tx, shop.shopId, ruleId);
    if (channel === null) return false;
    await addAuditEntry(tx, shop.shopId, {
      at,
      actor: by,
      action: "spend.commission_removed",
      details: { channel },
    });
    return true;
  });
}

export const commissionOf = ({ shareBp, amountMinor }: CommissionRuleRow): Commission =>
  shareBp === null
    ? { by: "new_customer", amountMinor: amountMinor ?? 0 }
    : { by: "first_order_share", shareBp };

/** What the rules come to by channel, for customers whose first order fell in the months. Each month is rounded by itself. */
export function commissionByChannel(
  rules: readonly CommissionRuleRow[],
  won: readonly WonRow[],
  from: number,
  to: number,
): Map<string, number> {
  const sums = new Map<string, number>();
  for (const rule of rules) {
    for (const { channel, cohortMonth, ...month } of won) {
      const isIts =
        channel === rule.channel &&
        cohortMonth >= rule.firstMonth &&
        cohortMonth <= (rule.lastMonth ?? cohortMonth);
      if (!isIts || cohortMonth < from || cohortMonth > to) continue;
      sums.set(channel, (sums.get(channel) ?? 0) + commissionMinor(commissionOf(rule), month));
    }
  }
  return sums;
}

import { namedChannel } from "../clv/acquisition/channel.ts";
import { BOUNDS } from "../clv/acquisition/faults.ts";
import { type Commission, commissionMinor } from "../clv/acquisition/spend.ts";
import type { Tx } from "../db/client.ts";
import { whileInstalled } from "../db/fence.ts";
import {
  type CommissionRuleRow,
  commissionRules,
  deleteCommissionRule,
  insertCommissionRule,
  setCommissionEnd,
  type WonRow,
} from "../db/queries/acquisition/commission-rules.ts";
import { lockSpend } from "../db/queries/acquisition/spend.ts";
import { addAuditEntry } from "../db/queries/audit.ts";
import { newId, type ShopRef } from "../platform/ids.ts";
import type { SpendHost } from "./spend.ts";

export interface CommissionRule {
  readonly channel: string;
  readonly commission: Commission;
  readonly firstMonth: number;
  readonly lastMonth: number | null;
}

const WHOLE_BP = 10_000;

export type RuleOutcome =
  | "saved"
  | "no_channel"
  /** It ends before it begins. */
  | "reversed"
  | "negative"
  | "too_much"
  /** Another rule of the channel counts in one of its months. */
  | "overlaps"
  /** Somebody else removed it meanwhile. */
  | "gone";

export async function addCommission(
  host: SpendHost,
  shop: ShopRef,
  rule: CommissionRule,
  by: string,
): Promise<RuleOutcome> {
  const channel = namedChannel(rule.channel);
  const { commission, firstMonth, lastMonth } = rule;
  const shareBp = commission.by === "first_order_share" ? commission.shareBp : null;
  const amountMinor = commission.by === "new_customer" ? commission.amountMinor : null;
  const fault = faultOf(channel, rule);
  if (fault !== null) return fault;
  const at = host.clock();
  return whileInstalled(host.db, shop.shopId, async (tx): Promise<RuleOutcome> => {
    await lockSpend(tx, shop.shopId);
    if (await overlapsRule(tx, shop, { channel, firstMonth, lastMonth, but: null })) return "overlaps";
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
    return "saved";
  });
}

function faultOf(channel: string, { commission, firstMonth, lastMonth }: CommissionRule): RuleOutcome | null {
  if (channel === "") return "no_channel";
  if (lastMonth !== null && lastMonth < firstMonth) return "reversed";
  const [amount, most] =
    commission.by === "new_customer"
      ? [commission.amountMinor, BOUNDS.minor.most]
      : [commission.shareBp, WHOLE_BP];
  if (amount < 0) return "negative";
  return amount > most ? "too_much" : null;
}

/** The last month in which a rule counts; null where it goes on. */
export function endCommission(
  host: SpendHost,
  shop: ShopRef,
  { ruleId, lastMonth }: { ruleId: string; lastMonth: number | null },
  by: string,
): Promise<RuleOutcome> {
  const at = host.clock();
  return whileInstalled(host.db, shop.shopId, async (tx): Promise<RuleOutcome> => {
    await lockSpend(tx, shop.shopId);
    const rule = (await commissionRules(tx, shop.shopId)).find((one) => one.ruleId === ruleId);
    if (!rule) return "gone";
    const { channel, firstMonth } = rule;
    if (lastMonth !== null && lastMonth < firstMonth) return "reversed";
    if (await overlapsRule(tx, shop, { channel, firstMonth, lastMonth, but: ruleId })) return "overlaps";
    await setCommissionEnd(tx, shop.shopId, ruleId, lastMonth);
    await addAuditEntry(tx, shop.shopId, {
      at,
      actor: by,
      action: "spend.commission_changed",
      details: { channel },
    });
    return "saved";
  });
}

/** Each customer is paid for once: the rules of a channel have no month in common. */
async function overlapsRule(
  tx: Tx,
  shop: ShopRef,
  given: Pick<CommissionRuleRow, "channel" | "firstMonth" | "lastMonth"> & { readonly but: string | null },
): Promise<boolean> {
  const end = (lastMonth: number | null) => lastMonth ?? Number.POSITIVE_INFINITY;
  return (await commissionRules(tx, shop.shopId)).some(
    (one) =>
      one.channel === given.channel &&
      one.ruleId !== given.but &&
      one.firstMonth <= end(given.lastMonth) &&
      given.firstMonth <= end(one.lastMonth),
  );
}

export function removeCommission(
  host: SpendHost,
  shop: ShopRef,
  ruleId: string,
  by: string,
): Promise<boolean> {
  const at = host.clock();
  return whileInstalled(host.db, shop.shopId, async (tx) => {
    await lockSpend(tx, shop.shopId);
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

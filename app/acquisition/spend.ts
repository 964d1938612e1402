import { campaignKey, namedChannel } from "../clv/acquisition/channel.ts";
import { BOUNDS } from "../clv/acquisition/faults.ts";
import {
  faultOfSpend,
  isSameSpend,
  monthParts,
  ownTimeMinor,
  type Spend,
  type SpendFault,
} from "../clv/acquisition/spend.ts";
import { type Day, dayOfIso, isoOfDay } from "../clv/calendar.ts";
import type { Db, Tx } from "../db/client.ts";
import { whileInstalled } from "../db/fence.ts";
import {
  deleteTypedSpend,
  insertSpend,
  lockSpend,
  type SpendMonthRow,
  type SpendRow,
  spendBetween,
} from "../db/queries/acquisition/spend.ts";
import { addAuditEntry } from "../db/queries/audit.ts";
import { readShop } from "../db/queries/source/shops.ts";
import { type Clock, dayIn } from "../platform/clock.ts";
import { newId, type ShopRef } from "../platform/ids.ts";

export interface SpendHost {
  readonly db: Db;
  readonly clock: Clock;
}

/** What somebody types in: an amount, or the hours that it took. */
export interface TypedSpend {
  readonly channel: string;
  readonly campaign: string;
  /** YYYY-MM-DD. */
  readonly firstDay: string;
  readonly lastDay: string;
  readonly cost:
    | { readonly by: "amount"; readonly minor: number }
    | { readonly by: "hours"; readonly hoursMilli: number; readonly rateMinor: number };
}

export type SpendOutcome =
  | { readonly state: "saved"; readonly channel: string }
  | { readonly state: "fault"; readonly fault: SpendFault }
  /** It may be counted already; it is saved where that is said to be right. */
  | {
      readonly state: "overlaps";
      readonly with: {
        readonly campaign: string;
        readonly firstDay: string;
        readonly lastDay: string;
        readonly amountMinor: number;
      };
    }
  /** Somebody else changed or removed it meanwhile. */
  | { readonly state: "gone" };

export async function shopToday(host: SpendHost, shop: ShopRef): Promise<Day> {
  const facts = await readShop(host.db.pool, shop.shopId);
  return dayOfIso(dayIn(facts?.timeZone ?? "UTC", host.clock())) ?? Number.NaN;
}

/** Stores spend that was typed in; `replaces`: in the place of another one. */
export async function saveSpend(
  host: SpendHost,
  shop: ShopRef,
  typed: TypedSpend,
  {
    by,
    replaces = null,
    evenIfOverlapping = false,
  }: { by: string; replaces?: string | null; evenIfOverlapping?: boolean },
): Promise<SpendOutcome> {
  const { cost } = typed;
  const spend: Spend = {
    channel: namedChannel(typed.channel),
    campaign: typed.campaign.trim(),
    firstDay: dayOfIso(typed.firstDay) ?? Number.NaN,
    lastDay: dayOfIso(typed.lastDay) ?? Number.NaN,
    amountMinor: cost.by === "amount" ? cost.minor : ownTimeMinor(cost.hoursMilli, cost.rateMinor),
    kind: cost.by === "amount" ? "ads" : "own_time",
  };
  const fault = faultOfCost(cost) ?? faultOfSpend(spend, await shopToday(host, shop));
  if (fault !== null) return { state: "fault", fault };
  const at = host.clock();
  return whileInstalled(host.db, shop.shopId, async (tx): Promise<SpendOutcome> => {
    await lockSpend(tx, shop.shopId);
    const stored = await spendBetween(tx, shop.shopId, {
      channels: [spend.channel],
      firstDay: typed.firstDay,
      lastDay: typed.lastDay,
      but: replaces,
    });
    const same = stored.find((one) => isSameSpend(spend, spendOf(one)));
    if (same && !evenIfOverlapping) {
      const { campaign, firstDay, lastDay, amountMinor } = same;
      return { state: "overlaps", with: { campaign, firstDay, lastDay, amountMinor } };
    }
    if (replaces !== null && !(await deleteTypedSpend(tx, shop.shopId, replaces))) return { state: "gone" };
    const hours = cost.by === "hours" ? cost : null;
    await storeSpend(
      tx,
      shop,
      [{ ...spend, hoursMilli: hours?.hoursMilli ?? null, rateMinor: hours?.rateMinor ?? null }],
      { by, at, importId: null },
    );
    await addAuditEntry(tx, shop.shopId, {
      at,
      actor: by,
      action: replaces === null ? "spend.added" : "spend.changed",
      details: audited(spend),
    });
    return { state: "saved", channel: spend.channel };
  });
}

/** Two factors below zero would make an amount above it. */
function faultOfCost(cost: TypedSpend["cost"]): SpendFault | null {
  if (cost.by === "amount") return null;
  const { hoursMilli, rateMinor } = cost;
  if (hoursMilli < 0 || rateMinor < 0) return "negative";
  return hoursMilli > BOUNDS.hours.most * 1_000 || rateMinor > BOUNDS.minor.most ? "too_much" : null;
}

/** False where it is gone already, or came with a file. */
export function removeSpend(host: SpendHost, shop: ShopRef, entryId: string, by: string): Promise<boolean> {
  const at = host.clock();
  return whileInstalled(host.db, shop.shopId, async (tx) => {
    await lockSpend(tx, shop.shopId);
    const gone = await deleteTypedSpend(tx, shop.shopId, entryId);
    if (!gone) return false;
    await addAuditEntry(tx, shop.shopId, {
      at,
      actor: by,
      action: "spend.removed",
      details: audited(spendOf(gone)),
    });
    return true;
  });
}

/** The campaign is left out: what stands in a link may name a person. */
const audited = ({ channel, firstDay, lastDay, amountMinor }: Spend) => ({
  channel,
  firstDay: isoOfDay(firstDay),
  lastDay: isoOfDay(lastDay),
  amountMinor,
});

export const spendOf = (row: SpendRow): Spend => ({
  channel: row.channel,
  campaign: row.campaign,
  firstDay: dayOfIso(row.firstDay) ?? Number.NaN,
  lastDay: dayOfIso(row.lastDay) ?? Number.NaN,
  amountMinor: row.amountMinor,
  kind: row.kind === "own_time" || row.kind === "import" ? row.kind : "ads",
});

/** Characters of a campaign that are kept: as many as a link has. */
const MOST_CHARACTERS = 2_000;

export async function storeSpend(
  tx: Tx,
  shop: ShopRef,
  all: readonly (Spend & { readonly hoursMilli: number | null; readonly rateMinor: number | null })[],
  { by, at, importId }: { by: string; at: Date; importId: string | null },
): Promise<void> {
  const entries: SpendRow[] = [];
  const months: SpendMonthRow[] = [];
  for (const { firstDay, lastDay, campaign, ...spend } of all) {
    const entryId = newId();
    entries.push({
      ...spend,
      entryId,
      importId,
      campaign: campaign.slice(0, MOST_CHARACTERS).toWellFormed().replaceAll("\0", ""),
      campaignKey: campaignKey(campaign),
      firstDay: isoOfDay(firstDay),
      lastDay: isoOfDay(lastDay),
    });
    months.push(
      ...monthParts({ firstDay, lastDay, amountMinor: spend.amountMinor }).map((part) => ({
        ...part,
        entryId,
      })),
    );
  }
  await insertSpend(tx, shop.shopId, entries, months, { by, at });
}

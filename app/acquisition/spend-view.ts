import { z } from "zod";
import type { Commission } from "../clv/acquisition/spend.ts";
import { isoOfDay, monthOfDay } from "../clv/calendar.ts";
import { commissionRules, knownChannels, wonByMonth } from "../db/queries/acquisition/commission-rules.ts";
import { spendByMonth, spendMonths, typedSpend } from "../db/queries/acquisition/spend.ts";
import { type SpendImportRow, spendImports } from "../db/queries/acquisition/spend-imports.ts";
import { readShop } from "../db/queries/source/shops.ts";
import type { ShopRef } from "../platform/ids.ts";
import { type ShopFacts, shopFactsOf } from "../valuation/pages/shop-facts.ts";
import { commissionByChannel, commissionOf } from "./commission.ts";
import { type SpendHost, shopToday } from "./spend.ts";
import type { RefusedSpendRow, SpendRowReason } from "./spend-file/spend-file.ts";

export interface TypedSpendView {
  readonly entryId: string;
  readonly kind: "ads" | "own_time";
  readonly channel: string;
  readonly campaign: string;
  readonly firstDay: string;
  readonly lastDay: string;
  readonly amountMinor: number;
  readonly hoursMilli: number | null;
  readonly rateMinor: number | null;
}

export interface SpendImportView {
  readonly importId: string;
  readonly name: string;
  readonly entries: number;
  readonly amountMinor: number;
  readonly firstDay: string;
  readonly lastDay: string;
  readonly importedAt: string;
  readonly undoneAt: string | null;
  readonly refusedRows: number;
  readonly refused: readonly RefusedSpendRow[];
}

export interface ChannelTotal {
  readonly channel: string;
  readonly spendMinor: number;
  readonly commissionMinor: number;
  /** Customers who came from it, whenever. */
  readonly customers: number;
}

export interface SpendView {
  readonly shop: ShopFacts;
  readonly today: string;
  /** Nothing was ever entered. */
  readonly isEmpty: boolean;
  readonly period: { readonly from: number; readonly to: number };
  readonly totals: readonly ChannelTotal[];
  readonly months: readonly { readonly month: number; readonly spendMinor: number }[];
  readonly typed: readonly TypedSpendView[];
  readonly imports: readonly SpendImportView[];
  readonly rules: readonly {
    readonly ruleId: string;
    readonly channel: string;
    readonly commission: Commission;
    readonly firstMonth: number;
    readonly lastMonth: number | null;
  }[];
  /** From which customers came, most customers first. */
  readonly channels: readonly string[];
}

const MOST_TYPED = 200;
const MOST_IMPORTS = 50;
const SHOWN_CHANNELS = 50;

/** `months`: how many up to this one; null for all. */
export async function readSpend(host: SpendHost, shop: ShopRef, months: number | null): Promise<SpendView> {
  const { pool } = host.db;
  const { shopId } = shop;
  const [facts, today, known, span, typed, imports, rules] = await Promise.all([
    readShop(pool, shopId),
    shopToday(host, shop),
    knownChannels(pool, shopId),
    spendMonths(pool, shopId),
    typedSpend(pool, shopId, MOST_TYPED),
    spendImports(pool, shopId, MOST_IMPORTS),
    commissionRules(pool, shopId),
  ]);
  const to = monthOfDay(today);
  const first = Math.min(span?.first ?? to, ...rules.map(({ firstMonth }) => firstMonth));
  const from = months === null ? first : to - months + 1;
  const [spent, won] = await Promise.all([
    spendByMonth(pool, shopId, from, to),
    wonByMonth(
      pool,
      shopId,
      rules.map(({ channel }) => channel),
    ),
  ]);
  const commission = commissionByChannel(rules, won, from, to);
  const byChannel = Map.groupBy(spent, ({ channel }) => channel);
  const customersOf = new Map(known.map(({ channel, customers }) => [channel, customers]));
  const channels = new Set([...byChannel.keys(), ...rules.map(({ channel }) => channel)]);
  return {
    shop: shopFactsOf(shop, facts),
    today: isoOfDay(today),
    isEmpty: span === null && rules.length === 0 && imports.length === 0,
    period: { from, to },
    totals: [...channels]
      .map((channel) => ({
        channel,
        spendMinor: sum(byChannel.get(channel) ?? []),
        commissionMinor: commission.get(channel) ?? 0,
        customers: customersOf.get(channel) ?? 0,
      }))
      .sort(
        (a, b) =>
          b.spendMinor + b.commissionMinor - a.spendMinor - a.commissionMinor ||
          (a.channel < b.channel ? -1 : 1),
      ),
    months: [...Map.groupBy(spent, ({ month }) => month)].map(([month, ones]) => ({
      month,
      spendMinor: sum(ones),
    })),
    typed: typed.map(({ importId: _, campaignKey: __, ...one }) => ({
      ...one,
      kind: one.kind === "own_time" ? "own_time" : "ads",
    })),
    imports: imports.map(importView),
    rules: rules.map((rule) => ({
      ruleId: rule.ruleId,
      channel: rule.channel,
      commission: commissionOf(rule),
      firstMonth: rule.firstMonth,
      lastMonth: rule.lastMonth,
    })),
    channels: known.slice(0, SHOWN_CHANNELS).map(({ channel }) => channel),
  };
}

const sum = (all: readonly { readonly amountMinor: number }[]): number =>
  all.reduce((total, { amountMinor }) => total + amountMinor, 0);

const REASONS = [
  "shifted",
  "bad_date",
  "reversed",
  "future",
  "too_long",
  "bad_amount",
  "negative",
  "too_much",
  "other_currency",
  "no_channel",
] as const satisfies readonly SpendRowReason[];
const keptRefusals = z.array(
  z.object({ line: z.number(), column: z.string(), value: z.string(), reason: z.enum(REASONS) }),
);
/** Rows without use that a page shows; the others are in the file. */
const SHOWN_REFUSALS = 50;

function importView({ importedAt, undoneAt, refused, source: _, ...rest }: SpendImportRow): SpendImportView {
  return {
    ...rest,
    importedAt: importedAt.toISOString(),
    undoneAt: undoneAt?.toISOString() ?? null,
    refused: keptRefusals.parse(refused).slice(0, SHOWN_REFUSALS),
  };
}

import { z } from "zod";
import type { Commission } from "../clv/acquisition/spend.ts";
import { isoOfDay, monthOfDay } from "../clv/calendar.ts";
import { commissionRules, knownChannels, wonByMonth } from "../db/queries/acquisition/commission-rules.ts";
import { spendByMonth, spendCounts, spendMonths, typedSpend } from "../db/queries/acquisition/spend.ts";
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
  readonly typed: SpendList<TypedSpendView>;
  readonly imports: SpendList<SpendImportView>;
  readonly rules: readonly {
    readonly ruleId: string;
    readonly channel: string;
    readonly commission: Commission;
    readonly firstMonth: number;
    readonly lastMonth: number | null;
  }[];
  readonly channels: ShopChannels;
}

/** A page of a list. */
export interface SpendList<Row> {
  readonly rows: readonly Row[];
  /** Rows before these, and of all pages. */
  readonly before: number;
  readonly inAll: number;
  /** From 1. */
  readonly page: number;
}

/** From which customers came, most customers first: as many as a page can have. */
export interface ShopChannels {
  readonly names: readonly string[];
  readonly inAll: number;
}

const PAGE = 50;
const SHOWN_CHANNELS = 500;

/** `months`: how many up to this one; null for all. Of a page beyond the last the last is read. */
export async function readSpend(
  host: SpendHost,
  shop: ShopRef,
  months: number | null,
  pages: { readonly typed: number; readonly files: number } = { typed: 1, files: 1 },
): Promise<SpendView> {
  const { pool } = host.db;
  const { shopId } = shop;
  const counts = await spendCounts(pool, shopId);
  const [atTyped, atImports] = [pageOf(pages.typed, counts.typed), pageOf(pages.files, counts.imports)];
  const [facts, today, known, span, typed, imports, rules] = await Promise.all([
    readShop(pool, shopId),
    shopToday(host, shop),
    knownChannels(pool, shopId),
    spendMonths(pool, shopId),
    typedSpend(pool, shopId, { limit: PAGE, offset: atTyped.before }),
    spendImports(pool, shopId, { limit: PAGE, offset: atImports.before }),
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
    isEmpty: span === null && rules.length === 0 && counts.imports === 0,
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
    typed: {
      ...atTyped,
      rows: typed.map(({ importId: _, campaignKey: __, ...one }) => ({
        ...one,
        kind: one.kind === "own_time" ? "own_time" : "ads",
      })),
    },
    imports: { ...atImports, rows: imports.map(importView) },
    rules: rules.map((rule) => ({
      ruleId: rule.ruleId,
      channel: rule.channel,
      commission: commissionOf(rule),
      firstMonth: rule.firstMonth,
      lastMonth: rule.lastMonth,
    })),
    channels: {
      names: known.slice(0, SHOWN_CHANNELS).map(({ channel }) => channel),
      inAll: known.length,
    },
  };
}

function pageOf(asked: number, inAll: number): Omit<SpendList<never>, "rows"> {
  const page = Math.max(1, Math.min(asked, Math.ceil(inAll / PAGE)));
  return { before: (page - 1) * PAGE, inAll, page };
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

import { createHash } from "node:crypto";
import { overlapping } from "../clv/acquisition/spend-overlap.ts";
import { isoOfDay } from "../clv/calendar.ts";
import { encodingOf } from "../csv/encoding.ts";
import { otherFileOf } from "../csv/file-kind.ts";
import type { Queryable } from "../db/client.ts";
import { whileInstalled } from "../db/fence.ts";
import { knownChannels } from "../db/queries/acquisition/commission-rules.ts";
import { lockSpend, spendBetween } from "../db/queries/acquisition/spend.ts";
import {
  importOfFile,
  insertSpendImport,
  spendImport,
  undoSpendImport,
} from "../db/queries/acquisition/spend-imports.ts";
import { addAuditEntry } from "../db/queries/audit.ts";
import { readShop } from "../db/queries/source/shops.ts";
import { currencyDecimals } from "../platform/currencies.ts";
import type { ShopRef } from "../platform/ids.ts";
import { type SpendHost, shopToday, spendOf, storeSpend } from "./spend.ts";
import { readSpendFile } from "./spend-file/read-spend-file.ts";
import type {
  FileSpend,
  RefusedSpendRow,
  SpendFile,
  SpendFileAnswers,
  SpendFileReading,
  SpendFileRefusal,
} from "./spend-file/spend-file.ts";

/** A year of many campaigns by day is a tenth of it. */
export const MOST_SPEND_BYTES = 4 * 1024 * 1024;
/** Rows that a preview shows, and rows without use that are kept with an import. */
const SHOWN_ROWS = 50;
const KEPT_REFUSALS = 1_000;

export interface GivenSpendFile {
  readonly name: string;
  readonly bytes: Buffer;
  readonly answers: SpendFileAnswers;
}

/** What storing the file would do. */
export interface SpendFilePreview extends Omit<SpendFile, "spend" | "refused"> {
  readonly currency: string;
  readonly entries: number;
  readonly firstDay: string | null;
  readonly lastDay: string | null;
  /** Amounts by channel; whether a customer ever came from it. */
  readonly channels: readonly {
    readonly channel: string;
    readonly amountMinor: number;
    readonly isKnown: boolean;
  }[];
  readonly shown: readonly (Omit<FileSpend, "firstDay" | "lastDay"> & {
    readonly firstDay: string;
    readonly lastDay: string;
    readonly overlaps: boolean;
  })[];
  /** Entries that may be counted already. */
  readonly overlaps: { readonly entries: number; readonly amountMinor: number };
  /** When a file with the very same bytes was stored. */
  readonly importedBefore: string | null;
  readonly refusedRows: number;
  readonly refused: readonly RefusedSpendRow[];
}

export type SpendFileAnswer =
  | { readonly state: "preview"; readonly preview: SpendFilePreview }
  | { readonly state: "refused"; readonly code: SpendFileRefusal; readonly detail: readonly string[] };

export async function previewSpendFile(
  host: SpendHost,
  shop: ShopRef,
  given: GivenSpendFile,
): Promise<SpendFileAnswer> {
  const reading = await readGiven(host, shop, given);
  if (!reading.ok) return { state: "refused", code: reading.code, detail: reading.detail };
  const { file, currency } = reading;
  const { pool } = host.db;
  const [overlaps, before, known] = await Promise.all([
    overlapsOf(pool, shop, file),
    importOfFile(pool, shop.shopId, hashOf(given.bytes)),
    knownChannels(pool, shop.shopId),
  ]);
  const { spend, refused, ...rest } = file;
  const span = spanOf(spend);
  const byChannel = Map.groupBy(spend, ({ channel }) => channel);
  return {
    state: "preview",
    preview: {
      ...rest,
      currency,
      entries: spend.length,
      firstDay: span && isoOfDay(span.firstDay),
      lastDay: span && isoOfDay(span.lastDay),
      channels: [...byChannel].map(([channel, ones]) => ({
        channel,
        amountMinor: sumOf(ones),
        isKnown: known.some((one) => one.channel === channel),
      })),
      shown: spend.slice(0, SHOWN_ROWS).map((one, at) => ({
        ...one,
        firstDay: isoOfDay(one.firstDay),
        lastDay: isoOfDay(one.lastDay),
        overlaps: overlaps[at] ?? false,
      })),
      overlaps: {
        entries: overlaps.filter(Boolean).length,
        amountMinor: sumOf(spend.filter((_, at) => overlaps[at])),
      },
      importedBefore: before?.importedAt.toISOString() ?? null,
      refusedRows: refused.length,
      refused: refused.slice(0, SHOWN_ROWS),
    },
  };
}

export type StoredSpendFile =
  | { readonly state: "stored"; readonly entries: number; readonly amountMinor: number }
  /** Everything in it may be counted already. */
  | { readonly state: "nothing_left" }
  /** It was stored, and taken out again meanwhile. */
  | { readonly state: "undone" }
  | Extract<SpendFileAnswer, { state: "refused" }>;

/**
 * Stores what the file says, once for each id; what may be counted already is left out, unless it is said to be spent as well. Who got no
 * answer asks again with the same id.
 */
export async function storeSpendFile(
  host: SpendHost,
  shop: ShopRef,
  given: GivenSpendFile,
  { by, withOverlaps, importId }: { by: string; withOverlaps: boolean; importId: string },
): Promise<StoredSpendFile> {
  const reading = await readGiven(host, shop, given);
  if (!reading.ok) return { state: "refused", code: reading.code, detail: reading.detail };
  const { file } = reading;
  const at = host.clock();
  return whileInstalled(host.db, shop.shopId, async (tx): Promise<StoredSpendFile> => {
    await lockSpend(tx, shop.shopId);
    const before = await spendImport(tx, shop.shopId, importId);
    if (before?.undoneAt) return { state: "undone" };
    if (before) return { state: "stored", entries: before.entries, amountMinor: before.amountMinor };
    const overlaps = withOverlaps ? [] : await overlapsOf(tx, shop, file);
    const left = file.spend.filter((_, index) => !overlaps[index]);
    const span = spanOf(left);
    if (!span) return { state: "nothing_left" };
    const amountMinor = sumOf(left);
    const [firstDay, lastDay] = [isoOfDay(span.firstDay), isoOfDay(span.lastDay)];
    await insertSpendImport(tx, shop.shopId, {
      importId,
      name: given.name,
      fileHash: hashOf(given.bytes),
      source: file.source,
      entries: left.length,
      amountMinor,
      firstDay,
      lastDay,
      refusedRows: file.refused.length,
      refused: file.refused.slice(0, KEPT_REFUSALS),
      importedBy: by,
      importedAt: at,
    });
    const rows = left.map((one) => ({ ...one, hoursMilli: null, rateMinor: null }));
    await storeSpend(tx, shop, rows, { by, at, importId });
    await addAuditEntry(tx, shop.shopId, {
      at,
      actor: by,
      action: "spend.imported",
      subject: importId,
      details: { entries: left.length, firstDay, lastDay, amountMinor },
    });
    return { state: "stored", entries: left.length, amountMinor };
  });
}

/** False where it is undone already. */
export function undoImport(host: SpendHost, shop: ShopRef, importId: string, by: string): Promise<boolean> {
  const at = host.clock();
  return whileInstalled(host.db, shop.shopId, async (tx) => {
    await lockSpend(tx, shop.shopId);
    const undone = await undoSpendImport(tx, shop.shopId, importId, at);
    if (!undone) return false;
    await addAuditEntry(tx, shop.shopId, {
      at,
      actor: by,
      action: "spend.import_undone",
      subject: importId,
      details: { entries: undone.entries },
    });
    return true;
  });
}

async function readGiven(
  host: SpendHost,
  shop: ShopRef,
  { bytes, answers }: GivenSpendFile,
): Promise<Extract<SpendFileReading, { ok: false }> | { ok: true; file: SpendFile; currency: string }> {
  const other = otherFileOf(bytes);
  if (other) return { ok: false, code: other, detail: [] };
  const facts = await readShop(host.db.pool, shop.shopId);
  const currency = facts?.currency ?? "USD";
  const encoding = await encodingOf(async function* () {
    yield bytes;
  });
  const reading = readSpendFile(new TextDecoder(encoding).decode(bytes), {
    currency,
    decimals: facts?.minorDigits ?? currencyDecimals(currency),
    today: await shopToday(host, shop),
    answers,
  });
  return reading.ok ? { ...reading, currency } : reading;
}

async function overlapsOf(on: Queryable, shop: ShopRef, { spend }: SpendFile): Promise<boolean[]> {
  const span = spanOf(spend);
  if (!span) return [];
  const stored = await spendBetween(on, shop.shopId, {
    channels: [...new Set(spend.map(({ channel }) => channel))],
    firstDay: isoOfDay(span.firstDay),
    lastDay: isoOfDay(span.lastDay),
    but: null,
  });
  return overlapping(stored.map(spendOf), spend);
}

const hashOf = (bytes: Buffer): Buffer => createHash("sha256").update(bytes).digest();

const sumOf = (all: readonly FileSpend[]): number =>
  all.reduce((sum, { amountMinor }) => sum + amountMinor, 0);

function spanOf(all: readonly FileSpend[]): { firstDay: number; lastDay: number } | null {
  if (all.length === 0) return null;
  let firstDay = Number.POSITIVE_INFINITY;
  let lastDay = Number.NEGATIVE_INFINITY;
  for (const one of all) {
    firstDay = Math.min(firstDay, one.firstDay);
    lastDay = Math.max(lastDay, one.lastDay);
  }
  return { firstDay, lastDay };
}

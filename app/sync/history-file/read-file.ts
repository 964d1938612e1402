import { encodingOf, type Parts } from "../../csv/encoding.ts";
import { CsvRecordStream, UnclosedQuote } from "../../csv/records.ts";
import { isSmallShare } from "../../csv/refusal.ts";
import {
  addFileRows,
  type FileOrderRow,
  type FileRefusalRow,
  forgetFileRows,
  holdReading,
} from "../../db/queries/history-file/file-orders.ts";
import {
  type HistoryFileRow,
  historyFilePart,
  saveHistoryFileReading,
} from "../../db/queries/history-file/files.ts";
import { lockErasures } from "../../db/queries/privacy/erasure.ts";
import type { ShopRef } from "../../platform/ids.ts";
import { type ErasedPeople, loadErasedPeople, requireNobodyErasedSince } from "../privacy/erased-people.ts";
import type { SyncRuntime } from "../runtime.ts";
import { type MappingShop, storedMappingShop } from "../shop/shop-facts.ts";
import { FileRefusal, fileOrderOf } from "./file-order.ts";
import { fileRowsOf } from "./file-rows.ts";
import { headOf, LONGEST_HEADER, textOf, UnusableFile } from "./file-text.ts";
import { type OrderGroup, OrderGroups } from "./order-groups.ts";
import { type FileReading, previewOf } from "./preview.ts";

/** Orders that one transaction stores. */
const BATCH = 500;
/** Beyond this many, a file of which most is refused is read no further. */
const MOST_REFUSED = 10_000;

/** The file was discarded, or another one was begun in its place, while it was read. */
class FileLeft extends Error {}

/**
 * Reads a file that was received whole: each order into the rows that it becomes, each that cannot be used with the reason, and all of it into a
 * preview. Nothing of it counts. Begins anew where an earlier reading was ended.
 */
export async function readHistoryFile(
  runtime: SyncRuntime,
  shop: ShopRef,
  file: HistoryFileRow,
  signal?: AbortSignal,
): Promise<void> {
  const { db, log } = runtime;
  const { shopId } = shop;
  const facts = await storedMappingShop(runtime, shop);
  const erased = await loadErasedPeople(db.pool, shopId, runtime.env.ERASURE_KEYS);
  const parts: Parts = async function* () {
    for (let at = 0; at < file.sizeBytes; ) {
      signal?.throwIfAborted();
      const part = await historyFilePart(db.pool, shopId, file.fileId, at);
      // An erasure deleted it, or the file was discarded.
      if (!part) throw new FileLeft();
      yield part;
      at += part.length;
    }
  };
  await db.transaction((tx) => forgetFileRows(tx, shopId, file.fileId));
  try {
    const store = (orders: readonly FileOrderRow[], refusals: readonly FileRefusalRow[]) =>
      db.transaction(async (tx) => {
        await lockErasures(tx, shopId, "shared");
        await requireNobodyErasedSince(tx, shopId, erased);
        if (!(await holdReading(tx, shopId, file.fileId))) throw new FileLeft();
        await addFileRows(tx, shopId, file.fileId, orders, refusals);
      });
    const reading = await readParts(parts, facts, erased, store);
    const preview = await previewOf(runtime, shop, file.fileId, reading);
    const refusal = refusalOf(reading);
    await db.transaction((tx) => saveHistoryFileReading(tx, shopId, file.fileId, { preview, refusal }));
    log.info("history_file.read", {
      shop: shop.domain,
      orders: reading.orders,
      refused: reading.refused,
      refusal: refusal?.code ?? null,
    });
  } catch (error) {
    if (error instanceof FileLeft) return;
    if (!(error instanceof UnusableFile)) throw error;
    const refusal = { code: error.code, detail: error.detail };
    await db.transaction((tx) => saveHistoryFileReading(tx, shopId, file.fileId, { preview: null, refusal }));
    log.info("history_file.read", { shop: shop.domain, refusal: error.code });
  }
}

/** By the rule for any log: a few bad rows are left out, more make what is left misleading. Orders in another currency are no bad rows. */
function refusalOf({ orders, refused }: FileReading): { code: string; detail: string } | null {
  if (orders === 0) return { code: "no_orders", detail: "" };
  if (isSmallShare(refused, orders + refused)) return null;
  return { code: "too_many_refused", detail: `${refused} / ${orders + refused}` };
}

async function readParts(
  parts: Parts,
  facts: MappingShop,
  erased: ErasedPeople,
  store: (orders: readonly FileOrderRow[], refusals: readonly FileRefusalRow[]) => Promise<void>,
): Promise<FileReading> {
  const encoding = await encodingOf(parts);
  const seen = new Set<number>();
  const currencies = new Map<string, number>();
  const counts = { orders: 0, refused: 0, otherCurrency: 0, rows: 0 };
  let orders: FileOrderRow[] = [];
  let refusals: FileRefusalRow[] = [];
  const textsOf = refusedTexts(erased);
  const take = (group: OrderGroup | null): void => {
    if (!group) return;
    counts.rows += group.rows.length;
    try {
      const order = fileOrderOf(group, facts.currency);
      if (seen.has(order.orderId)) throw new FileRefusal(group.rows[0], "id", "twice");
      seen.add(order.orderId);
      const rows = fileRowsOf(order, facts.taxesIncluded);
      orders.push(fileOrderRow(rows, order.email, erased));
      counts.orders += 1;
      currencies.set(order.currency, (currencies.get(order.currency) ?? 0) + 1);
    } catch (error) {
      if (!(error instanceof FileRefusal)) throw error;
      if (error.reason === "other_currency") {
        counts.otherCurrency += 1;
        currencies.set(error.value, (currencies.get(error.value) ?? 0) + 1);
      } else counts.refused += 1;
      const { lineNo, column, reason } = error;
      const texts = textsOf(group, error);
      if (counts.refused > MOST_REFUSED && !isSmallShare(counts.refused, counts.orders + counts.refused)) {
        throw new UnusableFile("too_many_refused", `${counts.refused} / ${counts.orders + counts.refused}`);
      }
      refusals.push({ lineNo, column, reason, ...texts });
    }
  };
  let reader: { stream: CsvRecordStream; groups: OrderGroups; head: ReturnType<typeof headOf> } | null = null;
  let beginning = "";
  const read = async (text: string, isLast: boolean): Promise<void> => {
    let piece = text;
    if (!reader) {
      beginning += text;
      if (beginning.length < LONGEST_HEADER && !isLast) return;
      const head = headOf(beginning);
      const groups = new OrderGroups(head.places, head.header.length);
      reader = { stream: new CsvRecordStream(head.delimiter), groups, head };
      piece = beginning.slice(head.from);
      beginning = "";
    }
    const { stream, groups, head } = reader;
    try {
      for (const record of stream.push(piece, isLast)) {
        // The header, which several exports put together have more than once.
        if (record.cells.join("\n") === head.header.join("\n")) continue;
        take(groups.add(record));
      }
    } catch (error) {
      if (error instanceof UnclosedQuote) throw new UnusableFile("unclosed_quote", String(error.line));
      throw error;
    }
    if (isLast) take(groups.end());
    if (orders.length + refusals.length < BATCH && !isLast) return;
    await store(orders, refusals);
    orders = [];
    refusals = [];
  };
  let before: string | null = null;
  for await (const text of textOf(parts, encoding)) {
    if (before !== null) await read(before, false);
    before = text;
  }
  await read(before ?? "", true);
  const { delimiter, places } = reader!.head;
  return {
    ...counts,
    encoding,
    delimiter,
    columns: places.size,
    currencies: [...currencies].map(([currency, count]) => ({ currency, orders: count })),
  };
}

/**
 * What is kept of the text of refused rows: nothing where the row names an erased person, or is the rest of one that does, as a line break in a
 * note that has no quotes leaves it. Rows have to come in the order of the file.
 */
function refusedTexts(erased: ErasedPeople) {
  let namedBefore = false;
  return ({ rows, isWhole }: OrderGroup, { lineNo, value }: FileRefusal) => {
    const [first] = rows;
    const blamed = rows.find(({ line }) => line === lineNo) ?? first;
    const names = [first, blamed].some((row) => erased.keepable(row.text()) !== row.text());
    namedBefore = names || (namedBefore && !isWhole);
    return namedBefore
      ? { orderName: "", value: "" }
      : { orderName: first.cell("name").slice(0, 100).toWellFormed(), value };
  };
}

/** Nothing is stored of an erased person but the order's sums. */
function fileOrderRow(
  rows: ReturnType<typeof fileRowsOf>,
  email: string | null,
  erased: ErasedPeople,
): FileOrderRow {
  const { orderId, name, processedAt, netSalesMinor, exclusion, doubts } = rows.order;
  const isErased = (email !== null && erased.guest(email)) || erased.order(orderId);
  const kept = isErased
    ? {
        ...rows,
        order: { ...rows.order, discountCodes: [] },
        lines: rows.lines.map((line) => ({ ...line, title: "" })),
      }
    : rows;
  return {
    orderId,
    name,
    email: isErased ? null : email,
    processedAt,
    netSalesMinor,
    exclusion,
    doubts,
    rows: kept,
  };
}

import { moneyOfOrder } from "../../app/clv/historic/order-money.ts";
import { roundHalfUp } from "../../app/clv/historic/rounding.ts";
import type { CsvRecord } from "../../app/csv/records.ts";
import { type ExportColumn, placesOf } from "../../app/sync/history-file/export-columns.ts";
import { type FileLine, type FileTotals, rateOf } from "../../app/sync/history-file/file-order.ts";
import { statedFileOrder } from "../../app/sync/history-file/stated-file-order.ts";

interface ExportReader {
  readonly header: readonly string[];
  /** Null for a text that is no amount of the file. */
  readonly minorOf: (text: string) => number | null;
}

/**
 * What refunds took of an order's goods in Shopify's own export, whose `Refunded Amount` is money with shipping and tax, by the definition that
 * the app has for the same file; with tax where prices contain it, as in `Subtotal`. Null where an amount of the order cannot be read.
 */
export function goodsGivenBack(
  records: readonly Pick<CsvRecord, "cells">[],
  { header, minorOf }: ExportReader,
): number | null {
  const places = placesOf(header);
  const rows = records.map(({ cells }) => ({
    cell: (column: ExportColumn): string => cells[places.get(column) ?? -1]?.trim() ?? "",
  }));
  const [first] = rows;
  if (!first) return null;
  const amount = (column: ExportColumn, where = first): number | null =>
    where.cell(column) === "" ? 0 : minorOf(where.cell(column));
  const subtotalMinor = amount("subtotal");
  const shippingMinor = amount("shipping");
  const taxesMinor = amount("taxes");
  const dutiesMinor = amount("duties");
  const refundedMinor = amount("refunded");
  const totalMinor = amount("total");
  if (subtotalMinor === null || shippingMinor === null || taxesMinor === null || dutiesMinor === null)
    return null;
  if (refundedMinor === null || totalMinor === null) return null;
  const one: FileLine = { ...NO_LINE, quantity: 1, unitPriceMinor: subtotalMinor };
  const order: FileTotals = {
    cancelledAt: first.cell("cancelledAt") === "" ? null : NEVER,
    status: (first.cell("status") || "paid").toUpperCase(),
    subtotalMinor,
    shippingMinor,
    taxesMinor,
    totalMinor: first.cell("total") === "" ? subtotalMinor + shippingMinor + dutiesMinor : totalMinor,
    dutiesMinor,
    refundedMinor: Math.abs(refundedMinor),
    outstandingMinor: first.cell("outstanding") === "" ? null : amount("outstanding"),
    taxRate: rateOf(first),
    isTest: false,
    lines: linesOf() ?? [one],
  };
  return returnsOf(order) ?? goodsOf(order);

  function linesOf(): FileLine[] | null {
    const lines: FileLine[] = [];
    for (const row of rows) {
      if (row.cell("title") === "" && row.cell("price") === "") continue;
      const unitPriceMinor = row.cell("price") === "" ? null : amount("price", row);
      const discountMinor = amount("lineDiscount", row);
      const quantity = Number(row.cell("quantity") || "?");
      if (unitPriceMinor === null || discountMinor === null || !Number.isSafeInteger(quantity)) return null;
      const flag = (column: ExportColumn) =>
        row.cell(column) === "" ? null : row.cell(column).toLowerCase() === "true";
      lines.push({
        ...NO_LINE,
        quantity,
        unitPriceMinor,
        discountMinor,
        isTaxable: flag("taxable"),
        isShipped: flag("requiresShipping"),
        vendor: row.cell("vendor") || null,
      });
    }
    return lines.length === 0 ? null : lines;
  }
}

/** Without lines that explain it: what is beyond shipping, less the share that was tax on top. */
function goodsOf(order: FileTotals): number {
  const { refundedMinor, subtotalMinor, shippingMinor, taxesMinor, totalMinor } = order;
  if (refundedMinor >= totalMinor) return subtotalMinor;
  if (refundedMinor === shippingMinor) return 0;
  const isOnTop = taxesMinor > 0 && totalMinor >= subtotalMinor + shippingMinor + taxesMinor;
  if (!isOnTop) return Math.min(refundedMinor, subtotalMinor);
  const share = subtotalMinor / (subtotalMinor + taxesMinor);
  return Math.min(roundHalfUp(refundedMinor * share), subtotalMinor);
}

const NEVER = new Date(0);

/** Without a title: `Subtotal` has gift cards as well, so here they are goods. */
const NO_LINE: Omit<FileLine, "quantity" | "unitPriceMinor"> = {
  title: "",
  discountMinor: 0,
  isTaxable: null,
  isShipped: null,
  vendor: null,
};

/** Null where the totals contradict the lines. */
function returnsOf(order: FileTotals): number | null {
  const { stated, contradicts } = statedFileOrder(order, true);
  if (contradicts) return null;
  // Tax that prices contain is part of the amounts of the log: it is left where it is.
  const kept =
    stated.taxesIncluded && order.taxesMinor > 0
      ? statedFileOrder({ ...order, taxesMinor: 0, taxRate: null }, true)
      : { stated, contradicts };
  return kept.contradicts ? null : Math.max(0, moneyOfOrder(kept.stated).returnsMinor);
}

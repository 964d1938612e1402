import { moneyOfOrder } from "../../clv/historic/order-money.ts";
import type { OrderLineRow, OrderRefundRow, OrderRow } from "../../db/queries/source/columns.ts";
import { amountsOf, NO_VISITS, TILL } from "../mapping/order.ts";
import type { FileOrder } from "./file-order.ts";
import { statedFileOrder } from "./stated-file-order.ts";

/** What depends on when the rows are added, and to whom they belong. */
export type LateColumns = "customerId" | "guestEmail" | "orderDay" | "historyFileId";

/** The rows of an order of a file, without its person and its day. */
export interface FileRows {
  readonly order: Omit<OrderRow, LateColumns>;
  readonly lines: readonly OrderLineRow[];
  readonly refunds: readonly Omit<OrderRefundRow, "refundDay">[];
}

/**
 * Older than anything that Shopify gives, so that Shopify's own version of the order takes the place of the file's, and a deletion
 * stays one.
 */
const OLDER_THAN_ANY = "1970-01-01T00:00:00.000Z";

/** Channels by their names in the export and in Shopify's Admin API. */
const CHANNELS: Readonly<Record<string, string>> = {
  web: "Online Store",
  pos: "Point of Sale",
  shop: "Shop",
  shopify_draft_order: "Draft Orders",
};

/** The rows of an order, with its money by the one definition. The file has no cost, product or refund's day: a refund is dated with its order. */
export function fileRowsOf(file: FileOrder, taxesIncluded: boolean): FileRows {
  const { stated, contradicts } = statedFileOrder(file, taxesIncluded);
  const money = moneyOfOrder(stated);
  const { orderId } = file;
  const processedAt = file.createdAt.toISOString();
  const doubts = new Set<string>(money.doubts);
  if (contradicts) doubts.add("totals_disagree");
  const keptTotalMinor =
    stated.currentSubtotalMinor +
    money.tipsMinor +
    stated.shippingMinor +
    stated.dutiesMinor +
    stated.feesMinor +
    (stated.taxesIncluded ? 0 : stated.currentTaxMinor);
  return {
    order: {
      orderId,
      name: file.name,
      processedAt,
      sourceUpdatedAt: OLDER_THAN_ANY,
      cancelledAt: file.cancelledAt?.toISOString() ?? null,
      financialStatus: file.status,
      currency: file.currency,
      channel: file.source === null ? null : (CHANNELS[file.source] ?? file.source),
      countryCode: file.countryCode,
      recipientMark: null,
      ...NO_VISITS,
      discountCodes: file.discountCode === null ? [] : [file.discountCode],
      ...amountsOf(money, stated),
      currentTotalMinor: keptTotalMinor,
      chargeback: null,
      isSent: file.source === TILL ? false : null,
      doubts: [...doubts].sort(),
    },
    lines: stated.lines.map((line, at) => ({
      orderId,
      lineId: at + 1,
      productId: null,
      variantId: null,
      title: file.lines[at]!.title,
      kind: money.lines[at]!.kind,
      quantity: line.quantity,
      currentQuantity: line.keptQuantity,
      unitPriceMinor: line.unitPriceMinor,
      discountMinor: money.lines[at]!.discountsMinor,
      returnsMinor: money.lines[at]!.returnsMinor,
      netSalesMinor: money.lines[at]!.netSalesMinor,
      unitCostMinor: null,
    })),
    refunds: stated.refunds.map((_, at) => ({
      orderId,
      refundId: at + 1,
      refundedAt: processedAt,
      returnsMinor: money.refunds[at]!.returnsMinor,
      discrepancyMinor: money.refunds[at]!.discrepancyMinor,
      refundedMinor: stated.refundedMinor,
      pendingMinor: 0,
    })),
  };
}

import type { AdminClient } from "../../shopify/admin-client.ts";
import {
  type AdjustmentNode,
  type FetchedOrder,
  fetchedOrder,
  moreAdjustments,
  moreLines,
  moreRefundLines,
  type RefundLineNode,
} from "../../shopify/operations/order.ts";
import { parseNode } from "../mapping/node.ts";
import type { RefundDetails } from "../mapping/stated-order.ts";

/** The row changed between two of its pages, so its parts do not belong together. */
export class ChangedWhileRead extends Error {
  readonly retry = "later";
  constructor(what = "order") {
    super(`the ${what} changed while it was read`);
    this.name = "ChangedWhileRead";
  }
}

export interface WholeOrder {
  readonly lines: readonly unknown[];
  /** By the refund's gid. */
  readonly refunds: ReadonlyMap<string, RefundDetails>;
}

/** All lines, refund lines and adjustments of an order whose first pages are at hand. Throws Refused, ChangedWhileRead. */
export async function wholeOrder(
  admin: AdminClient,
  node: unknown,
  signal?: AbortSignal,
): Promise<WholeOrder> {
  const order = parseNode(fetchedOrder, node);
  const refunds = new Map<string, RefundDetails>();
  for (const refund of order.refunds) {
    refunds.set(refund.id, {
      lines: await allRefundLines(admin, refund, signal),
      adjustments: await allAdjustments(admin, refund, signal),
      transactions: refund.transactions.nodes,
    });
  }
  return { lines: await allLines(admin, order, signal), refunds };
}

async function allLines(admin: AdminClient, order: FetchedOrder, signal?: AbortSignal): Promise<unknown[]> {
  const lines = [...order.lineItems.nodes];
  let { pageInfo } = order.lineItems;
  while (pageInfo.hasNextPage) {
    const { data } = await admin.query(moreLines, { id: order.id, after: pageInfo.endCursor }, signal);
    if (data.order?.updatedAt !== order.updatedAt) throw new ChangedWhileRead();
    lines.push(...data.order.lineItems.nodes);
    pageInfo = data.order.lineItems.pageInfo;
  }
  return lines;
}

async function allRefundLines(
  admin: AdminClient,
  refund: FetchedOrder["refunds"][number],
  signal?: AbortSignal,
): Promise<RefundLineNode[]> {
  const lines = [...refund.refundLineItems.nodes];
  let { pageInfo } = refund.refundLineItems;
  while (pageInfo.hasNextPage) {
    const { data } = await admin.query(moreRefundLines, { id: refund.id, after: pageInfo.endCursor }, signal);
    if (!data.refund) throw new ChangedWhileRead();
    lines.push(...data.refund.refundLineItems.nodes);
    pageInfo = data.refund.refundLineItems.pageInfo;
  }
  return lines;
}

async function allAdjustments(
  admin: AdminClient,
  refund: FetchedOrder["refunds"][number],
  signal?: AbortSignal,
): Promise<AdjustmentNode[]> {
  const adjustments = [...refund.orderAdjustments.nodes];
  let { pageInfo } = refund.orderAdjustments;
  while (pageInfo.hasNextPage) {
    const { data } = await admin.query(moreAdjustments, { id: refund.id, after: pageInfo.endCursor }, signal);
    if (!data.refund) throw new ChangedWhileRead();
    adjustments.push(...data.refund.orderAdjustments.nodes);
    pageInfo = data.refund.orderAdjustments.pageInfo;
  }
  return adjustments;
}

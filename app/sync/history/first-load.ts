import type { Tx } from "../../db/client.ts";
import {
  copyToTable,
  isUnread,
  type LoadedTable,
  lookUpByIndex,
  settleFirstLoad,
} from "../../db/queries/source/first-load.ts";
import type { MergeOutcome } from "../../db/queries/source/merge-lock.ts";
import { SINGLY, touchSources } from "../../db/queries/sync/dirty.ts";
import type { ShopRef } from "../../platform/ids.ts";
import { mapCustomer } from "../mapping/customer.ts";
import { type MappedOrder, mapOrderHead, mapOrderLine } from "../mapping/order.ts";
import { addLine, emptyTotals, exclusionOf, type OrderTotals } from "../mapping/order-totals.ts";
import { type ErasedPeople, isErased, withoutErased } from "../privacy/erased-people.ts";
import type { Resource } from "../runtime.ts";
import type { MappingShop } from "../shop/shop-facts.ts";
import { copyFields } from "../storing/copy-text.ts";
import { customerFields, lineFields, orderFields, refundFields } from "../storing/row-text.ts";
import type { NodeSink } from "./bulk-file.ts";

/** Characters that are gathered before they are copied to the database. */
const COPY_CHARS = 1 << 20;
/** Orders that wait for further lines. Shopify writes children near their parent, without saying how near. */
const OPEN_ORDERS = 4_000;

/** The file is not as a first load needs it; it has to be staged and merged instead. */
export class NotLoadable extends Error {
  readonly retry = "never";
}

interface OpenOrder {
  readonly order: MappedOrder;
  readonly totals: OrderTotals;
  lines: string;
}

/**
 * Copies a file straight into the tables of a shop that has no rows yet, in one transaction that ends with the whole file or with
 * nothing. There is nothing to guard there, and staging rows only to move them on costs as much as all else. Takes the same nodes
 * as Staging; throws NotLoadable for lines that stand far from their order.
 */
export class FirstLoad implements NodeSink {
  readonly #tx: Tx;
  readonly #shop: ShopRef;
  /** The first field of every row. */
  readonly #key: string;
  readonly #facts: MappingShop;
  readonly #erased: ErasedPeople;
  readonly #lowWaterMark: string;
  readonly #open = new Map<number, OpenOrder>();
  readonly #refused = new Set<number>();
  /** Ids that have to be read singly: changed while the file was made, or with refunds that a file cannot date. */
  readonly #again = new Set<number>();
  #texts: Record<LoadedTable, string> = { customer: "", orders: "", order_line: "", order_refund: "" };
  #chars = 0;
  #copying: Promise<void> = Promise.resolve();

  private constructor(tx: Tx, shop: ShopRef, facts: MappingShop, erased: ErasedPeople, lowWaterMark: Date) {
    this.#tx = tx;
    this.#shop = shop;
    this.#key = `${shop.shopId}\t`;
    this.#facts = facts;
    this.#erased = erased;
    this.#lowWaterMark = lowWaterMark.toISOString();
  }

  /** Needs the shop's merge lock for the whole of `tx`. Null where rows of the resource are stored already. */
  static async open(
    tx: Tx,
    shop: ShopRef,
    resource: Resource,
    options: { facts: MappingShop; erased: ErasedPeople; lowWaterMark: Date },
  ): Promise<FirstLoad | null> {
    if (!(await isUnread(tx, shop.shopId, resource))) return null;
    await lookUpByIndex(tx);
    return new FirstLoad(tx, shop, options.facts, options.erased, options.lowWaterMark);
  }

  customer(node: unknown): void {
    const customer = mapCustomer(node);
    if (isErased(this.#erased, customer.customerId, customer.email)) return;
    if (customer.sourceUpdatedAt >= this.#lowWaterMark) this.#again.add(customer.customerId);
    this.#add("customer", `${this.#key}${customerFields(customer)}\n`);
  }

  orderHead(node: unknown): { orderId: number; taxesIncluded: boolean } {
    const order = withoutErased(this.#erased, mapOrderHead(node, this.#facts));
    if (this.#open.has(order.orderId)) throw new NotLoadable("an order is in the file twice");
    this.#open.set(order.orderId, { order, totals: emptyTotals(), lines: "" });
    return order;
  }

  orderLine(orderId: number, node: unknown, taxesIncluded: boolean): void {
    if (this.#refused.has(orderId)) return;
    const open = this.#open.get(orderId);
    if (!open) throw new NotLoadable("a line stands far from its order");
    const line = mapOrderLine(orderId, node, taxesIncluded, this.#facts);
    addLine(open.totals, line);
    open.lines += `${this.#key}${lineFields(line)}\n`;
  }

  refuseOrder(orderId: number): void {
    this.#refused.add(orderId);
    this.#open.delete(orderId);
  }

  async drain(): Promise<void> {
    this.#close(OPEN_ORDERS);
    if (this.#chars < COPY_CHARS) return;
    await this.#copying;
    this.#copy();
  }

  async flush(): Promise<void> {
    this.#close(0);
    await this.#copying;
    this.#copy();
    await this.#copying;
  }

  /** To be called after `flush`, in the same transaction. */
  async settle(
    resource: Resource,
    options: { startedAt: Date; doubtful: ReadonlySet<number>; now: Date },
  ): Promise<MergeOutcome> {
    const { shopId } = this.#shop;
    const refusedIds = [...this.#refused];
    const applied = await settleFirstLoad(this.#tx, shopId, resource, { ...options, refusedIds });
    const again = [...this.#again, ...options.doubtful];
    await touchSources(this.#tx, shopId, resource, again, options.now, SINGLY);
    return { applied, stale: 0 };
  }

  /** Nothing more is sent; to be awaited before the transaction ends, whichever way it does. */
  async close(): Promise<void> {
    await this.#copying.catch(() => {});
  }

  /** Hands on the orders that came first, until `most` are left open. */
  #close(most: number): void {
    if (this.#open.size <= most) return;
    for (const [orderId, open] of this.#open) {
      if (this.#open.size <= most) break;
      this.#open.delete(orderId);
      this.#hand(open);
    }
  }

  #hand({ order, totals, lines }: OpenOrder): void {
    if (order.sourceUpdatedAt >= this.#lowWaterMark) this.#again.add(order.orderId);
    const sums = copyFields([
      totals.grossMinor,
      totals.discountMinor,
      totals.returnsMinor,
      totals.netSalesMinor,
      totals.costMinor,
      totals.costKnownNetSalesMinor,
      exclusionOf(order, totals),
    ]);
    this.#add("orders", `${this.#key}${orderFields(order)}\t${sums}\n`);
    this.#add("order_line", lines);
    // Of a single refund the share is known: all that was returned.
    const returnsMinor = order.refunds.length === 1 && !order.isEdited ? totals.returnsMinor : null;
    for (const refund of order.refunds) {
      this.#add("order_refund", `${this.#key}${refundFields(refund, returnsMinor)}\n`);
      if (returnsMinor === null) this.#again.add(order.orderId);
    }
  }

  #add(table: LoadedTable, text: string): void {
    this.#texts[table] += text;
    this.#chars += text.length;
  }

  #copy(): void {
    const { customer, orders, order_line, order_refund } = this.#texts;
    this.#texts = { customer: "", orders: "", order_line: "", order_refund: "" };
    this.#chars = 0;
    this.#copying = refusingTwice(async () => {
      await copyToTable(this.#tx, "customer", customer);
      // Parents first: the foreign keys are checked as rows come.
      await copyToTable(this.#tx, "orders", orders);
      await copyToTable(this.#tx, "order_line", order_line);
      await copyToTable(this.#tx, "order_refund", order_refund);
    });
    // The error is thrown where the copying is awaited, not as unhandled before.
    this.#copying.catch(() => {});
  }
}

const UNIQUE_VIOLATION = "23505";

async function refusingTwice(copying: () => Promise<void>): Promise<void> {
  try {
    await copying();
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === UNIQUE_VIOLATION)) throw error;
    throw new NotLoadable("a row is in the file twice", { cause: error });
  }
}

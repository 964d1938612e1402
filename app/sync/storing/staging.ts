import type { Tx } from "../../db/client.ts";
import {
  copyToStaging,
  createStaging,
  dropStaging,
  type StagedTable,
} from "../../db/queries/source/staging.ts";
import type { NodeSink } from "../history/bulk-file.ts";
import { mapCustomer } from "../mapping/customer.ts";
import { mapOrderHead, mapOrderLine, type OrderRefundRow } from "../mapping/order.ts";
import { type ErasedPeople, isErased, withoutErased } from "../privacy/erased-people.ts";
import type { MappingShop } from "../shop/shop-facts.ts";
import { copyFields } from "./copy-text.ts";
import { customerFields, lineFields, orderFields, refundFields } from "./row-text.ts";

/** Characters that are gathered before they are copied to the database. */
const COPY_CHARS = 1 << 20;

/**
 * Maps nodes and copies their rows into the staging tables of one connection. The one way in: a bulk file, a refetch and
 * a reconciliation differ only in where the nodes come from. Everything that maps throws Refused.
 */
export class Staging implements NodeSink {
  readonly #connection: Tx;
  readonly #shop: MappingShop;
  readonly #erased: ErasedPeople;
  #texts: Partial<Record<StagedTable, string>> = {};
  #chars = 0;
  #copying: Promise<void> = Promise.resolve();

  private constructor(connection: Tx, shop: MappingShop, erased: ErasedPeople) {
    this.#connection = connection;
    this.#shop = shop;
    this.#erased = erased;
  }

  /** The connection has to be one's own until `close`. */
  static async open(connection: Tx, shop: MappingShop, erased: ErasedPeople): Promise<Staging> {
    await createStaging(connection);
    return new Staging(connection, shop, erased);
  }

  customer(node: unknown): void {
    const customer = mapCustomer(node);
    if (isErased(this.#erased, customer.customerId, customer.email)) return;
    this.#add("staged_customer", `${customerFields(customer)}\n`);
  }

  orderHead(
    node: unknown,
    refundReturns?: (refund: OrderRefundRow) => number | null,
  ): { orderId: number; taxesIncluded: boolean } {
    const { refunds, ...order } = mapOrderHead(node, this.#shop);
    const flags = copyFields([order.isTest, order.isEdited]);
    this.#add("staged_order", `${orderFields(withoutErased(this.#erased, order))}\t${flags}\n`);
    for (const refund of refunds) {
      this.#add("staged_refund", `${refundFields(refund, refundReturns?.(refund) ?? null)}\n`);
    }
    return { orderId: order.orderId, taxesIncluded: order.taxesIncluded };
  }

  orderLine(orderId: number, node: unknown, taxesIncluded: boolean): void {
    const line = mapOrderLine(orderId, node, taxesIncluded, this.#shop);
    this.#add("staged_line", `${lineFields(line)}\t${line.grossMinor}\n`);
  }

  refuseOrder(orderId: number): void {
    this.#add("staged_refusal", `${orderId}\n`);
  }

  async drain(): Promise<void> {
    if (this.#chars < COPY_CHARS) return;
    await this.#copying;
    this.#copy();
  }

  async flush(): Promise<void> {
    await this.#copying;
    this.#copy();
    await this.#copying;
  }

  async close(): Promise<void> {
    await this.#copying.catch(() => {});
    await dropStaging(this.#connection);
  }

  #add(table: StagedTable, line: string): void {
    this.#texts[table] = (this.#texts[table] ?? "") + line;
    this.#chars += line.length;
  }

  #copy(): void {
    const texts = Object.entries(this.#texts) as [StagedTable, string][];
    this.#texts = {};
    this.#chars = 0;
    this.#copying = (async () => {
      for (const [table, text] of texts) await copyToStaging(this.#connection, table, text);
    })();
    // The error is thrown where the copying is awaited, not as unhandled before.
    this.#copying.catch(() => {});
  }
}

import type { Tx } from "../db/client.ts";
import { copyToStaging, createStaging, dropStaging, type StagedTable } from "../db/queries/staging.ts";
import { copyLine } from "./copy-text.ts";
import { type CustomerRow, mapCustomer } from "./customer-mapping.ts";
import type { ErasedPeople } from "./erased-people.ts";
import { mapOrderHead, mapOrderLine, type OrderLineRow, type OrderRefundRow } from "./order-mapping.ts";
import type { MappingShop } from "./shop-facts.ts";

/** Characters that are gathered before they are copied to the database. */
const COPY_CHARS = 1 << 20;

/**
 * Maps nodes and copies their rows into the staging tables of one connection. The one way in: a bulk file, a refetch and
 * a reconciliation differ only in where the nodes come from. Everything that maps throws Refused.
 */
export class Staging {
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
    if (this.#erased.customer(customer.customerId)) return;
    if (customer.email !== null && this.#erased.email(customer.email)) return;
    this.#add("staged_customer", customerText(customer));
  }

  /** Returns the order's id and whether its prices contain tax, which its lines do not say. */
  orderHead(
    node: unknown,
    refundReturns?: (refund: OrderRefundRow) => number | null,
  ): { orderId: number; taxesIncluded: boolean } {
    const { refunds, ...order } = mapOrderHead(node, this.#shop);
    const isErased =
      (order.customerId !== null && this.#erased.customer(order.customerId)) ||
      (order.guestEmail !== null && this.#erased.email(order.guestEmail));
    this.#add(
      "staged_order",
      copyLine([
        order.orderId,
        order.name,
        isErased ? null : order.customerId,
        isErased ? null : order.guestEmail,
        order.processedAt,
        order.orderDay,
        order.sourceUpdatedAt,
        order.cancelledAt,
        order.financialStatus,
        order.currency,
        order.channel,
        order.countryCode,
        order.discountCodes,
        order.shippingMinor,
        order.isTest,
        order.isEdited,
      ]),
    );
    for (const refund of refunds) {
      this.#add("staged_refund", refundText(refund, refundReturns?.(refund) ?? null));
    }
    return { orderId: order.orderId, taxesIncluded: order.taxesIncluded };
  }

  orderLine(orderId: number, node: unknown, taxesIncluded: boolean): void {
    this.#add("staged_line", lineText(mapOrderLine(orderId, node, taxesIncluded, this.#shop)));
  }

  /** Whatever is staged of the order is not merged. */
  refuseOrder(orderId: number): void {
    this.#add("staged_refusal", copyLine([orderId]));
  }

  /** Waits while the database is further behind than one block; the next block fills while this one is copied. */
  async drain(): Promise<void> {
    if (this.#chars < COPY_CHARS) return;
    await this.#copying;
    this.#copy();
  }

  /** Everything that was added is in the staging tables. */
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

function customerText(customer: CustomerRow): string {
  return copyLine([
    customer.customerId,
    customer.sourceCreatedAt,
    customer.sourceUpdatedAt,
    customer.firstName,
    customer.lastName,
    customer.email,
    customer.emailVerified,
    customer.emailMarketingState,
    customer.emailOptInLevel,
    customer.emailStateUpdatedAt,
    customer.countryCode,
    customer.tags,
    customer.shopifyRfmGroup,
    customer.shopifySpendTier,
  ]);
}

function lineText(line: OrderLineRow): string {
  return copyLine([
    line.orderId,
    line.lineId,
    line.productId,
    line.variantId,
    line.title,
    line.quantity,
    line.currentQuantity,
    line.unitPriceMinor,
    line.grossMinor,
    line.discountMinor,
    line.returnsMinor,
    line.netSalesMinor,
    line.isGiftCard,
    line.unitCostMinor,
  ]);
}

function refundText(refund: OrderRefundRow, returnsMinor: number | null): string {
  return copyLine([
    refund.orderId,
    refund.refundId,
    refund.refundedAt,
    refund.refundDay,
    returnsMinor,
    refund.refundedMinor,
  ]);
}

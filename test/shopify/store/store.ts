import type {
  CollectionRecord,
  CustomerRecord,
  MetafieldRecord,
  OrderRecord,
  ProductRecord,
  SegmentRecord,
  ShopRecord,
  VariantRecord,
} from "./records.ts";

type IdKind =
  | "customer"
  | "order"
  | "line"
  | "refund"
  | "product"
  | "variant"
  | "inventoryItem"
  | "collection"
  | "segment"
  | "metafield"
  | "visit"
  | "transaction"
  | "adjustment"
  | "fee"
  | "edit"
  | "return"
  | "dispute";

/** First ids, as long as real ones (13 digits) so that nothing downstream gets away with 32-bit integers. */
const FIRST_ID: Record<IdKind, number> = {
  customer: 7_100_000_000_001,
  order: 5_400_000_000_001,
  line: 13_800_000_000_001,
  refund: 940_000_000_001,
  product: 8_200_000_000_001,
  variant: 44_900_000_000_001,
  inventoryItem: 46_900_000_000_001,
  collection: 480_000_000_001,
  segment: 510_000_000_001,
  metafield: 31_000_000_000_001,
  visit: 21_500_000_000_001,
  transaction: 6_300_000_000_001,
  adjustment: 310_000_000_001,
  fee: 70_000_000_001,
  edit: 80_000_000_001,
  return: 17_000_000_001,
  dispute: 9_800_000_001,
};

/**
 * The records of one shop. They are replaced, never written to, so a record in hand is a snapshot and what is
 * derived from it can be cached by identity.
 */
export class ShopStore {
  readonly customers = new Map<number, CustomerRecord>();
  readonly orders = new Map<number, OrderRecord>();
  readonly products = new Map<number, ProductRecord>();
  readonly variants = new Map<number, VariantRecord>();
  readonly collections = new Map<number, CollectionRecord>();
  readonly segments = new Map<number, SegmentRecord>();
  readonly metafields = new Map<number, MetafieldRecord>();
  shop: ShopRecord;
  /** Rises with every change, so that sorted views know when they are out of date. */
  version = 0;
  readonly #nextId: Record<IdKind, number> = { ...FIRST_ID };
  #nextOrderNumber = 1001;
  readonly #orderIdsByCustomer = new Map<number, number[]>();
  readonly #customerIdByEmail = new Map<string, number>();

  constructor(shop: ShopRecord) {
    this.shop = shop;
  }

  newId(kind: IdKind): number {
    return this.#nextId[kind]++;
  }

  newOrderNumber(): number {
    return this.#nextOrderNumber++;
  }

  putCustomer(customer: CustomerRecord): CustomerRecord {
    const before = this.customers.get(customer.id);
    if (before?.email && before.email !== customer.email)
      this.#customerIdByEmail.delete(before.email.toLowerCase());
    if (customer.email) this.#customerIdByEmail.set(customer.email.toLowerCase(), customer.id);
    this.customers.set(customer.id, customer);
    this.version++;
    return customer;
  }

  removeCustomer(id: number): void {
    const email = this.customers.get(id)?.email;
    if (email) this.#customerIdByEmail.delete(email.toLowerCase());
    this.customers.delete(id);
    this.#orderIdsByCustomer.delete(id);
    this.version++;
  }

  customerByEmail(email: string): CustomerRecord | undefined {
    const id = this.#customerIdByEmail.get(email.toLowerCase());
    return id === undefined ? undefined : this.customers.get(id);
  }

  putOrder(order: OrderRecord): OrderRecord {
    const before = this.orders.get(order.id);
    if (before?.customerId !== order.customerId) {
      if (before?.customerId) this.#unlink(before.customerId, order.id);
      if (order.customerId) {
        const ids = this.#orderIdsByCustomer.get(order.customerId);
        if (ids) ids.push(order.id);
        else this.#orderIdsByCustomer.set(order.customerId, [order.id]);
      }
    }
    this.orders.set(order.id, order);
    this.version++;
    return order;
  }

  removeOrder(id: number): void {
    const order = this.orders.get(id);
    if (order?.customerId) this.#unlink(order.customerId, id);
    this.orders.delete(id);
    this.version++;
  }

  /** Oldest first, by the instant they were processed. */
  ordersOf(customerId: number): OrderRecord[] {
    const ids = this.#orderIdsByCustomer.get(customerId) ?? [];
    return ids
      .map((id) => this.orders.get(id)!)
      .sort((a, b) => a.processedAtMs - b.processedAtMs || a.id - b.id);
  }

  #unlink(customerId: number, orderId: number): void {
    const ids = this.#orderIdsByCustomer.get(customerId);
    if (ids)
      this.#orderIdsByCustomer.set(
        customerId,
        ids.filter((id) => id !== orderId),
      );
  }

  putProduct(product: ProductRecord, variants: VariantRecord[]): void {
    this.products.set(product.id, product);
    for (const variant of variants) this.variants.set(variant.id, variant);
    this.version++;
  }

  /** Lines of orders keep the id, under which Shopify has nothing any more. */
  removeProduct(id: number): void {
    for (const variantId of this.products.get(id)?.variantIds ?? []) this.variants.delete(variantId);
    this.products.delete(id);
    this.version++;
  }

  putCollection(collection: CollectionRecord): CollectionRecord {
    this.collections.set(collection.id, collection);
    this.version++;
    return collection;
  }

  removeCollection(id: number): void {
    this.collections.delete(id);
    this.version++;
  }

  productsIn({ holds }: CollectionRecord): ProductRecord[] {
    return [...this.products.values()].filter((product) =>
      "productType" in holds
        ? product.productType === holds.productType
        : holds.productIds.includes(product.id),
    );
  }

  putSegment(segment: SegmentRecord): SegmentRecord {
    this.segments.set(segment.id, segment);
    this.version++;
    return segment;
  }

  removeSegment(id: number): void {
    this.segments.delete(id);
    this.version++;
  }

  putMetafield(metafield: MetafieldRecord): MetafieldRecord {
    this.metafields.set(metafield.id, metafield);
    this.version++;
    return metafield;
  }

  metafieldOf(
    owner: { ownerType: MetafieldRecord["ownerType"]; ownerId: number },
    namespace: string,
    key: string,
  ): MetafieldRecord | undefined {
    return this.metafieldsOf(owner).find((field) => field.namespace === namespace && field.key === key);
  }

  metafieldsOf(owner: { ownerType: MetafieldRecord["ownerType"]; ownerId: number }): MetafieldRecord[] {
    return [...this.metafields.values()].filter(
      (field) => field.ownerType === owner.ownerType && field.ownerId === owner.ownerId,
    );
  }
}

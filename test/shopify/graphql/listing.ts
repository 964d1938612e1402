import type { Arguments, ShopListings } from "../shop-internals.ts";
import { orderTotals } from "../store/order-totals.ts";
import type {
  CollectionRecord,
  CustomerRecord,
  OrderRecord,
  ProductRecord,
  SegmentRecord,
  VariantRecord,
} from "../store/records.ts";
import type { ShopStore } from "../store/store.ts";
import { Unsupported } from "./field.ts";
import { compileSearch, type Term } from "./search.ts";
import type { SortedList } from "./sorted-list.ts";

const fullName = (customer: CustomerRecord) =>
  `${customer.lastName ?? ""}, ${customer.firstName ?? ""}`.toLowerCase();

/** Shopify calls the same instant `created_at` where customers are counted and `customer_date` where they are listed. */
const countedCustomerTerms: Record<string, Term<CustomerRecord>> = {
  id: (customer, is) => is.number(customer.id),
  created_at: (customer, is) => is.time(customer.createdAtMs),
  updated_at: (customer, is) => is.time(customer.updatedAtMs),
};

const customerTerms: Record<string, Term<CustomerRecord>> = {
  id: (customer, is) => is.number(customer.id),
  customer_date: (customer, is) => is.time(customer.createdAtMs),
  updated_at: (customer, is) => is.time(customer.updatedAtMs),
  email: (customer, is) => is.text(customer.email),
  first_name: (customer, is) => is.text(customer.firstName),
  last_name: (customer, is) => is.text(customer.lastName),
  tag: (customer, is) => customer.tags.some((tag) => is.text(tag)),
  country: (customer, is) => is.text(customer.address?.countryCode ?? null),
  default: (customer, is) =>
    is.text(customer.firstName) || is.text(customer.lastName) || is.text(customer.email),
};

const orderTerms: Record<string, Term<OrderRecord>> = {
  id: (order, is) => is.number(order.id),
  created_at: (order, is) => is.time(order.createdAtMs),
  processed_at: (order, is) => is.time(order.processedAtMs),
  updated_at: (order, is) => is.time(order.updatedAtMs),
  customer_id: (order, is) => is.number(order.customerId),
  email: (order, is) => is.text(order.email),
  name: (order, is) => is.text(`#${order.number}`) || is.text(String(order.number)),
  tag: (order, is) => order.tags.some((tag) => is.text(tag)),
  source_name: (order, is) => is.text(order.sourceName),
  test: (order, is) => is.text(String(order.test)),
  financial_status: (order, is) => is.text(orderTotals(order).financialStatus),
  default: (order, is) => is.text(`#${order.number}`) || is.text(order.email),
};

const productTerms: Record<string, Term<ProductRecord>> = {
  id: (product, is) => is.number(product.id),
  created_at: (product, is) => is.time(product.createdAtMs),
  updated_at: (product, is) => is.time(product.updatedAtMs),
  title: (product, is) => is.text(product.title),
  status: (product, is) => is.text(product.status),
  product_type: (product, is) => is.text(product.productType),
};

const collectionTerms: Record<string, Term<CollectionRecord>> = {
  id: (collection, is) => is.number(collection.id),
  updated_at: (collection, is) => is.time(collection.updatedAtMs),
  title: (collection, is) => is.text(collection.title),
};

const variantTerms: Record<string, Term<VariantRecord>> = {
  id: (variant, is) => is.number(variant.id),
  product_id: (variant, is) => is.number(variant.productId),
  sku: (variant, is) => is.text(variant.sku),
  updated_at: (variant, is) => is.time(variant.updatedAtMs),
};

const segmentTerms: Record<string, Term<SegmentRecord>> = {
  id: (segment, is) => is.number(segment.id),
  name: (segment, is) => is.text(segment.name),
};

type SortKeys<T> = Record<string, (item: T) => string | number>;

const byTimes = {
  ID: (item: { id: number }) => item.id,
  RELEVANCE: (item: { id: number }) => item.id,
  CREATED_AT: (item: { createdAtMs: number }) => item.createdAtMs,
  UPDATED_AT: (item: { updatedAtMs: number }) => item.updatedAtMs,
};

const customerSorts: SortKeys<CustomerRecord> = { ...byTimes, NAME: fullName };
const orderSorts: SortKeys<OrderRecord> = {
  ...byTimes,
  PROCESSED_AT: (order) => order.processedAtMs,
  ORDER_NUMBER: (order) => order.number,
  TOTAL_PRICE: (order) => orderTotals(order).totalMinor,
};
const segmentSorts: SortKeys<SegmentRecord> = {
  ...byTimes,
  CREATION_DATE: (segment) => segment.createdAtMs,
  LAST_EDIT_DATE: (segment) => segment.updatedAtMs,
};
const productSorts: SortKeys<ProductRecord> = { ...byTimes, TITLE: (product) => product.title.toLowerCase() };
const collectionSorts: SortKeys<CollectionRecord> = {
  ...byTimes,
  TITLE: (collection) => collection.title.toLowerCase(),
};
const variantSorts: SortKeys<VariantRecord> = { ...byTimes, TITLE: (variant) => variant.title.toLowerCase() };

const KEPT_LISTS = 24;

/** Sorted and filtered views of the store, kept until the store changes. */
export class Listings implements ShopListings {
  readonly #store: ShopStore;
  readonly #kept = new Map<string, { version: number; list: unknown }>();

  constructor(store: ShopStore) {
    this.#store = store;
  }

  /** `sinceMs` hides older orders from an app that may not see all of them. */
  orders(args: Arguments, sinceMs: number | null): SortedList<OrderRecord> {
    return this.#list(
      `orders ${sinceMs}`,
      args,
      () => this.#store.orders.values(),
      orderTerms,
      orderSorts,
      (order) => (sinceMs === null ? true : order.createdAtMs >= sinceMs),
    );
  }

  customers(args: Arguments): SortedList<CustomerRecord> {
    return this.#list("customers", args, () => this.#store.customers.values(), customerTerms, customerSorts);
  }

  countedCustomers(args: Arguments): SortedList<CustomerRecord> {
    return this.#list(
      "customers counted",
      args,
      () => this.#store.customers.values(),
      countedCustomerTerms,
      customerSorts,
    );
  }

  products(args: Arguments): SortedList<ProductRecord> {
    return this.#list("products", args, () => this.#store.products.values(), productTerms, productSorts);
  }

  collections(args: Arguments): SortedList<CollectionRecord> {
    return this.#list(
      "collections",
      args,
      () => this.#store.collections.values(),
      collectionTerms,
      collectionSorts,
    );
  }

  variants(args: Arguments): SortedList<VariantRecord> {
    return this.#list("variants", args, () => this.#store.variants.values(), variantTerms, variantSorts);
  }

  segments(args: Arguments): SortedList<SegmentRecord> {
    return this.#list("segments", args, () => this.#store.segments.values(), segmentTerms, segmentSorts);
  }

  #list<T extends { id: number }>(
    kind: string,
    args: Arguments,
    items: () => Iterable<T>,
    terms: Record<string, Term<T>>,
    sorts: SortKeys<T>,
    visible: (item: T) => boolean = () => true,
  ): SortedList<T> {
    const query = typeof args.query === "string" ? args.query.trim() : "";
    const sortKey = typeof args.sortKey === "string" ? args.sortKey : "ID";
    const descending = args.reverse === true;
    const key = JSON.stringify([kind, query, sortKey, descending]);
    const kept = this.#kept.get(key);
    if (kept && kept.version === this.#store.version) return kept.list as SortedList<T>;
    const sortBy = sorts[sortKey];
    if (!sortBy)
      throw new Unsupported(`The local Shopify admin does not sort ${kind.split(" ")[0]} by ${sortKey}.`);
    const matches = query ? compileSearch(query, terms) : () => true;
    const found: T[] = [];
    for (const item of items()) if (visible(item) && matches(item)) found.push(item);
    const sign = descending ? -1 : 1;
    found.sort((a, b) => {
      const left = sortBy(a);
      const right = sortBy(b);
      return (left < right ? -1 : left > right ? 1 : a.id - b.id) * sign;
    });
    const list: SortedList<T> = { items: found, idOf: (item) => item.id, valueOf: sortBy, descending };
    this.#kept.set(key, { version: this.#store.version, list });
    if (this.#kept.size > KEPT_LISTS) this.#kept.delete(this.#kept.keys().next().value!);
    return list;
  }
}

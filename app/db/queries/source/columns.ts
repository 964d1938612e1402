/** Types of PostgreSQL that the stored rows of Shopify's data use. */
type ColumnType = "bigint" | "integer" | "text" | "boolean" | "date" | "timestamptz" | "text[]" | "uuid";

/** As rows hold them: instants as ISO 8601, days as 'YYYY-MM-DD'. */
interface ValueOf {
  bigint: number;
  integer: number;
  text: string;
  boolean: boolean;
  date: string;
  timestamptz: string;
  "text[]": readonly string[];
  uuid: string;
}

export interface Column {
  readonly type: ColumnType;
  readonly nullable: boolean;
  /** The stored value is given to the mapper with the next version of the row, because no later version contains it. */
  readonly kept?: true;
  /** Identifies a person: a tombstone clears it. */
  readonly personal?: true;
}

type Columns = Readonly<Record<string, Column>>;

/**
 * A table of Shopify's data. Its columns are given without `shop_id`, with which every key begins, and without `deleted_at`,
 * which only merges write. The row's type, COPY text, staging table, upsert and tombstone follow from it; a test compares it
 * with prisma/schema.prisma.
 */
export interface SourceTable<C extends Columns = Columns> {
  readonly name: string;
  /** The column that tells the table's rows apart. */
  readonly key: keyof C & string;
  readonly columns: C;
}

type Camel<Name extends string> = Name extends `${infer Head}_${infer Tail}`
  ? `${Head}${Capitalize<Camel<Tail>>}`
  : Name;
type Value<C extends Column> = ValueOf[C["type"]] | (C["nullable"] extends true ? null : never);

/** A row as the mapper makes it: `order_id` is `orderId`. */
export type RowOf<T extends SourceTable> = {
  readonly [Name in keyof T["columns"] & string as Camel<Name>]: Value<T["columns"][Name]>;
};
/** The columns of a row that are kept, as stored. */
export type KeptOf<T extends SourceTable> = {
  readonly [Name in keyof T["columns"] & string as T["columns"][Name] extends { kept: true }
    ? Camel<Name>
    : never]: Value<T["columns"][Name]>;
};

export function propertyOf(column: string): string {
  return column.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
}

const required = <T extends ColumnType>(type: T) => ({ type, nullable: false }) as const;
const optional = <T extends ColumnType>(type: T) => ({ type, nullable: true }) as const;

export const CUSTOMER = {
  name: "customer",
  key: "customer_id",
  columns: {
    customer_id: required("bigint"),
    source_created_at: optional("timestamptz"),
    source_updated_at: required("timestamptz"),
    first_name: { ...optional("text"), personal: true },
    last_name: { ...optional("text"), personal: true },
    email: { ...optional("text"), personal: true },
    email_verified: { ...required("boolean"), personal: true },
    email_marketing_state: { ...optional("text"), personal: true },
    email_opt_in_level: optional("text"),
    email_state_updated_at: optional("timestamptz"),
    phone: { ...optional("text"), personal: true },
    sms_marketing_state: { ...optional("text"), personal: true },
    country_code: optional("text"),
    zip: { ...optional("text"), personal: true },
    tags: required("text[]"),
    shopify_rfm_group: optional("text"),
    shopify_spend_tier: optional("text"),
  },
} as const satisfies SourceTable;
export type CustomerRow = RowOf<typeof CUSTOMER>;

export const ORDERS = {
  name: "orders",
  key: "order_id",
  columns: {
    order_id: required("bigint"),
    name: required("text"),
    customer_id: optional("bigint"),
    guest_email: optional("text"),
    processed_at: required("timestamptz"),
    order_day: required("date"),
    source_updated_at: required("timestamptz"),
    cancelled_at: optional("timestamptz"),
    financial_status: optional("text"),
    currency: required("text"),
    channel: optional("text"),
    country_code: optional("text"),
    recipient_mark: { ...optional("integer"), personal: true },
    discount_codes: required("text[]"),
    // Whoever makes a link writes what stands in it.
    first_visit_utm_source: { ...optional("text"), personal: true },
    first_visit_utm_medium: { ...optional("text"), personal: true },
    first_visit_utm_campaign: { ...optional("text"), personal: true },
    last_visit_utm_source: { ...optional("text"), personal: true },
    last_visit_utm_medium: { ...optional("text"), personal: true },
    last_visit_utm_campaign: { ...optional("text"), personal: true },
    gross_sales_minor: required("bigint"),
    discounts_minor: required("bigint"),
    returns_minor: required("bigint"),
    net_sales_minor: required("bigint"),
    refund_discrepancy_minor: required("bigint"),
    discrepancy_tax_minor: required("bigint"),
    shipping_minor: required("bigint"),
    tax_minor: required("bigint"),
    tips_minor: required("bigint"),
    gift_cards_minor: required("bigint"),
    duties_minor: required("bigint"),
    fees_minor: required("bigint"),
    current_total_minor: required("bigint"),
    received_minor: required("bigint"),
    refunded_minor: required("bigint"),
    outstanding_minor: required("bigint"),
    chargeback: optional("text"),
    doubts: required("text[]"),
    cost_minor: required("bigint"),
    cost_known_net_sales_minor: required("bigint"),
    is_sent: optional("boolean"),
    exclusion: optional("text"),
    history_file_id: optional("uuid"),
  },
} as const satisfies SourceTable;
export type OrderRow = RowOf<typeof ORDERS>;

export const ORDER_LINE = {
  name: "order_line",
  key: "line_id",
  columns: {
    order_id: required("bigint"),
    line_id: required("bigint"),
    // Of a product that is deleted, Shopify's lines do not say any more which it was.
    product_id: { ...optional("bigint"), kept: true },
    variant_id: optional("bigint"),
    title: required("text"),
    kind: required("text"),
    quantity: required("integer"),
    current_quantity: required("integer"),
    unit_price_minor: required("bigint"),
    discount_minor: required("bigint"),
    returns_minor: required("bigint"),
    net_sales_minor: required("bigint"),
    unit_cost_minor: { ...optional("bigint"), kept: true },
  },
} as const satisfies SourceTable;
export type OrderLineRow = RowOf<typeof ORDER_LINE>;

export const ORDER_REFUND = {
  name: "order_refund",
  key: "refund_id",
  columns: {
    order_id: required("bigint"),
    refund_id: required("bigint"),
    refunded_at: required("timestamptz"),
    refund_day: required("date"),
    returns_minor: optional("bigint"),
    discrepancy_minor: optional("bigint"),
    refunded_minor: required("bigint"),
    pending_minor: required("bigint"),
  },
} as const satisfies SourceTable;
export type OrderRefundRow = RowOf<typeof ORDER_REFUND>;

export const PRODUCT = {
  name: "product",
  key: "product_id",
  columns: {
    product_id: required("bigint"),
    source_created_at: optional("timestamptz"),
    source_updated_at: required("timestamptz"),
    title: required("text"),
    product_type: required("text"),
    vendor: required("text"),
    tags: required("text[]"),
    status: required("text"),
  },
} as const satisfies SourceTable;
export type ProductRow = RowOf<typeof PRODUCT>;

export const COLLECTION = {
  name: "collection",
  key: "collection_id",
  columns: {
    collection_id: required("bigint"),
    source_updated_at: required("timestamptz"),
    title: required("text"),
  },
} as const satisfies SourceTable;
export type CollectionRow = RowOf<typeof COLLECTION>;

export const PRODUCT_COLLECTION = {
  name: "product_collection",
  key: "product_id",
  columns: { collection_id: required("bigint"), product_id: required("bigint") },
} as const satisfies SourceTable;
export type ProductCollectionRow = RowOf<typeof PRODUCT_COLLECTION>;

/** As in sync_dirty, sync_slice, sync_watermark and refused_row. */
export type ResourceName = "customers" | "orders" | "products" | "collections";

/**
 * The tables of a synced resource: its own, and those whose rows belong to one of its rows and are replaced with it. Children have
 * the root's key as a column.
 */
export interface SourceTables {
  readonly resource: ResourceName;
  readonly root: SourceTable;
  readonly children: readonly SourceTable[];
  /** The root's column by which rows are counted in months. */
  readonly instant: string;
  /**
   * The root's columns that say to whose value a row adds: an id, or the address of somebody whose id is not known. Null where a row adds
   * to nobody's.
   */
  readonly person: { readonly id: string; readonly email: string | null } | null;
}

export const CUSTOMER_TABLES = {
  resource: "customers",
  root: CUSTOMER,
  children: [],
  instant: "source_created_at",
  person: { id: "customer_id", email: null },
} as const satisfies SourceTables;

export const ORDER_TABLES = {
  resource: "orders",
  root: ORDERS,
  children: [ORDER_LINE, ORDER_REFUND],
  instant: "processed_at",
  person: { id: "customer_id", email: "guest_email" },
} as const satisfies SourceTables;

export const PRODUCT_TABLES = {
  resource: "products",
  root: PRODUCT,
  children: [],
  instant: "source_created_at",
  person: null,
} as const satisfies SourceTables;

export const COLLECTION_TABLES = {
  resource: "collections",
  root: COLLECTION,
  children: [PRODUCT_COLLECTION],
  instant: "source_updated_at",
  person: null,
} as const satisfies SourceTables;

export const SOURCE_TABLES: Readonly<Record<ResourceName, SourceTables>> = {
  customers: CUSTOMER_TABLES,
  orders: ORDER_TABLES,
  products: PRODUCT_TABLES,
  collections: COLLECTION_TABLES,
};

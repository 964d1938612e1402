import type { BulkOperation } from "../../bulk/operation.ts";
import type { Arguments, RequestContext } from "../../shop-internals.ts";
import { gid, type SegmentRecord, type ShopRecord } from "../../store/records.ts";
import { offsetMinutes } from "../../webhooks/offset-time.ts";
import { Connection } from "../connection.ts";
import { define, FieldError, type FieldMap, Typed, Unsupported, with_ } from "../field.ts";
import { adminSchema } from "../schema.ts";
import { compileSearch, type Term } from "../search.ts";
import { compileSegment } from "../segment-query.ts";
import { accessDenied, holds } from "../selection.ts";
import { visibleSinceMs } from "../visibility.ts";
import { instantOrNull, instantText } from "./values.ts";

/** The argument `query` of `bulkOperations` in the schema. */
const bulkOperationTerms: Record<string, Term<BulkOperation>> = {
  id: (operation, is) => is.number(operation.id),
  created_at: (operation, is) => is.time(operation.createdAtMs),
  operation_type: (operation, is) => is.text(operation.type),
  status: (operation, is) => is.text(operation.status),
};

const LIST = ["first", "last", "after", "before", "reverse", "query", "sortKey"];

export function parseGid(text: unknown): { type: string; id: number } {
  const match = /^gid:\/\/shopify\/([A-Za-z]+)\/(\d+)(?:\?.*)?$/.exec(String(text));
  if (!match) throw new FieldError(`Invalid global id '${text}'`, { code: "argumentLiteralsIncompatible" });
  return { type: match[1]!, id: Number(match[2]) };
}

/** What `node` and `nodes` look up. */
export const nodeTypes: ReadonlySet<string> = new Set([
  "Customer",
  "Order",
  "Product",
  "Collection",
  "ProductVariant",
  "Segment",
  "Metafield",
  "Shop",
  "BulkOperation",
]);

/** The record behind a global id, or null where there is none. */
function nodeOf(text: unknown, ctx: RequestContext): Typed | null {
  const { type, id } = parseGid(text);
  const { store } = ctx.shop;
  if (!nodeTypes.has(type))
    throw new Unsupported(`The local Shopify admin does not look up a ${type} by its id.`);
  const rule = adminSchema().access.get(type);
  if (rule && !holds(rule, ctx.grantedScopes)) throw accessDenied("node", rule);
  const found = ((): unknown => {
    if (type === "Customer") return store.customers.get(id);
    if (type === "Order") return visibleOrder(id, ctx);
    if (type === "Product") return store.products.get(id);
    if (type === "Collection") return store.collections.get(id);
    if (type === "ProductVariant") return store.variants.get(id);
    if (type === "Segment") return store.segments.get(id);
    if (type === "Metafield") return store.metafields.get(id);
    if (type === "Shop") return id === store.shop.id ? store.shop : undefined;
    return ctx.shop.bulk.find(id);
  })();
  return found === undefined ? null : new Typed(type, found);
}

function visibleOrder(id: number, ctx: RequestContext) {
  const order = ctx.shop.store.orders.get(id);
  const sinceMs = visibleSinceMs(ctx);
  return order && (sinceMs === null || order.createdAtMs >= sinceMs) ? order : undefined;
}

/** A field such as `order(id:)`: null where the id is of another type or unknown. */
function single(type: string) {
  return with_<unknown>(["id"], (_root, args, ctx) => {
    const wanted = parseGid(args.id);
    if (wanted.type !== type) return null;
    return nodeOf(args.id, ctx)?.value ?? null;
  });
}

const LIMIT = 10_000;
function counted(count: number, args: Arguments): { count: number; precision: "AT_LEAST" | "EXACT" } {
  const limit =
    typeof args.limit === "number" ? args.limit : args.limit === null ? Number.POSITIVE_INFINITY : LIMIT;
  return { count: Math.min(count, limit), precision: count > limit ? "AT_LEAST" : "EXACT" };
}

export function defineRoot(map: FieldMap): void {
  define<unknown>(map, "QueryRoot", {
    shop: (_root, _args, ctx) => ctx.shop.store.shop,
    node: with_(["id"], (_root, args, ctx) => nodeOf(args.id, ctx)),
    nodes: with_(["ids"], (_root, args, ctx) => {
      const ids: unknown[] = Array.isArray(args.ids) ? args.ids : [];
      if (ids.length > 250)
        throw new FieldError(
          `The input array size of ${ids.length} is greater than the maximum allowed of 250.`,
          {
            code: "MAX_INPUT_SIZE_EXCEEDED",
          },
        );
      return ids.map((id) => nodeOf(id, ctx));
    }),
    customer: single("Customer"),
    order: single("Order"),
    refund: with_(["id"], (_root, args, ctx) => {
      const wanted = parseGid(args.id);
      for (const order of ctx.shop.store.orders.values()) {
        const refund = order.refunds.find((one) => wanted.type === "Refund" && one.id === wanted.id);
        if (refund && visibleOrder(order.id, ctx)) return { order, refund };
      }
      return null;
    }),
    product: single("Product"),
    productVariant: single("ProductVariant"),
    collection: single("Collection"),
    segment: with_<unknown>(["id"], (root, args, ctx) => {
      if (ctx.shop.faults.brokenSegments.has(parseGid(args.id).id))
        throw new FieldError("Something went wrong", { code: "BAD_REQUEST" });
      return single("Segment").resolve(root, args, ctx);
    }),
    bulkOperation: single("BulkOperation"),
    customers: with_(
      LIST,
      (_root, args, ctx) => new Connection(() => ctx.shop.listings.customers(args), args),
    ),
    orders: with_(LIST, (_root, args, ctx) => {
      return new Connection(() => ctx.shop.listings.orders(args, visibleSinceMs(ctx)), args);
    }),
    products: with_(LIST, (_root, args, ctx) => new Connection(() => ctx.shop.listings.products(args), args)),
    collections: with_(
      LIST,
      (_root, args, ctx) => new Connection(() => ctx.shop.listings.collections(args), args),
    ),
    productVariants: with_(
      LIST,
      (_root, args, ctx) => new Connection(() => ctx.shop.listings.variants(args), args),
    ),
    segments: with_(LIST, (_root, args, ctx) => new Connection(() => ctx.shop.listings.segments(args), args)),
    customersCount: with_(["query", "limit"], (_root, args, ctx) =>
      counted(ctx.shop.listings.countedCustomers({ query: args.query }).items.length, args),
    ),
    ordersCount: with_(["query", "limit"], (_root, args, ctx) =>
      counted(ctx.shop.listings.orders({ query: args.query }, visibleSinceMs(ctx)).items.length, args),
    ),
    productsCount: with_(["query", "limit"], (_root, args, ctx) =>
      counted(ctx.shop.listings.products({ query: args.query }).items.length, args),
    ),
    collectionsCount: with_(["query", "limit"], (_root, args, ctx) =>
      counted(ctx.shop.listings.collections({ query: args.query }).items.length, args),
    ),
    segmentsCount: with_(["limit"], (_root, args, ctx) => counted(ctx.shop.store.segments.size, args)),
    customerSegmentMembers: with_(
      ["first", "last", "after", "before", "query", "segmentId"],
      (_root, args, ctx) => {
        const query = args.segmentId == null ? String(args.query ?? "") : segmentQuery(args.segmentId, ctx);
        const member = compileSegment(query, ctx.shop);
        const items = [...ctx.shop.store.customers.values()].filter(member);
        return new Connection(
          () => ({ items, idOf: (one) => one.id, valueOf: (one) => one.id, descending: false }),
          args,
          undefined,
          1_000,
        );
      },
    ),
    bulkOperations: with_(LIST, (_root, args, ctx) => {
      const descending = args.reverse === true;
      const isAsked =
        typeof args.query === "string" ? compileSearch(args.query, bulkOperationTerms) : () => true;
      const items = [...ctx.shop.bulk.all()]
        .filter(isAsked)
        .sort((a, b) => (a.id - b.id) * (descending ? -1 : 1));
      return new Connection(
        () => ({ items, idOf: (one) => one.id, valueOf: (one) => one.id, descending }),
        args,
      );
    }),
    currentAppInstallation: (_root, _args, ctx) => ctx.shop,
  });
  defineShop(map);
  define<RequestContext["shop"]>(map, "AppInstallation", {
    id: () => gid("AppInstallation", 1),
    accessScopes: (shop) => shop.grant.scopes.map((handle) => ({ handle })),
    app: (shop) => shop,
    launchUrl: (shop) => shop.app.url,
  });
  define<RequestContext["shop"]>(map, "App", {
    id: () => gid("App", 1),
    title: () => "Klantwaarde",
    handle: () => "klantwaarde",
    apiKey: (shop) => shop.app.clientId,
  });
  define<{ handle: string }>(map, "AccessScope", {
    handle: ({ handle }) => handle,
    description: ({ handle }) => handle.replaceAll("_", " "),
  });
  define<SegmentRecord>(map, "Segment", {
    id: (segment) => gid("Segment", segment.id),
    name: (segment) => segment.name,
    query: (segment) => segment.query,
    creationDate: (segment) => instantText(segment.createdAtMs),
    lastEditDate: (segment) => instantText(segment.updatedAtMs),
  });
  define<BulkOperation>(map, "BulkOperation", {
    id: (operation) => gid("BulkOperation", operation.id),
    status: (operation) => operation.status,
    errorCode: (operation) => operation.errorCode,
    type: (operation) => operation.type,
    query: (operation) => operation.query,
    createdAt: (operation) => instantText(operation.createdAtMs),
    completedAt: (operation) => instantOrNull(operation.completedAtMs),
    objectCount: (operation) => String(operation.objectCount),
    rootObjectCount: (operation) => String(operation.rootObjectCount),
    fileSize: (operation) => (operation.fileSize === null ? null : String(operation.fileSize)),
    url: (operation) => operation.url,
    partialDataUrl: (operation) => operation.partialDataUrl,
  });
}

function segmentQuery(segmentId: unknown, ctx: RequestContext): string {
  const segment = ctx.shop.store.segments.get(parseGid(segmentId).id);
  if (!segment) throw new FieldError("The segment doesn't exist.", { code: "NOT_FOUND" });
  return segment.query;
}

function defineShop(map: FieldMap): void {
  define<ShopRecord>(map, "Shop", {
    id: (shop) => gid("Shop", shop.id),
    name: (shop) => shop.name,
    email: (shop) => shop.email,
    contactEmail: (shop) => shop.email,
    shopOwnerName: (shop) => shop.ownerName,
    myshopifyDomain: (shop) => shop.domain,
    url: (shop) => `https://${shop.domain}`,
    primaryDomain: (shop) => shop,
    currencyCode: (shop) => shop.currency,
    enabledPresentmentCurrencies: (shop) => [shop.currency],
    currencyFormats: (shop) => shop,
    ianaTimezone: (shop) => shop.timeZone,
    timezoneOffsetMinutes: (shop, _args, ctx) => offsetMinutes(ctx.shop.nowMs(), shop.timeZone),
    taxesIncluded: (shop) => shop.taxesIncluded,
    plan: (shop) => shop,
    shopAddress: (shop) => shop,
    createdAt: (shop) => instantText(shop.createdAtMs),
    updatedAt: (shop) => instantText(shop.updatedAtMs),
  });
  define<ShopRecord>(map, "Domain", {
    id: (shop) => gid("Domain", shop.id),
    host: (shop) => shop.domain,
    url: (shop) => `https://${shop.domain}`,
    sslEnabled: () => true,
  });
  define<ShopRecord>(map, "CurrencyFormats", {
    moneyFormat: (shop) => `${shop.currency} {{amount}}`,
    moneyWithCurrencyFormat: (shop) => `{{amount}} ${shop.currency}`,
  });
  define<ShopRecord>(map, "ShopPlan", {
    publicDisplayName: (shop) => shop.plan,
    partnerDevelopment: () => true,
    shopifyPlus: (shop) => shop.plan === "Plus",
  });
  define<ShopRecord>(map, "ShopAddress", { countryCodeV2: (shop) => shop.countryCode });
}

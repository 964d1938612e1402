import type { Arguments, RequestContext } from "../../shop-internals.ts";
import { orderTotals } from "../../store/order-totals.ts";
import {
  type CustomerRecord,
  gid,
  type JourneyRecord,
  type OrderRecord,
  type VisitRecord,
} from "../../store/records.ts";
import { Connection } from "../connection.ts";
import { define, type FieldMap, with_ } from "../field.ts";
import { visibleSinceMs } from "../visibility.ts";
import { instantOrNull, instantText, type Money, nameOf } from "./values.ts";

const DAY_MS = 86_400_000;

/**
 * Cancelled orders count, and what was given back is no longer spent: a public orders/cancelled body of a customer whose only paid
 * order was refunded in full says `orders_count` 2 and `total_spent` "0.00". Test orders are in neither.
 */
function countedOrders(customer: CustomerRecord, ctx: RequestContext): OrderRecord[] {
  return ctx.shop.store.ordersOf(customer.id).filter((order) => !order.test);
}

function amountSpent(customer: CustomerRecord, ctx: RequestContext): Money {
  const { currency } = ctx.shop.store.shop;
  let minor = 0;
  // Shopify does not say what it does with orders of a former currency; amounts of two are never added here.
  for (const order of countedOrders(customer, ctx))
    if (order.currency === currency) minor += orderTotals(order).netPaymentMinor;
  return { minor, currency, style: "short" };
}

/**
 * A stand-in for Shopify's own score, which is not public: days since the last order and the number of orders, at
 * fixed limits. Good enough to have all groups; not to compare with.
 */
function rfmGroup(customer: CustomerRecord, ctx: RequestContext): string {
  const orders = countedOrders(customer, ctx);
  const last = orders.at(-1);
  if (!last) return "PROSPECTS";
  const days = (ctx.shop.nowMs() - last.processedAtMs) / DAY_MS;
  const many = orders.length >= 6;
  const some = orders.length >= 3;
  if (days <= 60) return many ? "CHAMPIONS" : some ? "LOYAL" : orders.length === 2 ? "ACTIVE" : "NEW";
  if (days <= 120) return many ? "LOYAL" : some ? "ACTIVE" : "PROMISING";
  if (days <= 240) return some ? "NEEDS_ATTENTION" : "ALMOST_LOST";
  if (days <= 450) return some ? "AT_RISK" : "ALMOST_LOST";
  return many ? "PREVIOUSLY_LOYAL" : "DORMANT";
}

function spendTier(customer: CustomerRecord, ctx: RequestContext): string | null {
  const orders = countedOrders(customer, ctx);
  if (orders.length === 0) return null;
  return orders.length >= 5 ? "HIGH" : orders.length >= 2 ? "MEDIUM" : "LOW";
}

function age(fromMs: number, nowMs: number): string {
  const days = Math.max(0, Math.floor((nowMs - fromMs) / DAY_MS));
  if (days >= 365)
    return `about ${Math.round(days / 365)} ${Math.round(days / 365) === 1 ? "year" : "years"}`;
  if (days >= 30) return `about ${Math.round(days / 30)} ${Math.round(days / 30) === 1 ? "month" : "months"}`;
  return `${days} ${days === 1 ? "day" : "days"}`;
}

/** What a customer and a member of a segment have in common. */
function personFields() {
  return {
    firstName: (customer: CustomerRecord) => customer.firstName,
    lastName: (customer: CustomerRecord) => customer.lastName,
    displayName: (customer: CustomerRecord) => nameOf(customer) ?? customer.email ?? "",
    note: (customer: CustomerRecord) => customer.note,
    numberOfOrders: (customer: CustomerRecord, _args: Arguments, ctx: RequestContext) =>
      String(countedOrders(customer, ctx).length),
    amountSpent: (customer: CustomerRecord, _args: Arguments, ctx: RequestContext) =>
      amountSpent(customer, ctx),
    defaultEmailAddress: (customer: CustomerRecord) => (customer.email ? customer : null),
    defaultPhoneNumber: (customer: CustomerRecord) => (customer.phone ? customer : null),
    defaultAddress: (customer: CustomerRecord) => customer.address,
    mergeable: (customer: CustomerRecord) => customer,
  };
}

export function defineCustomers(map: FieldMap): void {
  define<CustomerRecord>(map, "Customer", {
    ...personFields(),
    id: (customer) => gid("Customer", customer.id),
    legacyResourceId: (customer) => String(customer.id),
    createdAt: (customer) => instantText(customer.createdAtMs),
    updatedAt: (customer) => instantText(customer.updatedAtMs),
    verifiedEmail: (customer) => customer.verifiedEmail,
    state: () => "DISABLED",
    locale: (customer) => customer.locale,
    tags: (customer) => customer.tags,
    taxExempt: () => false,
    dataSaleOptOut: () => false,
    productSubscriberStatus: () => "NEVER_SUBSCRIBED",
    canDelete: (customer, _args, ctx) => ctx.shop.store.ordersOf(customer.id).length === 0,
    lifetimeDuration: (customer, _args, ctx) => age(customer.createdAtMs, ctx.shop.nowMs()),
    lastOrder: (customer, _args, ctx) => ctx.shop.store.ordersOf(customer.id).at(-1) ?? null,
    statistics: (customer) => customer,
    orders: with_(["first", "last", "after", "before", "reverse"], (customer, args, ctx) => {
      const sinceMs = visibleSinceMs(ctx);
      const descending = args.reverse === true;
      const orders = ctx.shop.store
        .ordersOf(customer.id)
        .filter((order) => sinceMs === null || order.createdAtMs >= sinceMs)
        .sort((a, b) => (descending ? b.id - a.id : a.id - b.id));
      return new Connection(
        () => ({ items: orders, idOf: (order) => order.id, valueOf: (order) => order.id, descending }),
        args,
      );
    }),
  });
  define<CustomerRecord>(map, "CustomerSegmentMember", {
    ...personFields(),
    id: (customer) => gid("CustomerSegmentMember", customer.id),
    lastOrderId: (customer, _args, ctx) => {
      const last = ctx.shop.store.ordersOf(customer.id).at(-1);
      return last ? gid("Order", last.id) : null;
    },
  });
  define<CustomerRecord>(map, "CustomerEmailAddress", {
    emailAddress: (customer) => customer.email,
    marketingState: (customer) => customer.emailConsent.state,
    marketingOptInLevel: (customer) => customer.emailConsent.optInLevel,
    marketingUpdatedAt: (customer) => instantOrNull(customer.emailConsent.updatedAtMs),
    openTrackingLevel: () => "UNKNOWN",
    validFormat: (customer) => customer.emailConsent.state !== "INVALID",
  });
  define<CustomerRecord>(map, "CustomerPhoneNumber", {
    phoneNumber: (customer) => customer.phone,
    smsMarketingConsent: (customer) => customer.smsConsent,
  });
  define<CustomerRecord["smsConsent"]>(map, "CustomerSmsMarketingConsent", {
    // The two enumerations of the Admin schema 2026-10 name the same state differently.
    state: ({ state }) => (state === "NOT_SUBSCRIBED" ? "NEVER_SUBSCRIBED" : state),
    optInLevel: ({ optInLevel }) => optInLevel,
    updatedAt: ({ updatedAtMs }) => instantOrNull(updatedAtMs),
  });
  define<CustomerRecord>(map, "CustomerStatistics", {
    rfmGroup: (customer, _args, ctx) => rfmGroup(customer, ctx),
    predictedSpendTier: (customer, _args, ctx) => spendTier(customer, ctx),
  });
  define<CustomerRecord>(map, "CustomerMergeable", {
    isMergeable: () => true,
    errorFields: () => [],
    reason: () => null,
  });
}

export function defineJourneys(map: FieldMap): void {
  define<OrderRecord>(map, "Order", {
    customerJourneySummary: (order) => (order.journey ? { order, journey: order.journey } : null),
  });
  define<{ order: OrderRecord; journey: JourneyRecord }>(map, "CustomerJourneySummary", {
    ready: ({ journey }) => journey.ready,
    daysToConversion: ({ journey }) => journey.daysToConversion,
    // Counted from 0 for the first order.
    customerOrderIndex: ({ order }, _args, ctx) => {
      if (order.customerId === null || order.test) return null;
      return ctx.shop.store.ordersOf(order.customerId).filter((one) => !one.test && one.id < order.id).length;
    },
    firstVisit: ({ journey }) => journey.firstVisit,
    lastVisit: ({ journey }) => journey.lastVisit,
    momentsCount: ({ journey }) => ({
      count: new Set([journey.firstVisit?.id, journey.lastVisit?.id].filter((id) => id !== undefined)).size,
    }),
  });
  define<VisitRecord>(map, "CustomerVisit", {
    id: (visit) => gid("CustomerVisit", visit.id),
    occurredAt: (visit) => instantText(visit.occurredAtMs),
    landingPage: (visit) => visit.landingPage,
    referrerUrl: (visit) => visit.referrerUrl,
    referralCode: () => null,
    source: (visit) => visit.source,
    sourceType: (visit) => visit.sourceType,
    utmParameters: (visit) => visit.utm,
    marketingEvent: () => null,
  });
  define<NonNullable<VisitRecord["utm"]>>(map, "UTMParameters", {
    source: (utm) => utm.source,
    medium: (utm) => utm.medium,
    campaign: (utm) => utm.campaign,
    content: (utm) => utm.content,
    term: (utm) => utm.term,
  });
}

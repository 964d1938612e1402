import { currencyDecimals } from "../../../app/platform/currencies.ts";
import type { LocalShopInternals } from "../shop-internals.ts";
import { orderTotals } from "../store/order-totals.ts";
import type { CustomerRecord } from "../store/records.ts";
import { FieldError } from "./field.ts";

type Value = string | number | null;

const DAY_MS = 86_400_000;

/**
 * The part of Shopify's segment language that the app uses: attribute, one of `= != > >= < <= CONTAINS NOT CONTAINS
 * IS NULL IS NOT NULL BETWEEN`, AND (binds first) and OR. An attribute that is not in the list is refused.
 */
export function compileSegment(
  query: string,
  shop: LocalShopInternals,
): (customer: CustomerRecord) => boolean {
  if (!query.trim()) return () => true;
  const alternatives = splitOutsideQuotes(query, "OR").map((part) =>
    mergeBetween(splitOutsideQuotes(part, "AND")).map((condition) => compileCondition(condition, shop)),
  );
  return (customer) => alternatives.some((all) => all.every((condition) => condition(customer)));
}

function attribute(name: string, customer: CustomerRecord, shop: LocalShopInternals): Value | string[] {
  const orders = () => shop.store.ordersOf(customer.id).filter((order) => !order.test);
  switch (name) {
    case "customer_tags":
      return customer.tags;
    case "email_subscription_status":
      return customer.email ? customer.emailConsent.state : null;
    // help.shopify.com, "Shopify-based customer segment filters": "SMS subscription status".
    case "sms_subscription_status":
      return customer.phone ? customer.smsConsent.state : null;
    case "number_of_orders":
      return orders().length;
    case "amount_spent":
      return (
        orders().reduce((sum, order) => sum + orderTotals(order).netPaymentMinor, 0) /
        10 ** currencyDecimals(shop.store.shop.currency)
      );
    case "last_order_date":
      return orders().at(-1)?.processedAtMs ?? null;
    case "first_order_date":
      return orders()[0]?.processedAtMs ?? null;
    case "customer_added_date":
      return customer.createdAtMs;
    case "customer_countries":
      return customer.address ? [customer.address.countryCode] : [];
    case "customer_language":
      return customer.locale;
    case "customer_email_domain":
      return customer.email?.split("@")[1] ?? null;
    default:
      throw refused(`The filter "${name}" is not known to the local Shopify admin.`);
  }
}

function refused(message: string): FieldError {
  return new FieldError(message, { code: "INVALID_SEGMENT_QUERY" });
}

function splitOutsideQuotes(text: string, word: "AND" | "OR"): string[] {
  const parts = [""];
  for (const token of text.match(/'[^']*'|\s+|[^\s']+/g) ?? []) {
    if (token === word) parts.push("");
    else parts[parts.length - 1] += token;
  }
  return parts.map((part) => part.trim());
}

/** `BETWEEN a AND b` was cut in two. */
function mergeBetween(parts: string[]): string[] {
  const merged: string[] = [];
  for (const part of parts) {
    const last = merged.at(-1);
    if (last && /\sBETWEEN\s+\S+$/.test(last)) merged[merged.length - 1] = `${last} AND ${part}`;
    else merged.push(part);
  }
  return merged;
}

function compileCondition(text: string, shop: LocalShopInternals): (customer: CustomerRecord) => boolean {
  const match =
    /^([a-z_]+)\s*(IS NOT NULL|IS NULL|NOT CONTAINS|CONTAINS|BETWEEN|>=|<=|!=|=|>|<)\s*(.*)$/s.exec(text) ??
    [];
  const [, name, operator, rest] = match;
  if (!name || !operator || rest === undefined) throw refused(`Query syntax error near "${text}".`);
  const get = (customer: CustomerRecord) => attribute(name, customer, shop);
  const probe: CustomerRecord | undefined = shop.store.customers.values().next().value;
  if (probe) get(probe);
  if (operator === "IS NULL") return (customer) => isEmpty(get(customer));
  if (operator === "IS NOT NULL") return (customer) => !isEmpty(get(customer));
  if (operator === "BETWEEN") {
    const [low, high, ...more] = rest.split(/\s+AND\s+/).map((one) => literal(one, shop));
    if (low === undefined || high === undefined || more.length > 0)
      throw refused(`Query syntax error near "${text}".`);
    return (customer) => compare(get(customer), low) >= 0 && compare(get(customer), high) <= 0;
  }
  const wanted = literal(rest, shop);
  if (operator === "CONTAINS") return (customer) => contains(get(customer), wanted);
  if (operator === "NOT CONTAINS") return (customer) => !contains(get(customer), wanted);
  return (customer) => {
    const order = compare(get(customer), wanted);
    if (operator === "=") return order === 0;
    if (operator === "!=") return order !== 0;
    if (Number.isNaN(order)) return false;
    if (operator === ">") return order > 0;
    if (operator === ">=") return order >= 0;
    return operator === "<" ? order < 0 : order <= 0;
  };
}

function isEmpty(value: Value | string[]): boolean {
  return value === null || (Array.isArray(value) && value.length === 0);
}

function contains(value: Value | string[], wanted: Value): boolean {
  return Array.isArray(value) && value.some((one) => one.toLowerCase() === String(wanted).toLowerCase());
}

/** NaN where there is nothing to compare. */
function compare(value: Value | string[], wanted: Value): number {
  if (value === null || Array.isArray(value)) return Number.NaN;
  if (typeof value === "number" && typeof wanted === "number") return value - wanted;
  const left = String(value).toLowerCase();
  const right = String(wanted).toLowerCase();
  return left < right ? -1 : left > right ? 1 : 0;
}

function literal(text: string, shop: LocalShopInternals): Value {
  const trimmed = text.trim();
  const quoted = /^'([^']*)'$/.exec(trimmed);
  if (quoted) return quoted[1]!;
  const relative = /^-(\d+)([dwmy])$/.exec(trimmed);
  if (relative) {
    const days = { d: 1, w: 7, m: 30, y: 365 }[relative[2] as "d" | "w" | "m" | "y"];
    return shop.nowMs() - Number(relative[1]) * days * DAY_MS;
  }
  if (/^\d{4}-\d{2}-\d{2}/.test(trimmed)) return Date.parse(trimmed);
  if (trimmed !== "" && !Number.isNaN(Number(trimmed))) return Number(trimmed);
  throw refused(`Query syntax error near "${text}".`);
}

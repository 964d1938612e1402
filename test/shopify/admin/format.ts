import { currencyDecimals } from "../../../app/platform/currencies.ts";
import type { LocalShop } from "../local-shop.ts";
import type { CustomerRecord } from "../store/records.ts";

export function money(shop: LocalShop, amountMinor: number): string {
  const { currency } = shop.store.shop;
  // Adding 0 turns the -0 of a negated zero into 0.
  const units = amountMinor / 10 ** currencyDecimals(currency) + 0;
  return new Intl.NumberFormat("en", { style: "currency", currency }).format(units);
}

export function count(value: number): string {
  return new Intl.NumberFormat("en").format(value);
}

export function plural(value: number, one: string, many = `${one}s`): string {
  return `${count(value)} ${value === 1 ? one : many}`;
}

/** In the shop's time zone. */
export function dateTime(shop: LocalShop, instantMs: number): string {
  const { timeZone } = shop.store.shop;
  return new Intl.DateTimeFormat("en-GB", { dateStyle: "medium", timeStyle: "short", timeZone }).format(
    instantMs,
  );
}

export function fullName(customer: CustomerRecord): string {
  const name = [customer.firstName, customer.lastName].filter(Boolean).join(" ");
  return name || customer.email || `Customer ${customer.id}`;
}

/** SUBSCRIBED -> Subscribed, PARTIALLY_REFUNDED -> Partially refunded. */
export function words(code: string): string {
  const lower = code.toLowerCase().replaceAll("_", " ");
  return lower.charAt(0).toUpperCase() + lower.slice(1);
}

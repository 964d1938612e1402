import { apiDecimal, presentmentMinor } from "../../store/amount.ts";
import type { AddressRecord, OrderRecord } from "../../store/records.ts";
import { define, type FieldMap } from "../field.ts";

/** `Decimal` style by field: computed totals come short ("25.0"), stored prices full ("25.00"). */
export type DecimalStyle = "short" | "full";

export interface Money {
  minor: number;
  currency: string;
  style: DecimalStyle;
}

export interface Bag extends Money {
  presentment: OrderRecord["presentment"];
}

export function bag(order: OrderRecord, minor: number, style: DecimalStyle = "short"): Bag {
  return { minor, currency: order.currency, style, presentment: order.presentment };
}

export function instantText(ms: number): string {
  return `${new Date(ms).toISOString().slice(0, 19)}Z`;
}

export function instantOrNull(ms: number | null): string | null {
  return ms === null ? null : instantText(ms);
}

const countryNames = new Intl.DisplayNames("en", { type: "region" });
const countries = new Map<string, string>();

function countryName(code: string): string {
  let name = countries.get(code);
  if (name === undefined) {
    name = countryNames.of(code) ?? code;
    countries.set(code, name);
  }
  return name;
}

export function nameOf(person: { firstName: string | null; lastName: string | null }): string | null {
  const name = [person.firstName, person.lastName].filter(Boolean).join(" ");
  return name || null;
}

export function defineValues(map: FieldMap): void {
  define<Bag>(map, "MoneyBag", {
    shopMoney: (money): Money => money,
    presentmentMoney: (money): Money =>
      money.presentment
        ? {
            minor: presentmentMinor(money.minor, money.currency, money.presentment),
            currency: money.presentment.currency,
            style: money.style,
          }
        : money,
  });
  define<Money>(map, "MoneyV2", {
    amount: (money) => apiDecimal(money.minor, money.currency, money.style),
    currencyCode: (money) => money.currency,
  });
  define<{ count: number; precision?: string }>(map, "Count", {
    count: ({ count }) => count,
    precision: ({ precision }) => precision ?? "EXACT",
  });
  define<AddressRecord>(map, "MailingAddress", {
    firstName: (address) => address.firstName,
    lastName: (address) => address.lastName,
    name: (address) => nameOf(address),
    address1: (address) => address.address1,
    city: (address) => address.city,
    provinceCode: (address) => address.provinceCode,
    country: (address) => countryName(address.countryCode),
    countryCodeV2: (address) => address.countryCode,
    zip: (address) => address.zip,
  });
  for (const type of [
    "UserError",
    "BulkMutationUserError",
    "BulkOperationUserError",
    "MetafieldsSetUserError",
    "CustomerEmailMarketingConsentUpdateUserError",
  ])
    define<{ field: string[] | null; message: string; code?: string; elementIndex?: number }>(map, type, {
      field: (error) => error.field,
      message: (error) => error.message,
      ...(type === "UserError" ? {} : { code: (error) => error.code ?? null }),
      ...(type === "MetafieldsSetUserError" ? { elementIndex: (error) => error.elementIndex ?? null } : {}),
    });
}

import type { RefusedRow } from "../../../app/csv/refusal.ts";
import { currencyDecimals } from "../../../app/platform/currencies.ts";
import { fillFromGenerator, type GeneratedShop } from "../generator/fill.ts";
import type { ShopRecord } from "./records.ts";
import { ShopStore } from "./store.ts";
import { fillFromTransactions, type TransactionShop } from "./transactions.ts";

interface ShopIdentity {
  /** For example `demo.myshopify.com`. */
  domain: string;
  /** ISO 4217; default EUR. */
  currency?: string;
  /** IANA; default Europe/Amsterdam. */
  timeZone?: string;
  name?: string;
  plan?: ShopRecord["plan"];
  /** Default true, as prices are in Europe. */
  taxesIncluded?: boolean;
}

/** Where a shop's first content comes from. Tests fill an empty one through its actions. */
export type ShopSource =
  | (ShopIdentity & GeneratedShop & { kind: "generated" })
  | (ShopIdentity & TransactionShop & { kind: "transactions" })
  | (ShopIdentity & { kind: "empty" });

export interface FilledStore {
  store: ShopStore;
  /** Of the transaction log. */
  refusedRows: readonly RefusedRow[];
}

const OPENED_MS = Date.UTC(2019, 0, 1);

export async function fillStore(source: ShopSource): Promise<FilledStore> {
  const name = source.domain.split(".")[0]!;
  let id = 60_000_000_000;
  for (const char of source.domain) id = (id * 31 + char.charCodeAt(0)) % 89_999_999_999;
  const currency = currencyOf(source);
  const store = new ShopStore({
    id: id + 1,
    domain: source.domain,
    name: source.name ?? name.replaceAll("-", " ").replace(/^./, (first) => first.toUpperCase()),
    email: `owner@${name}.example.com`,
    ownerName: "Robin Example",
    currency,
    timeZone: source.timeZone ?? "Europe/Amsterdam",
    countryCode: "NL",
    plan: source.plan ?? "Basic",
    taxesIncluded: source.taxesIncluded ?? true,
    createdAtMs: OPENED_MS,
    updatedAtMs: OPENED_MS,
  });
  if (source.kind === "transactions") fillFromTransactions(store, source);
  if (source.kind === "generated") fillFromGenerator(store, source);
  return { store, refusedRows: source.kind === "transactions" ? source.log.refused : [] };
}

/** A log was read with the decimals of its own currency, so the shop's has to have as many. */
function currencyOf(source: ShopSource): string {
  if (source.kind !== "transactions") return source.currency ?? "EUR";
  const currency = source.currency ?? source.log.currency ?? "EUR";
  if (currencyDecimals(currency) !== source.log.decimals) {
    throw new Error(`the log was read with ${source.log.decimals} decimals, which ${currency} has not`);
  }
  return currency;
}

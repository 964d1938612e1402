import type { Queryable } from "../db/client.ts";
import { isListSort } from "../db/queries/pages/customer-list.ts";
import { allSegments, type SegmentRow, segmentById, versionsOf } from "../db/queries/segments/stored.ts";
import { CURRENCY_DECIMALS } from "../platform/currencies.ts";
import type { ShopId } from "../platform/ids.ts";
import { formerCurrencyOf } from "./former-currency.ts";
import type { ListOrder } from "./list-order.ts";
import { isTemplateKey, type StoredKey, storedKey, type TemplateKey } from "./segment-key.ts";
import { type ReadRule, readRule } from "./stored-rule.ts";

const LISTED_VERSIONS = 50;

/** A segment of the shop's own. Where this version of the app cannot read the rule, `rule` is null and `problem` says why. */
export type StoredSegment = ReadRule & {
  readonly key: StoredKey;
  readonly name: string;
  readonly templateKey: TemplateKey | null;
  readonly order: ListOrder;
  /** Amounts of the rule are of this currency, which the shop has no more; null where they are of the present one. */
  readonly formerCurrency: string | null;
  /** Rises with each save; whoever saves says which one they saw. */
  readonly revision: number;
  readonly createdAt: string;
  readonly updatedAt: string;
  /** Shopify's id of a staff member. */
  readonly updatedBy: string;
  readonly archivedAt: string | null;
};

export type SegmentVersion = ReadRule &
  Pick<StoredSegment, "name" | "revision"> & {
    /** Of the amounts in the rule, with its decimals; null where the shop had none yet, or one that the app does not know. */
    readonly currency: { readonly code: string; readonly minorDigits: number } | null;
    readonly savedAt: string;
    readonly savedBy: string;
  };

export function storedSegmentOf(row: SegmentRow): StoredSegment {
  return {
    ...readRule(row.rule),
    key: row.segmentId as StoredKey,
    name: row.name,
    templateKey: isTemplateKey(row.templateKey) ? row.templateKey : null,
    order: isListSort(row.listOrder) ? row.listOrder : "net_sales",
    formerCurrency: formerCurrencyOf(row),
    revision: row.revision,
    createdAt: row.createdAt.toISOString(),
    updatedAt: row.updatedAt.toISOString(),
    updatedBy: row.updatedBy,
    archivedAt: row.archivedAt?.toISOString() ?? null,
  };
}

/** The shop's own segments by name, archived ones included. */
export async function listStored(on: Queryable, shop: ShopId): Promise<StoredSegment[]> {
  return (await allSegments(on, shop)).map(storedSegmentOf);
}

/** Null for a key that no segment of the shop has. */
export async function readStored(on: Queryable, shop: ShopId, key: string): Promise<StoredSegment | null> {
  const id = storedKey.safeParse(key);
  const row = id.success ? await segmentById(on, shop, id.data) : undefined;
  return row ? storedSegmentOf(row) : null;
}

function currencyOf(code: string | null): SegmentVersion["currency"] {
  const minorDigits = CURRENCY_DECIMALS[code ?? ""];
  return code === null || minorDigits === undefined ? null : { code, minorDigits };
}

/** The latest 50 versions, the present one first. */
export async function readVersions(on: Queryable, shop: ShopId, key: StoredKey): Promise<SegmentVersion[]> {
  return (await versionsOf(on, shop, key, LISTED_VERSIONS)).map((row) => ({
    ...readRule(row.rule),
    name: row.name,
    revision: row.revision,
    currency: currencyOf(row.currency),
    savedAt: row.savedAt.toISOString(),
    savedBy: row.savedBy,
  }));
}

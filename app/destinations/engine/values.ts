import { createHash } from "node:crypto";
import type { Queryable } from "../../db/client.ts";
import type { ListMemberRow } from "../../db/queries/destinations/members.ts";
import { type StoredHoldout, shopHoldout } from "../../db/queries/exports/draws.ts";
import { readShop } from "../../db/queries/source/shops.ts";
import { shopValuation } from "../../db/queries/valuation/customer-value-rows.ts";
import { cellOf, type ExportFacts } from "../../exports/csv-cells.ts";
import { type PlacementOf, placementsOf } from "../../exports/placements.ts";
import { drawFor } from "../../platform/holdout.ts";
import type { ShopRef } from "../../platform/ids.ts";
import { shopFactsOf } from "../../valuation/pages/shop-facts.ts";
import { DESTINATION_FIELDS, type DestinationField, type FieldValues, type ToolDefinition } from "../tool.ts";

/** Null before the first valuation. */
export async function readFacts(
  on: Queryable,
  shop: ShopRef,
  segmentName: string,
): Promise<ExportFacts | null> {
  const [shopRow, valuation] = [await readShop(on, shop.shopId), await shopValuation(on, shop.shopId)];
  if (!valuation) return null;
  const { currency } = shopFactsOf(shop, shopRow);
  return {
    audience: segmentName,
    currency,
    asOf: valuation.as_of_day,
    decimalMark: ".",
    isForSpreadsheet: false,
  };
}

/** Fields that this version knows; of those that are stored. */
export const knownFields = (stored: readonly string[]): readonly DestinationField[] =>
  DESTINATION_FIELDS.filter((field) => stored.includes(field));

/** What is known of a member, as a file would have it; what is not known is left out. */
export function valuesOf(
  fields: readonly DestinationField[],
  member: ListMemberRow,
  facts: ExportFacts,
  table: ToolDefinition["fields"],
): FieldValues {
  const values: Partial<Record<DestinationField, string | number>> = {};
  for (const field of fields) {
    const its = table[field];
    const cell = its === null ? "" : cellOf(field, member, facts);
    if (cell !== "") values[field] = its?.type === "number" ? Number(cell) : cell;
  }
  return values;
}

/** What is sent only beside other values: by itself it would write everybody anew each day. */
const NO_CHANGE = new Set<string>(["as_of"] satisfies DestinationField[]);

/** By what it is known whether the tool has these values, as base64. */
export function hashOfValues(values: FieldValues): string {
  const told = Object.entries(values)
    .filter(([field]) => !NO_CHANGE.has(field))
    .sort(([a], [b]) => (a < b ? -1 : 1));
  return createHash("sha256").update(JSON.stringify(told)).digest().subarray(0, 16).toString("base64");
}

/** Draws the members of a list; the lot is the shop's, and the list's own. */
export async function readLot(
  on: Queryable,
  { shopId }: Pick<ShopRef, "shopId">,
  list: { readonly listId: string; readonly heldOutBp: number },
): Promise<PlacementOf> {
  return placementBy(await shopHoldout(on, shopId), list);
}

export function placementBy(
  lot: StoredHoldout | null,
  { listId, heldOutBp }: { readonly listId: string; readonly heldOutBp: number },
): PlacementOf {
  if (!lot || lot.shareBp + heldOutBp === 0) return () => "sent";
  return drawFor({ salt: lot.salt, alwaysBp: lot.shareBp, exportBp: heldOutBp }, listId);
}

/** Of these members, whose address the lot leaves out. */
export async function heldOutOf(...asked: Parameters<typeof placementsOf>): Promise<ReadonlySet<number>> {
  const placements = await placementsOf(...asked);
  return new Set([...placements].filter(([, placement]) => placement !== "sent").map(([id]) => id));
}

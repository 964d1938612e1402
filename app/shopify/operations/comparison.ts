import { z } from "zod";
import type { Operation } from "../admin-client.ts";

export type SearchedRoot = "orders" | "customers" | "products" | "collections";

const exactCounts = z.record(
  z.string(),
  z.object({ count: z.number().int(), precision: z.literal("EXACT") }).transform(({ count }) => count),
);

/** How many rows each search finds, as the fields `found0`, `found1`, ...; the variables are `search0`, `search1`, ... */
export function countEach(root: SearchedRoot, searches: number): Operation<Record<string, number>> {
  const places = Array.from({ length: searches }, (_, at) => at);
  const name = `count_${root}_${searches}`;
  return {
    name,
    document: `query ${name}(${places.map((at) => `$search${at}: String!`).join(", ")}) {
      ${places.map((at) => `found${at}: ${root}Count(query: $search${at}, limit: null) { count precision }`).join("\n")}
    }`,
    data: exactCounts,
  };
}

/** For `bulkOperationRunQuery`: which rows there are, and in which version. */
export function versionsBulkQuery(root: SearchedRoot): string {
  return `{ ${root} { edges { node { id updatedAt } } } }`;
}

/** A line of its file. */
export const versionNode = z.object({ id: z.string(), updatedAt: z.iso.datetime({ offset: true }) });

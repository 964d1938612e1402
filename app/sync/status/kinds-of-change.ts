import type { ResourceStanding } from "../../db/queries/sync/progress.ts";
import type { Resource } from "../runtime.ts";

/** Up to when what Shopify tells of each kind of change is stored. */
export interface KindOfChange {
  readonly kind: "orders" | "customers" | "consent" | "deletions" | "merges" | "products";
  /** Null where that is not known. */
  readonly upTo: string | null;
}

/** Deletions and merges have no version: they are known up to where Shopify's number of rows was compared with the stored one. */
const MADE_OF: readonly (readonly [
  KindOfChange["kind"],
  "storedUpTo" | "countedUpTo",
  readonly Resource[],
])[] = [
  ["orders", "storedUpTo", ["orders"]],
  ["customers", "storedUpTo", ["customers"]],
  ["consent", "storedUpTo", ["customers"]],
  ["deletions", "countedUpTo", ["orders", "customers"]],
  ["merges", "countedUpTo", ["customers", "orders"]],
  ["products", "storedUpTo", ["products", "collections"]],
];

export function kindsOfChange(standings: readonly ResourceStanding[]): KindOfChange[] {
  const of = new Map(standings.map((standing) => [standing.resource, standing]));
  return MADE_OF.map(([kind, column, resources]) => {
    const instants = resources.map((resource) => of.get(resource)?.[column]?.toISOString() ?? null);
    return { kind, upTo: instants.reduce(earlier) };
  });
}

const earlier = (one: string | null, other: string | null): string | null =>
  one === null || other === null ? null : one < other ? one : other;

import { z } from "zod";
import type { Operation } from "../admin-client.ts";
import type { SearchedRoot } from "./comparison.ts";

const page = z.object({
  nodes: z.array(z.object({ id: z.string(), updatedAt: z.string() })),
  pageInfo: z.object({ hasNextPage: z.boolean(), endCursor: z.string().nullable() }),
});
export type Changes = { page: z.infer<typeof page> };

function changesOf(root: SearchedRoot): Operation<Changes> {
  const name = `changed_${root}`;
  return {
    name,
    document: `query ${name}($search: String!, $after: String) {
      page: ${root}(first: 250, after: $after, query: $search, sortKey: UPDATED_AT) {
        nodes { id updatedAt }
        pageInfo { hasNextPage endCursor }
      }
    }`,
    data: z.object({ page }),
  };
}

/** Ids and versions of what matches a search, oldest change first. */
export const changed = {
  orders: changesOf("orders"),
  customers: changesOf("customers"),
  products: changesOf("products"),
  collections: changesOf("collections"),
} as const;

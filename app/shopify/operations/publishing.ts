import { z } from "zod";
import type { Operation } from "../admin-client.ts";

/** Of one mutation: which input, and what Shopify says of it in English. Those of tags and segments have no code. */
const userErrors = z.array(z.object({ field: z.array(z.string()).nullable(), message: z.string() }));
export type UserErrors = z.infer<typeof userErrors>;

/** What the app may do now. */
export const grantedScopes: Operation<{
  currentAppInstallation: { accessScopes: { handle: string }[] };
}> = {
  name: "grantedScopes",
  document: "query grantedScopes { currentAppInstallation { accessScopes { handle } } }",
  data: z.object({
    currentAppInstallation: z.object({ accessScopes: z.array(z.object({ handle: z.string() })) }),
  }),
};

type TagChange = "tagsAdd" | "tagsRemove";

/**
 * Adds a tag to so many customers, or takes it away: one request with a mutation for each (`$id0`, `$id1`, ...; answers `c0`, `c1`, ...).
 * Both may be repeated. Each mutation costs 10 points.
 */
export function changeTags(
  change: TagChange,
  customers: number,
): Operation<Record<string, { userErrors: UserErrors } | null>> {
  const places = Array.from({ length: customers }, (_, at) => at);
  const parameters = places.map((at) => `$id${at}: ID!`).join(", ");
  const mutations = places.map(
    (at) => `c${at}: ${change}(id: $id${at}, tags: $tags) { userErrors { field message } }`,
  );
  return {
    name: `${change}_${customers}`,
    document: `mutation ${change}_${customers}(${parameters}, $tags: [String!]!) { ${mutations.join(" ")} }`,
    isRepeatable: true,
    data: z.record(z.string(), z.object({ userErrors }).nullable()),
  };
}

/**
 * The same for one customer, to be run in bulk with `{ id }` for each of many. Its name and tag are written by the app, and have no quotes.
 */
export const changeTagInBulk = (change: TagChange, name: string, tag: string): string =>
  `mutation ${name}($id: ID!) { ${change}(id: $id, tags: ["${tag}"]) { node { id } userErrors { field message } } }`;

/** A line of the result of `changeTagInBulk`: `errors` of what did not come to a result, and the number of the line of variables. */
export const tagChangeLine = z.object({
  data: z
    .record(z.string(), z.object({ node: z.object({ id: z.string() }).nullish(), userErrors }).nullable())
    .nullish(),
  errors: z
    .array(z.object({ message: z.string(), extensions: z.object({ code: z.string().nullish() }).nullish() }))
    .nullish(),
  __lineNumber: z.number().int().nonnegative(),
});
export type TagChangeLine = z.infer<typeof tagChangeLine>;

const holders = z.object({
  customers: z.object({
    nodes: z.array(z.object({ id: z.string(), tags: z.array(z.string()) })),
    pageInfo: z.object({ hasNextPage: z.boolean() }),
  }),
});

/** Customers that a search finds, with their tags, in the order of their ids. */
export const customersWithTags: Operation<z.infer<typeof holders>> = {
  name: "customersWithTags",
  document: `query customersWithTags($search: String!) {
    customers(first: 250, query: $search, sortKey: ID) { nodes { id tags } pageInfo { hasNextPage } }
  }`,
  data: holders,
};

const segment = z.object({ id: z.string(), name: z.string(), query: z.string() });
export type ShopifySegment = z.infer<typeof segment>;

export const segmentById: Operation<{ segment: ShopifySegment | null }> = {
  name: "segmentById",
  document: "query segmentById($id: ID!) { segment(id: $id) { id name query } }",
  data: z.object({ segment: segment.nullable() }),
};

const page = z.object({
  segments: z.object({
    nodes: z.array(segment),
    pageInfo: z.object({ hasNextPage: z.boolean(), endCursor: z.string().nullable() }),
  }),
});

/** All customer segments of the shop, page by page. */
export const segmentPage: Operation<z.infer<typeof page>> = {
  name: "segmentPage",
  document: `query segmentPage($after: String) {
    segments(first: 250, after: $after) { nodes { id name query } pageInfo { hasNextPage endCursor } }
  }`,
  data: page,
};

const saved = z.object({ segment: segment.nullable(), userErrors });

export const segmentCreate: Operation<{ segmentCreate: z.infer<typeof saved> | null }> = {
  name: "segmentCreate",
  document: `mutation segmentCreate($name: String!, $query: String!) {
    segmentCreate(name: $name, query: $query) { segment { id name query } userErrors { field message } }
  }`,
  data: z.object({ segmentCreate: saved.nullable() }),
};

export const segmentUpdate: Operation<{ segmentUpdate: z.infer<typeof saved> | null }> = {
  name: "segmentUpdate",
  isRepeatable: true,
  document: `mutation segmentUpdate($id: ID!, $name: String!, $query: String!) {
    segmentUpdate(id: $id, name: $name, query: $query) { segment { id name query } userErrors { field message } }
  }`,
  data: z.object({ segmentUpdate: saved.nullable() }),
};

export const segmentDelete: Operation<{ segmentDelete: { userErrors: UserErrors } | null }> = {
  name: "segmentDelete",
  isRepeatable: true,
  document: `mutation segmentDelete($id: ID!) { segmentDelete(id: $id) { userErrors { field message } } }`,
  data: z.object({ segmentDelete: z.object({ userErrors }).nullable() }),
};

const members = z.object({
  customerSegmentMembers: z.object({
    edges: z.array(z.object({ node: z.object({ id: z.string() }) })),
    pageInfo: z.object({ hasNextPage: z.boolean(), endCursor: z.string().nullable() }),
  }),
});

export type MemberPage = z.infer<typeof members>;

/** Who is in a customer segment; the number of a member is the customer's. */
export const segmentMembers: Operation<MemberPage> = {
  name: "segmentMembers",
  document: `query segmentMembers($id: ID!, $after: String) {
    customerSegmentMembers(segmentId: $id, first: 1000, after: $after) {
      edges { node { id } } pageInfo { hasNextPage endCursor }
    }
  }`,
  data: members,
};

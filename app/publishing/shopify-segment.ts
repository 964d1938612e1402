import type { PublicationRow } from "../db/queries/publishing/publications.ts";
import { gidOf, idFromGid } from "../platform/ids.ts";
import type { AdminClient } from "../shopify/admin-client.ts";
import {
  type ShopifySegment,
  segmentById,
  segmentCreate,
  segmentDelete,
  segmentPage,
  segmentUpdate,
  type UserErrors,
} from "../shopify/operations/publishing.ts";
import { queryOf } from "./tag-name.ts";

type Its = Pick<
  PublicationRow,
  "tag" | "name" | "shopifySegmentId" | "problem" | "problemDetail" | "askedAt" | "inStepAt"
>;

const LONGEST_NAME = 255;
/** Names of segments are unique in a shop: where a merchant has one of this name, the app's is told from it. */
const namesOf = (name: string): string[] => {
  const suffix = " (Klantwaarde)";
  return [name, `${name.slice(0, LONGEST_NAME - suffix.length)}${suffix}`];
};

/**
 * Makes the customer segment in Shopify, or gives it its new name. One that the merchant deleted is not made again, and one whose query the
 * merchant changed is left as it is: both are said, until the merchant asks for it once more. Returns what is to be noted.
 */
export async function keepSegment(
  admin: AdminClient,
  its: Its,
  name: string,
  signal: AbortSignal,
): Promise<Its> {
  if (its.problem === "segment_gone") return its;
  if (its.shopifySegmentId === null) return make(admin, its, name, signal);
  const id = gidOf("Segment", its.shopifySegmentId);
  const { data } = await admin.query(segmentById, { id }, signal);
  if (!data.segment) return { ...its, shopifySegmentId: null, problem: "segment_gone", problemDetail: null };
  const query = queryOf(its.tag);
  const isOther = data.segment.query !== query;
  if (isOther && its.inStepAt !== null) return { ...its, problem: "segment_changed", problemDetail: null };
  if (!isOther && its.name === name) return { ...its, problem: null, problemDetail: null };
  return firstAccepted(its, name, (one) =>
    admin
      .query(segmentUpdate, { id, name: one, query }, signal)
      .then(({ data: { segmentUpdate: answer } }) => answer),
  );
}

/** A process may have ended between making it and noting its id: it is known by its query. */
async function make(admin: AdminClient, its: Its, name: string, signal: AbortSignal): Promise<Its> {
  const query = queryOf(its.tag);
  const made = await findByQuery(admin, query, signal);
  if (made) return noted(its, name, made);
  return firstAccepted(its, name, (one) =>
    admin
      .query(segmentCreate, { name: one, query }, signal)
      .then(({ data: { segmentCreate: answer } }) => answer),
  );
}

type Answer = { readonly segment: ShopifySegment | null; readonly userErrors: UserErrors } | null;

async function firstAccepted(its: Its, name: string, ask: (name: string) => Promise<Answer>): Promise<Its> {
  let refusal = "";
  for (const one of namesOf(name)) {
    const answer = await ask(one);
    if (answer?.segment) return noted(its, name, answer.segment);
    const errors = answer?.userErrors ?? [];
    refusal = errors.map(({ message }) => message).join("; ");
    if (!errors.some(({ field }) => field?.includes("name"))) break;
  }
  return { ...its, problem: "segment_refused", problemDetail: refusal };
}

const noted = (its: Its, name: string, segment: ShopifySegment): Its => ({
  ...its,
  name,
  shopifySegmentId: idFromGid(segment.id, "Segment"),
  problem: null,
  problemDetail: null,
});

async function findByQuery(
  admin: AdminClient,
  query: string,
  signal: AbortSignal,
): Promise<ShopifySegment | null> {
  const look = async (after: string | null): Promise<ShopifySegment | null> => {
    const { data } = await admin.query(segmentPage, { after }, signal);
    const { nodes, pageInfo } = data.segments;
    const found = nodes.find((segment) => segment.query === query);
    return found ?? (pageInfo.hasNextPage ? look(pageInfo.endCursor) : null);
  };
  return look(null);
}

/**
 * Deletes it; one that is gone already is none to delete, and one whose query the merchant changed is the merchant's. Returns what Shopify
 * says against it.
 */
export async function deleteSegment(
  admin: AdminClient,
  its: Its,
  signal: AbortSignal,
): Promise<string | null> {
  const query = queryOf(its.tag);
  const read = (id: string) =>
    admin.query(segmentById, { id }, signal).then(({ data: { segment } }) => segment);
  const made =
    its.shopifySegmentId === null
      ? await findByQuery(admin, query, signal)
      : await read(gidOf("Segment", its.shopifySegmentId));
  if (made?.query !== query) return null;
  const { data } = await admin.query(segmentDelete, { id: made.id }, signal);
  const errors = data.segmentDelete?.userErrors ?? [];
  if (errors.length === 0) return null;
  return (await read(made.id)) ? errors.map(({ message }) => message).join("; ") : null;
}

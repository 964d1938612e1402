import { z } from "zod";
import type { Arguments, RequestContext } from "../../shop-internals.ts";
import { ActionRefused } from "../../store/actions.ts";
import { gid, type MetafieldRecord } from "../../store/records.ts";
import { define, FieldError, type FieldMap, Typed, Unsupported, with_ } from "../field.ts";
import { compileSegment } from "../segment-query.ts";
import { accessDenied, holds } from "../selection.ts";
import { parseGid } from "./root.ts";

interface UserError {
  field: string[] | null;
  message: string;
  code?: string;
  elementIndex?: number;
}

/** What the store refuses becomes a user error. */
function attempt<T>(field: string[] | null, act: () => T): { value: T | null; userErrors: UserError[] } {
  try {
    return { value: act(), userErrors: [] };
  } catch (error) {
    if (
      error instanceof ActionRefused ||
      (error instanceof FieldError && error.extensions.code === "INVALID_SEGMENT_QUERY")
    )
      return { value: null, userErrors: [{ field, message: error.message }] };
    throw error;
  }
}

function needScope(field: string, scope: string, ctx: RequestContext): void {
  const rule = { scopes: [scope], requiredAccess: `\`${scope}\` access scope.` };
  if (!holds(rule, ctx.grantedScopes)) throw accessDenied(field, rule);
}

function changeTags(field: "tagsAdd" | "tagsRemove", args: Arguments, ctx: RequestContext) {
  const { type, id } = parseGid(args.id);
  const tags = z
    .array(z.string())
    .parse(args.tags)
    .flatMap((tag) => tag.split(","));
  const { store, actions } = ctx.shop;
  if (type !== "Customer" && type !== "Order")
    throw new Unsupported(`The local Shopify admin does not support ${field} on a ${type}.`);
  needScope(field, type === "Customer" ? "write_customers" : "write_orders", ctx);
  const owner = type === "Customer" ? store.customers.get(id) : store.orders.get(id);
  if (!owner) return { node: null, userErrors: [{ field: ["id"], message: `${type} does not exist` }] };
  const refusal = type === "Customer" ? ctx.shop.faults.refuseTagsOf.get(id) : undefined;
  if (refusal !== undefined) return { node: null, userErrors: [{ field: ["tags"], message: refusal }] };
  const gone = new Set(tags.map((tag) => tag.trim().toLowerCase()));
  const wanted =
    field === "tagsAdd" ? [...owner.tags, ...tags] : owner.tags.filter((tag) => !gone.has(tag.toLowerCase()));
  const tooLong = wanted.find((tag) => tag.trim().length > 255);
  if (tooLong)
    return {
      node: null,
      userErrors: [{ field: ["tags"], message: "Tag is too long (maximum is 255 characters)" }],
    };
  if (wanted.length > 250)
    return { node: null, userErrors: [{ field: ["tags"], message: "Too many tags (maximum is 250)" }] };
  actions.setTags(type === "Customer" ? { customerId: id, tags: wanted } : { orderId: id, tags: wanted });
  const node = type === "Customer" ? store.customers.get(id) : store.orders.get(id);
  return { node: new Typed(type, node), userErrors: [] };
}

const metafieldInput = z.object({
  ownerId: z.string(),
  namespace: z.string().nullish(),
  key: z.string(),
  type: z.string().nullish(),
  value: z.string(),
});
const ownerTypes = z.enum(["Customer", "Order", "Product", "ProductVariant", "Shop"]);

function setMetafields(args: Arguments, ctx: RequestContext) {
  const inputs = z.array(metafieldInput).parse(args.metafields);
  const refuse = (elementIndex: number | null, message: string, code: string) => ({
    metafields: null,
    userErrors: [
      {
        field: elementIndex === null ? ["metafields"] : ["metafields", String(elementIndex)],
        message,
        code,
        elementIndex: elementIndex ?? undefined,
      } satisfies UserError,
    ],
  });
  if (inputs.length > 25)
    return refuse(null, "Exceeded the maximum metafields input limit of 25.", "LESS_THAN_OR_EQUAL_TO");
  const writes: Parameters<RequestContext["shop"]["actions"]["setMetafield"]>[0][] = [];
  for (const [at, input] of inputs.entries()) {
    const { type, id } = parseGid(input.ownerId);
    const ownerType = ownerTypes.safeParse(type);
    if (!ownerType.success)
      throw new Unsupported(`The local Shopify admin keeps no metafields on a ${type}.`);
    if (ownerType.data === "Customer") needScope("metafieldsSet", "write_customers", ctx);
    else if (ownerType.data === "Order") needScope("metafieldsSet", "write_orders", ctx);
    else if (ownerType.data !== "Shop") needScope("metafieldsSet", "write_products", ctx);
    if (!ownerExists(ownerType.data, id, ctx)) return refuse(at, "Owner does not exist.", "INVALID");
    const namespace = input.namespace ?? "$app";
    const before = ctx.shop.store.metafieldOf(
      { ownerType: ownerType.data, ownerId: id },
      namespace,
      input.key,
    );
    const kind = input.type ?? before?.type;
    if (!kind) return refuse(at, "Type can't be blank", "BLANK");
    if (input.value === "") return refuse(at, "Value can't be blank", "BLANK");
    if (kind.startsWith("number_integer") && !/^-?\d+$/.test(input.value))
      return refuse(at, "Value must be an integer.", "INVALID_VALUE");
    writes.push({
      ownerType: ownerType.data,
      ownerId: id,
      namespace,
      key: input.key,
      type: kind,
      value: input.value,
    });
  }
  const metafields: MetafieldRecord[] = writes.map((write) => ctx.shop.actions.setMetafield(write));
  return { metafields, userErrors: [] };
}

function ownerExists(
  type: z.infer<typeof ownerTypes>,
  id: number,
  { shop: { store } }: RequestContext,
): boolean {
  if (type === "Shop") return store.shop.id === id;
  const owners = {
    Customer: store.customers,
    Order: store.orders,
    Product: store.products,
    ProductVariant: store.variants,
  };
  return owners[type].has(id);
}

/** "Segment names must be unique" (arguments of segmentCreate in the Admin schema); the words of the refusal are not documented. */
function segmentErrors(
  name: string | null,
  query: string | null,
  { shop }: RequestContext,
  self: number | null,
): UserError[] {
  const isTaken = [...shop.store.segments.values()].some(
    (other) => other.id !== self && other.name.toLowerCase() === name?.trim().toLowerCase(),
  );
  if (isTaken) return [{ field: ["name"], message: "Name has already been taken" }];
  if (name !== null && (name.trim() === "" || name.length > 255))
    return [
      {
        field: ["name"],
        message: name ? "Name is too long (maximum is 255 characters)" : "Name can't be blank",
      },
    ];
  if (query !== null && query.length > 5_000)
    return [{ field: ["query"], message: "Query is too long (maximum is 5000 characters)" }];
  return [];
}

const consentInput = z.object({
  customerId: z.string(),
  emailMarketingConsent: z.object({
    marketingState: z.enum(["NOT_SUBSCRIBED", "PENDING", "SUBSCRIBED", "UNSUBSCRIBED", "INVALID"]),
    marketingOptInLevel: z.enum(["CONFIRMED_OPT_IN", "SINGLE_OPT_IN", "UNKNOWN"]).nullish(),
    consentUpdatedAt: z.string().nullish(),
  }),
});

export function defineMutations(map: FieldMap): void {
  define<unknown>(map, "Mutation", {
    tagsAdd: with_(["id", "tags"], (_root, args, ctx) => changeTags("tagsAdd", args, ctx)),
    tagsRemove: with_(["id", "tags"], (_root, args, ctx) => changeTags("tagsRemove", args, ctx)),
    metafieldsSet: with_(["metafields"], (_root, args, ctx) => setMetafields(args, ctx)),
    segmentCreate: with_(["name", "query"], (_root, args, ctx) => {
      const name = String(args.name);
      const query = String(args.query);
      const userErrors = segmentErrors(name, query, ctx, null);
      if (userErrors.length > 0) return { segment: null, userErrors };
      const made = attempt(["query"], () => {
        compileSegment(query, ctx.shop);
        return ctx.shop.actions.createSegment({ name, query });
      });
      return { segment: made.value, userErrors: made.userErrors };
    }),
    segmentUpdate: with_(["id", "name", "query"], (_root, args, ctx) => {
      const name = typeof args.name === "string" ? args.name : undefined;
      const query = typeof args.query === "string" ? args.query : undefined;
      const userErrors = segmentErrors(name ?? null, query ?? null, ctx, parseGid(args.id).id);
      if (userErrors.length > 0) return { segment: null, userErrors };
      const made = attempt(["id"], () => {
        if (query !== undefined) compileSegment(query, ctx.shop);
        return ctx.shop.actions.updateSegment({ segmentId: parseGid(args.id).id, name, query });
      });
      return { segment: made.value, userErrors: made.userErrors };
    }),
    segmentDelete: with_(["id"], (_root, args, ctx) => {
      const { id } = parseGid(args.id);
      if (ctx.shop.faults.keepSegments.has(id))
        return { deletedSegmentId: null, userErrors: [{ field: ["id"], message: "Segment is in use" }] };
      const gone = attempt(["id"], () => {
        ctx.shop.actions.deleteSegment({ segmentId: id });
        return gid("Segment", id);
      });
      return { deletedSegmentId: gone.value, userErrors: gone.userErrors };
    }),
    customerEmailMarketingConsentUpdate: with_(["input"], (_root, args, ctx) => {
      const { customerId, emailMarketingConsent: wanted } = consentInput.parse(args.input);
      const done = attempt(["input", "customerId"], () =>
        ctx.shop.actions.setEmailMarketingConsent({
          customerId: parseGid(customerId).id,
          state: wanted.marketingState,
          optInLevel: wanted.marketingOptInLevel,
          updatedAt: wanted.consentUpdatedAt ?? undefined,
        }),
      );
      return { customer: done.value, userErrors: done.userErrors };
    }),
    bulkOperationRunQuery: with_(["query", "groupObjects"], (_root, args, ctx) => {
      if (args.groupObjects === true)
        throw new Unsupported(
          "The local Shopify admin does not support groupObjects: true of bulkOperationRunQuery.",
        );
      return ctx.shop.bulk.submit(String(args.query), ctx);
    }),
    bulkOperationRunMutation: with_(["mutation", "stagedUploadPath"], (_root, args, ctx) =>
      ctx.shop.bulk.submitMutation(String(args.mutation), String(args.stagedUploadPath), ctx),
    ),
    stagedUploadsCreate: with_(["input"], (_root, args, ctx) => ctx.shop.uploads.create(args.input)),
    bulkOperationCancel: with_(["id"], (_root, args, ctx) => ctx.shop.bulk.cancel(parseGid(args.id).id)),
  });
  definePayloads(map, ["node"], ["TagsAddPayload", "TagsRemovePayload"]);
  definePayloads(map, ["metafields"], ["MetafieldsSetPayload"]);
  definePayloads(map, ["segment"], ["SegmentCreatePayload", "SegmentUpdatePayload"]);
  definePayloads(map, ["deletedSegmentId"], ["SegmentDeletePayload"]);
  definePayloads(map, ["customer"], ["CustomerEmailMarketingConsentUpdatePayload"]);
  definePayloads(
    map,
    ["bulkOperation"],
    ["BulkOperationRunQueryPayload", "BulkOperationRunMutationPayload", "BulkOperationCancelPayload"],
  );
  definePayloads(map, ["stagedTargets"], ["StagedUploadsCreatePayload"]);
  defineRecords(map, "StagedMediaUploadTarget", ["url", "resourceUrl", "parameters"]);
  defineRecords(map, "StagedUploadParameter", ["name", "value"]);
}

function definePayloads(map: FieldMap, keys: string[], types: string[]): void {
  for (const type of types) defineRecords(map, type, [...keys, "userErrors"]);
}

function defineRecords(map: FieldMap, type: string, keys: string[]): void {
  define<Record<string, unknown>>(
    map,
    type,
    Object.fromEntries(keys.map((key) => [key, (record: Record<string, unknown>) => record[key]])),
  );
}

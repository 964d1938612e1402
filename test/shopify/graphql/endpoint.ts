import { randomUUID } from "node:crypto";
import { z } from "zod";
import type { LocalShopInternals, RequestContext } from "../shop-internals.ts";
import { MAX_QUERY_COST } from "./cost.ts";
import { BulkRefused, FieldError, Unsupported } from "./field.ts";
import { type Prepared, prepare, type WireError } from "./prepare.ts";

const bodySchema = z.object({
  query: z.string(),
  operationName: z.string().nullish(),
  variables: z.record(z.string(), z.unknown()).nullish(),
});

export interface GraphqlAnswer {
  status: number;
  body: object;
}

const RATE_LIMITS = "https://shopify.dev/api/usage/rate-limits";

/** `POST /admin/api/{version}/graphql.json` for a request whose token has been accepted. */
export function answerGraphql(body: unknown, shop: LocalShopInternals, wallNowMs: number): GraphqlAnswer {
  const parsed = bodySchema.safeParse(body);
  if (!parsed.success)
    return { status: 400, body: { errors: { query: "Required parameter missing or invalid" } } };
  const ctx: RequestContext = { shop, grantedScopes: new Set(shop.grant.scopes), spent: 0 };
  try {
    const prepared = prepare({
      query: parsed.data.query,
      operationName: parsed.data.operationName ?? null,
      variables: parsed.data.variables ?? {},
      grantedScopes: ctx.grantedScopes,
      bulk: false,
    });
    if ("errors" in prepared) return { status: 200, body: { errors: prepared.errors } };
    return run(prepared, ctx, wallNowMs);
  } catch (error) {
    if (error instanceof Unsupported || error instanceof BulkRefused)
      return {
        status: 200,
        body: { errors: [{ message: error.message, extensions: { code: "LOCAL_ADMIN_UNSUPPORTED" } }] },
      };
    console.error("local Shopify admin:", error);
    return {
      status: 500,
      body: {
        errors: [
          {
            message: `Internal error. Looks like something went wrong on our end.\nRequest ID: ${randomUUID()}.`,
            extensions: { code: "INTERNAL_SERVER_ERROR" },
          },
        ],
      },
    };
  }
}

function run(prepared: Prepared, ctx: RequestContext, nowMs: number): GraphqlAnswer {
  const { bucket, faults } = ctx.shop;
  const { cost } = prepared;
  if (cost > MAX_QUERY_COST)
    return {
      status: 200,
      body: {
        errors: [
          {
            message: `Query cost is ${cost}, which exceeds the single query max cost limit (${MAX_QUERY_COST}).\n\nSee https://shopify.dev/concepts/about-apis/rate-limits for more information on how the\ncost of a query is calculated.\n\nTo query larger amounts of data with fewer limits, bulk operations should be used instead.\nSee https://shopify.dev/api/usage/bulk-operations/queries for usage details.\n`,
            extensions: {
              code: "MAX_COST_EXCEEDED",
              cost,
              maxCost: MAX_QUERY_COST,
              documentation: RATE_LIMITS,
            },
          },
        ],
      },
    };
  if (faults.take("throttleRequests") || !bucket.take(cost, nowMs))
    return {
      status: 200,
      body: {
        errors: [{ message: "Throttled", extensions: { code: "THROTTLED", documentation: RATE_LIMITS } }],
        extensions: {
          cost: { requestedQueryCost: cost, actualQueryCost: null, throttleStatus: bucket.status(nowMs) },
        },
      },
    };
  const errors: FieldError[] = [];
  let data: unknown;
  try {
    data = prepared.plan.complete(null, ctx, errors);
  } catch (error) {
    if (!(error instanceof FieldError)) throw error;
    errors.push(error);
    data = null;
  }
  // The root itself is no object of the shop's.
  const spent =
    prepared.operation === "mutation" ? cost : Math.min(cost, Math.max(1, Math.ceil(ctx.spent - 1)));
  bucket.giveBack(cost - spent);
  return {
    status: 200,
    body: {
      data,
      ...(errors.length > 0 ? { errors: errors.map(asWire) } : {}),
      extensions: {
        cost: { requestedQueryCost: cost, actualQueryCost: spent, throttleStatus: bucket.status(nowMs) },
      },
    },
  };
}

function asWire(error: FieldError): WireError {
  return {
    message: error.message,
    locations: error.locations,
    path: error.path,
    ...(Object.keys(error.extensions).length > 0 ? { extensions: error.extensions } : {}),
  };
}

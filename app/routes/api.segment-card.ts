import type { LoaderFunctionArgs } from "@remix-run/node";
import { z } from "zod";
import { readSegmentCard } from "../publishing/segment-card.ts";
import { requireShop } from "../shopify/require-shop.ts";

const query = z.object({ segmentId: z.coerce.number().int().positive().max(Number.MAX_SAFE_INTEGER) });

/** What the action on Shopify's segment page draws. Called from the extension's own origin, with a session token. */
export async function loader({ request, context }: LoaderFunctionArgs) {
  const { log } = context.app;
  const { shop, cors } = await requireShop(request, context.app);
  const answer = (body: object, init?: ResponseInit) => cors(Response.json(body, init));
  const parsed = query.safeParse(Object.fromEntries(new URL(request.url).searchParams));
  if (!parsed.success)
    return answer({ error: "segmentId should be the number of a segment" }, { status: 400 });
  try {
    const card = await readSegmentCard(context.app, shop, parsed.data.segmentId);
    return card ? answer(card) : answer({ error: "there is no such segment" }, { status: 404 });
  } catch (error) {
    const failure = failureOf(error);
    if (!failure) throw error;
    log.warn("publishing.card_failed", { shop: shop.domain, reason: failure.error });
    const { waitSeconds, status, ...body } = failure;
    const headers = waitSeconds === undefined ? undefined : { "Retry-After": String(waitSeconds) };
    return answer(body, { status, headers });
  }
}

interface Failure {
  readonly error: "throttled" | "not_answering" | "signed_out" | "refused";
  readonly status: number;
  readonly waitSeconds?: number;
}

/**
 * What Shopify did instead of answering; null for any other error. Only with the headers of `cors` can the extension read which. Known by
 * name: the routes are bundled with classes of their own, and these errors come from outside of the bundle.
 */
function failureOf(error: unknown): Failure | null {
  if (!(error instanceof Error)) return null;
  switch (error.name) {
    case "AdminThrottled": {
      const waitMs = "waitMs" in error ? Number(error.waitMs) : 0;
      return { error: "throttled", status: 429, waitSeconds: Math.max(1, Math.ceil(waitMs / 1_000)) };
    }
    case "AdminUnavailable":
      return { error: "not_answering", status: 503, waitSeconds: 5 };
    case "AdminUnauthorized":
    case "ShopNotInstalled":
      return { error: "signed_out", status: 403 };
    case "AdminQueryError":
    case "UnexpectedAnswer":
      return { error: "refused", status: 502 };
    default:
      return null;
  }
}

import type { LoaderFunctionArgs } from "@remix-run/node";
import { z } from "zod";
import { readSegmentCard } from "../publishing/segment-card.ts";
import { requireShop } from "../shopify/require-shop.ts";

const query = z.object({ segmentId: z.coerce.number().int().positive() });

/** What the action on Shopify's segment page draws. Called from the extension's own origin, with a session token. */
export async function loader({ request, context }: LoaderFunctionArgs) {
  const { shop, cors } = await requireShop(request, context.app);
  const parsed = query.safeParse(Object.fromEntries(new URL(request.url).searchParams));
  if (!parsed.success) {
    return cors(Response.json({ error: "segmentId should be the number of a segment" }, { status: 400 }));
  }
  const card = await readSegmentCard(context.app, shop, parsed.data.segmentId);
  if (!card) return cors(Response.json({ error: "there is no such segment" }, { status: 404 }));
  return cors(Response.json(card));
}

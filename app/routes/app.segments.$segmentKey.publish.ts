import type { ActionFunctionArgs } from "@remix-run/node";
import { z } from "zod";
import { publishSegment, unpublishSegment } from "../publishing/publication.ts";
import { segmentKey } from "../segments/segment-key.ts";
import { requireShop } from "../shopify/require-shop.ts";

const asked = z.discriminatedUnion("change", [
  z.object({ change: z.literal("publish"), name: z.string().max(1_000) }),
  z.object({ change: z.literal("take_back") }),
]);

/** Publishes a segment to Shopify or takes it back, and answers with whether that was begun or why not. */
export async function action({ request, params, context: { app } }: ActionFunctionArgs) {
  const { shop, userId } = await requireShop(request, app);
  const key = segmentKey.safeParse(params.segmentKey);
  if (!key.success) throw new Response(null, { status: 404 });
  const its = asked.safeParse(await request.json().catch(() => null));
  if (!its.success) throw new Response(null, { status: 400 });
  const outcome =
    its.data.change === "publish"
      ? await publishSegment(app, shop, key.data, its.data.name, userId)
      : await unpublishSegment(app, shop, key.data, userId);
  return Response.json(outcome);
}

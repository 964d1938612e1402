import type { LoaderFunctionArgs } from "@remix-run/node";
import { choiceOf } from "../destinations/choice.ts";
import { previewList } from "../destinations/preview.ts";
import { requireShop } from "../shopify/require-shop.ts";

/** Who would be added, updated, removed and left out. Nothing is written. */
export async function loader({ request, params, context: { app } }: LoaderFunctionArgs) {
  const { shop, userId } = await requireShop(request, app);
  const choice = choiceOf(request.url, params.destinationId);
  if (!choice) throw new Response(null, { status: 400 });
  return Response.json(await previewList(app, shop, choice, userId, request.signal));
}

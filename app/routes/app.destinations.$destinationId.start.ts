import type { ActionFunctionArgs } from "@remix-run/node";
import { choiceOf } from "../destinations/choice.ts";
import { startList } from "../destinations/start-list.ts";
import { requireShop } from "../shopify/require-shop.ts";

/** Has the list brought in step, and kept so. */
export async function action({ request, params, context: { app } }: ActionFunctionArgs) {
  const { shop, userId } = await requireShop(request, app);
  const choice = choiceOf(request.url, params.destinationId);
  if (!choice) throw new Response(null, { status: 400 });
  return Response.json(await startList(app, shop, choice, userId));
}

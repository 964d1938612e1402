import type { LoaderFunctionArgs } from "@remix-run/node";
import { z } from "zod";
import { readListResult } from "../destinations/result.ts";
import { requireShop } from "../shopify/require-shop.ts";

const address = z.object({ listId: z.uuid() });

/** What a list brought, for its page: of many people it takes longer than the list. */
export async function loader({ request, params, context: { app } }: LoaderFunctionArgs) {
  const { shop } = await requireShop(request, app);
  const asked = address.safeParse(params);
  const result = asked.success ? await readListResult(app.db, shop, asked.data.listId, app.clock()) : null;
  if (!result) throw new Response(null, { status: 404 });
  return Response.json({ result });
}

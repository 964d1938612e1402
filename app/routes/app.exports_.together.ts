import type { LoaderFunctionArgs } from "@remix-run/node";
import { readTogether } from "../exports/together.ts";
import { requireShop } from "../shopify/require-shop.ts";

/** What all exports brought together, for the page of exports: of many people it takes longer than the list. */
export async function loader({ request, context }: LoaderFunctionArgs) {
  const { shop } = await requireShop(request, context.app);
  return Response.json({ result: await readTogether(context.app.db, shop) });
}

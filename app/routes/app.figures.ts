import type { LoaderFunctionArgs } from "@remix-run/node";
import { readFiguresStamp } from "../segments/figures-stamp.ts";
import { requireShop } from "../shopify/require-shop.ts";

/** Which figures there are now, for a page that shows earlier ones. */
export async function loader({ request, context }: LoaderFunctionArgs) {
  const { shop } = await requireShop(request, context.app);
  return Response.json({ stamp: await readFiguresStamp(context.app.db, shop) });
}

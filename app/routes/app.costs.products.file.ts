import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { z } from "zod";
import { requireShop } from "../shopify/require-shop.ts";
import { productCostsFile, readGivenCosts } from "../valuation/costs/read-products.ts";

const given = z.object({ text: z.string().max(2_000_000) });

/** The costs of all products, to be filled in and given back. */
export async function loader({ request, context }: LoaderFunctionArgs) {
  const { shop } = await requireShop(request, context.app);
  const file = await productCostsFile(context.app.db, shop);
  if (file === null) throw new Response(null, { status: 404 });
  return new Response(file, {
    headers: {
      "Content-Type": "text/csv; charset=utf-8",
      "Content-Disposition": 'attachment; filename="product-costs.csv"',
      "Cache-Control": "no-store",
      "Referrer-Policy": "no-referrer",
    },
  });
}

/** What a file says, and which of its rows cannot be used; nothing is stored. */
export async function action({ request, context }: ActionFunctionArgs) {
  const { shop } = await requireShop(request, context.app);
  const file = given.safeParse(await request.json().catch(() => null));
  if (!file.success) throw new Response(null, { status: 400 });
  return Response.json(await readGivenCosts(context.app.db, shop, file.data.text));
}

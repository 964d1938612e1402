import type { LoaderFunctionArgs } from "@remix-run/node";
import { z } from "zod";
import { requireShop } from "../shopify/require-shop.ts";
import { readCustomerCard } from "../valuation/pages/customers/customer.ts";

const query = z.object({ customerId: z.coerce.number().int().positive() });

/** The card that the block on Shopify's customer page draws. Called from the extension's own origin, with a session token. */
export async function loader({ request, context }: LoaderFunctionArgs) {
  const { shop, cors } = await requireShop(request, context.app);
  const parsed = query.safeParse(Object.fromEntries(new URL(request.url).searchParams));
  if (!parsed.success) {
    return cors(Response.json({ error: "customerId should be the number of a customer" }, { status: 400 }));
  }
  return cors(Response.json(await readCustomerCard(context.app.db, shop, parsed.data.customerId)));
}

import type { LoaderFunctionArgs } from "@remix-run/node";
import { z } from "zod";
import { readPersonWhy } from "../segments/person-why.ts";
import { segmentKey } from "../segments/segment-key.ts";
import { requireShop } from "../shopify/require-shop.ts";

const address = z.object({ customerId: z.coerce.number().int().positive(), segmentKey });

/** Why a customer is in a segment, or what keeps the customer out; asked for when somebody wants to know. */
export async function loader({ request, params, context }: LoaderFunctionArgs) {
  const { shop } = await requireShop(request, context.app);
  const asked = address.safeParse(params);
  const { data } = asked;
  const found = data && (await readPersonWhy(context.app.db, shop, data.segmentKey, data.customerId));
  if (!found) throw new Response(null, { status: 404 });
  return Response.json(found);
}

import type { LoaderFunctionArgs } from "@remix-run/node";
import { z } from "zod";
import { findChoices } from "../segments/choices.ts";
import { requireShop } from "../shopify/require-shop.ts";

const searched = z
  .string()
  .max(255)
  .refine((text) => text.isWellFormed() && !text.includes("\0"));
const address = z.object({ of: z.string(), q: searched.catch("") });

/** What a condition can ask for: products, collections, texts that customers or products have. */
export async function loader({ request, context }: LoaderFunctionArgs) {
  const { shop } = await requireShop(request, context.app);
  const asked = address.safeParse(Object.fromEntries(new URL(request.url).searchParams));
  const found = asked.success && (await findChoices(context.app.db, shop, asked.data.of, asked.data.q));
  if (!found) throw new Response(null, { status: 404 });
  return Response.json(found);
}

import type { LoaderFunctionArgs } from "@remix-run/node";
import { z } from "zod";
import { findFactValues } from "../segments/builder.ts";
import { isFactName } from "../segments/facts.ts";
import { requireShop } from "../shopify/require-shop.ts";

const address = z.object({ fact: z.string().refine(isFactName), q: z.string().max(255).catch("") });

/** Texts that a condition on a fact can ask for. */
export async function loader({ request, context }: LoaderFunctionArgs) {
  const { shop } = await requireShop(request, context.app);
  const asked = address.safeParse(Object.fromEntries(new URL(request.url).searchParams));
  if (!asked.success) throw new Response(null, { status: 404 });
  return Response.json(await findFactValues(context.app.db, shop, asked.data.fact, asked.data.q));
}

import type { ActionFunctionArgs } from "@remix-run/node";
import { z } from "zod";
import { BASES } from "../clv/historic/basis.ts";
import { requireShop } from "../shopify/require-shop.ts";
import { chooseBasis } from "../valuation/pages/basis.ts";

const asked = z.object({ basis: z.enum(BASES) });

/** Stores on which basis the shop's figures stand. */
export async function action({ request, context }: ActionFunctionArgs) {
  const { shop, userId } = await requireShop(request, context.app);
  const choice = asked.safeParse(await request.json().catch(() => null));
  if (!choice.success) throw new Response(null, { status: 400 });
  await chooseBasis(context.app, shop, choice.data.basis, userId);
  return { ok: true };
}

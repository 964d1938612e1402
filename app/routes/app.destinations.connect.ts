import type { ActionFunctionArgs } from "@remix-run/node";
import { z } from "zod";
import { connectTool } from "../destinations/connections.ts";
import { toolName } from "../destinations/tool.ts";
import { requireShop } from "../shopify/require-shop.ts";

const asked = z.object({ tool: toolName, key: z.string().max(500) });

/** Checks a key with its tool and keeps it. It is not in the answer. */
export async function action({ request, context: { app } }: ActionFunctionArgs) {
  const { shop, userId } = await requireShop(request, app);
  const its = asked.safeParse(await request.json().catch(() => null));
  if (!its.success) throw new Response(null, { status: 400 });
  return Response.json(await connectTool(app, shop, its.data, userId));
}

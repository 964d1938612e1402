import type { ActionFunctionArgs } from "@remix-run/node";
import { z } from "zod";
import { requireShop } from "../shopify/require-shop.ts";
import { takePart } from "../sync/history-file/give-file.ts";

const place = z.object({ fileId: z.uuid(), at: z.coerce.number().int().min(0) });

/** Takes the part of a file that begins at byte `at`; its body is the bytes. */
export async function action({ request, params, context }: ActionFunctionArgs) {
  const { shop } = await requireShop(request, context.app);
  const query = Object.fromEntries(new URL(request.url).searchParams);
  const part = place.safeParse({ ...query, ...params });
  const bytes = Buffer.from(await request.arrayBuffer());
  if (!part.success || bytes.length === 0) throw new Response(null, { status: 400 });
  return Response.json(await takePart(context.app, shop, part.data.fileId, part.data.at, bytes));
}

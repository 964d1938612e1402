import type { ActionFunctionArgs } from "@remix-run/node";
import { z } from "zod";
import { requireShop } from "../shopify/require-shop.ts";
import { beginFile, MOST_FILE_BYTES } from "../sync/history-file/give-file.ts";

const given = z.object({
  name: z
    .string()
    .min(1)
    .max(200)
    .refine((text) => text.isWellFormed() && !text.includes("\0")),
  sizeBytes: z.int().min(1).max(MOST_FILE_BYTES),
});

/** Begins to take a file; its parts follow, to an address with the id in the answer. */
export async function action({ request, context }: ActionFunctionArgs) {
  const { shop, userId } = await requireShop(request, context.app);
  const file = given.safeParse(await request.json().catch(() => null));
  if (!file.success) throw new Response(null, { status: 400 });
  return Response.json(await beginFile(context.app, shop, { ...file.data, uploadedBy: userId }));
}

import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { z } from "zod";
import { previewExport } from "../exports/exports.ts";
import { downloadResponse, requestDownload } from "../exports/request-download.ts";
import { segmentKey } from "../segments/segment-key.ts";
import { requireShop } from "../shopify/require-shop.ts";

const address = z.object({ segmentKey });

const notFound = () => new Response(null, { status: 404 });

/** Who would go into an export now, and who would not. */
export async function loader({ request, params, context }: LoaderFunctionArgs) {
  const { shop } = await requireShop(request, context.app);
  const asked = address.safeParse(params);
  if (!asked.success) throw notFound();
  const preview = await previewExport(context.app.db, shop, asked.data.segmentKey);
  if (!preview) throw notFound();
  return Response.json({ preview });
}

/** Records the export and answers with the link to its one download, or with why not. */
export async function action({ request, params, context }: ActionFunctionArgs) {
  const { shop, userId } = await requireShop(request, context.app);
  const asked = address.safeParse(params);
  if (!asked.success) throw notFound();
  const form = await request.json().catch(() => null);
  return downloadResponse(await requestDownload(context.app, { shop, userId }, asked.data.segmentKey, form));
}

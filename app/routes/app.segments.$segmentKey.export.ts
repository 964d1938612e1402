import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { z } from "zod";
import { signDownload } from "../exports/download-link.ts";
import { previewExport, requestExport } from "../exports/exports.ts";
import { exportColumns, exportFormat, segmentKey } from "../exports/records.ts";
import type { ShopRef } from "../platform/ids.ts";
import type { Runtime } from "../runtime.ts";
import { requireShop } from "../shopify/require-shop.ts";

const address = z.object({ segmentKey });
const choice = z.object({
  columns: exportColumns,
  format: exportFormat,
  locale: z.string().min(2).max(35),
});

const notFound = () => new Response(null, { status: 404 });

/** Who would go into an export now, and who would not. */
export async function loader({ request, params, context }: LoaderFunctionArgs) {
  const { shop } = await requireShop(request, context.app);
  const asked = address.safeParse(params);
  if (!asked.success) throw notFound();
  const preview = await previewExport(context.app.db, shop, asked.data.segmentKey);
  if (!preview) throw notFound();
  return { preview };
}

/** Records the export and answers with the link to its one download. */
export async function action({ request, params, context }: ActionFunctionArgs) {
  const { shop, userId } = await requireShop(request, context.app);
  const asked = address.safeParse(params);
  if (!asked.success) throw notFound();
  const chosen = choice.safeParse(await request.json().catch(() => null));
  if (!chosen.success) return { ok: false } as const;
  const { db, clock } = context.app;
  const exportId = await requestExport(db, shop, {
    ...asked.data,
    ...chosen.data,
    requestedBy: userId,
    now: clock(),
  });
  return { ok: true, downloadUrl: downloadUrlOf(context.app, shop, exportId) } as const;
}

function downloadUrlOf({ env, clock }: Runtime, shop: ShopRef, exportId: string): string {
  const token = signDownload(env.SHOPIFY_API_SECRET, { shopId: shop.shopId, exportId }, clock());
  return `/exports/${exportId}?${new URLSearchParams({ shop: shop.domain, token })}`;
}

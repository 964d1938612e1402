import { addAbortSignal } from "node:stream";
import { createReadableStreamFromReadable, type LoaderFunctionArgs } from "@remix-run/node";
import { z } from "zod";
import { ShopLeft } from "../db/fence.ts";
import { verifyDownload } from "../exports/download-link.ts";
import { type ExportFile, ExportRefused, openExportFile } from "../exports/export-file.ts";
import { InvalidShopDomain, shopRef } from "../platform/ids.ts";
import { translator } from "../ui/messages/catalogue.ts";
import { requestLocale } from "../ui/request-locale.ts";

const address = z.object({
  exportId: z.uuid(),
  shop: z.string().transform((domain, ctx) => {
    try {
      return shopRef(domain);
    } catch (error) {
      if (!(error instanceof InvalidShopDomain)) throw error;
      ctx.addIssue(error.message);
      return z.NEVER;
    }
  }),
  token: z.string().max(100),
});

/**
 * The one download of an export. The signed, short-lived link stands for the session: a browser that downloads sends no session token.
 * When the reader leaves, the stream is destroyed, which ends the query behind it and marks the export as stopped.
 */
export async function loader({ request, params, context }: LoaderFunctionArgs) {
  if (request.method !== "GET") return new Response(null, { status: 405, headers: { Allow: "GET" } });
  const { env, db, clock } = context.app;
  const query = Object.fromEntries(new URL(request.url).searchParams);
  const asked = address.safeParse({ ...query, ...params });
  if (!asked.success) return refusal(request, 404);
  const { shop, exportId, token } = asked.data;
  const check = verifyDownload(env.SHOPIFY_API_SECRET, { shopId: shop.shopId, exportId }, token, clock());
  if (check !== "valid") return refusal(request, check === "expired" ? 410 : 403);
  try {
    return fileResponse(await openExportFile({ env, db, clock }, shop, exportId), request.signal);
  } catch (error) {
    // A link does not outlive the installation.
    if (error instanceof ExportRefused || error instanceof ShopLeft) return refusal(request, 410);
    throw error;
  }
}

function fileResponse({ fileName, stream }: ExportFile, signal: AbortSignal): Response {
  return new Response(createReadableStreamFromReadable(addAbortSignal(signal, stream)), {
    headers: {
      "Content-Type": "text/csv; charset=utf-8",
      "Content-Disposition": `attachment; filename="${fileName}"`,
      "Referrer-Policy": "no-referrer",
    },
  });
}

function refusal(request: Request, status: 403 | 404 | 410): Response {
  const t = translator(requestLocale(request));
  return new Response(t("exports.link.refused"), {
    status,
    headers: { "Content-Type": "text/plain; charset=utf-8" },
  });
}

import { addAbortSignal } from "node:stream";
import {
  type ActionFunctionArgs,
  createReadableStreamFromReadable,
  type LoaderFunctionArgs,
} from "@remix-run/node";
import { z } from "zod";
import { installedGeneration, ShopLeft } from "../db/fence.ts";
import { verifyDownload } from "../exports/download-link.ts";
import { type ExportFile, ExportRefused, openExportFile } from "../exports/export-file.ts";
import { InvalidShopDomain, shopRef } from "../platform/ids.ts";
import { translator } from "../ui/messages/catalogue.ts";
import { requestLocale } from "../ui/request-locale.ts";
import { languageOf } from "../ui/shown-locale.ts";

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
 * A link that was copied somewhere is opened by whoever looks at it first, such as a chat that shows a preview. So
 * that gives a page with a button, and spends nothing.
 */
export async function loader({ request, params, context }: LoaderFunctionArgs) {
  if (request.method !== "GET") return new Response(null, { status: 405, headers: { Allow: "GET, POST" } });
  return answer(request, params, context, "button");
}

/** The button of the page, and the app's own page. */
export function action({ request, params, context }: ActionFunctionArgs) {
  return answer(request, params, context, "file");
}

/**
 * The one download of an export. The signed, short-lived link stands for the session: a browser that downloads sends no session token.
 * When the reader leaves, the stream is destroyed, which ends the query behind it and marks the export as stopped.
 */
async function answer(
  request: Request,
  params: LoaderFunctionArgs["params"],
  context: LoaderFunctionArgs["context"],
  wanted: "file" | "button",
): Promise<Response> {
  const { env, db, clock } = context.app;
  const query = Object.fromEntries(new URL(request.url).searchParams);
  const asked = address.safeParse({ ...query, ...params });
  if (!asked.success) return refusal(request, 404);
  const { shop, exportId, token } = asked.data;
  const generation = await installedGeneration(db.pool, shop.shopId);
  // A link does not outlive the installation, and nobody learns by it which shops have the app.
  const download = { shopId: shop.shopId, exportId, generation: generation ?? 0 };
  const check = verifyDownload(env.SHOPIFY_API_SECRET, download, token, clock());
  if (check !== "valid") return refusal(request, check === "expired" ? 410 : 403);
  if (wanted === "button") return buttonPage(request);
  try {
    const { signal } = request;
    return fileResponse(await openExportFile({ env, db, clock, signal }, shop, exportId), signal);
  } catch (error) {
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

/** It posts to its own address. */
function buttonPage(request: Request): Response {
  const locale = requestLocale(request);
  const t = translator(locale);
  const page = `<!doctype html><html lang="${languageOf(locale)}"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<meta name="robots" content="noindex"><title>${t("exports.link.title")}</title>
<main style="font: 1rem/1.5 sans-serif; max-width: 32rem; margin: 4rem auto; padding: 0 1rem"><h1>${t("exports.link.title")}</h1>
<p>${t("exports.link.once")}</p><form method="post"><button>${t("exports.dialog.download")}</button></form></main></html>`;
  return new Response(page, {
    headers: { "Content-Type": "text/html; charset=utf-8", "Referrer-Policy": "no-referrer" },
  });
}

function refusal(request: Request, status: 403 | 404 | 410): Response {
  const t = translator(requestLocale(request));
  return new Response(t("exports.link.refused"), {
    status,
    headers: { "Content-Type": "text/plain; charset=utf-8" },
  });
}

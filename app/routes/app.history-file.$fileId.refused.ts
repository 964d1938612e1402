import { Readable } from "node:stream";
import { createReadableStreamFromReadable, type LoaderFunctionArgs } from "@remix-run/node";
import { z } from "zod";
import { requireShop } from "../shopify/require-shop.ts";
import { refusedCsv } from "../sync/history-file/refused-csv.ts";
import { refusedWords } from "../ui/history-file/refusal-text.ts";
import { translator } from "../ui/messages/catalogue.ts";
import { requestLocale } from "../ui/request-locale.ts";

/** The rows of a file that cannot be used, with why and what would be right. */
export async function loader({ request, params, context }: LoaderFunctionArgs) {
  const { shop } = await requireShop(request, context.app);
  const fileId = z.uuid().safeParse(params.fileId);
  if (!fileId.success) throw new Response(null, { status: 404 });
  const words = refusedWords(translator(requestLocale(request)));
  const rows = Readable.from(refusedCsv(context.app.db, shop, fileId.data, words));
  return new Response(createReadableStreamFromReadable(rows), {
    headers: {
      "Content-Type": "text/csv; charset=utf-8",
      "Content-Disposition": 'attachment; filename="refused-rows.csv"',
      "Cache-Control": "no-store",
      "Referrer-Policy": "no-referrer",
    },
  });
}

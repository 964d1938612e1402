import { addAbortSignal } from "node:stream";
import { createReadableStreamFromReadable, type LoaderFunctionArgs } from "@remix-run/node";
import { z } from "zod";
import { personFile } from "../exports/person-file.ts";
import { StaffRefused } from "../exports/staff.ts";
import { logFailed } from "../segments/compose.ts";
import { requireShop } from "../shopify/require-shop.ts";

/** What is known of the person of a request, for the merchant to hand over. */
export async function loader({ request, params, context }: LoaderFunctionArgs) {
  const { db, clock, log } = context.app;
  const { shop, userId } = await requireShop(request, context.app);
  const requestId = z.uuid().safeParse(params.requestId);
  if (!requestId.success) throw new Response(null, { status: 404 });
  const taken = { staff: userId, now: clock() };
  const file = await personFile(db, shop, requestId.data, taken, logFailed(log, shop)).catch((error) => {
    if (error instanceof StaffRefused) throw new Response(null, { status: 403 });
    throw error;
  });
  if (!file) throw new Response(null, { status: 404 });
  return new Response(createReadableStreamFromReadable(addAbortSignal(request.signal, file)), {
    headers: {
      "Content-Type": "application/json; charset=utf-8",
      "Content-Disposition": 'attachment; filename="personal-data.json"',
      "Cache-Control": "no-store",
      "X-Content-Type-Options": "nosniff",
      "Referrer-Policy": "no-referrer",
    },
  });
}

import type { ActionFunctionArgs } from "@remix-run/node";
import { z } from "zod";
import { MOST_SPEND_BYTES, previewSpendFile, storeSpendFile } from "../acquisition/spend-import.ts";
import { dayOfIso } from "../clv/calendar.ts";
import { requireShop } from "../shopify/require-shop.ts";

const text = (most: number) =>
  z
    .string()
    .max(most)
    .refine((value) => value.isWellFormed() && !value.includes("\0"));
const day = z.string().transform(dayOfIso).catch(null);

const asked = z.object({
  name: text(200).min(1),
  channel: text(200).default(""),
  firstDay: day,
  lastDay: day,
  dateOrder: z.enum(["DMY", "MDY", "YMD"]).nullable().catch(null),
  decimal: z.enum([".", ","]).nullable().catch(null),
  unnamed: z.enum(["total", "spend"]).nullable().catch(null),
  overlaps: z.literal("store").optional(),
  /** Stores it, once for each id. */
  store: z.uuid().optional(),
});

/** Reads a file of spend, whose bytes are the body, and says what is in it; with `store` it is stored. */
export async function action({ request, context: { app } }: ActionFunctionArgs) {
  const { shop, userId } = await requireShop(request, app);
  const query = asked.safeParse(Object.fromEntries(new URL(request.url).searchParams));
  const bytes = Buffer.from(await request.arrayBuffer());
  if (!query.success || bytes.length > MOST_SPEND_BYTES) throw new Response(null, { status: 400 });
  const { name, channel, firstDay, lastDay, dateOrder, decimal, unnamed, overlaps, store } = query.data;
  const period = firstDay !== null && lastDay !== null ? { firstDay, lastDay } : null;
  const given = {
    name,
    bytes,
    answers: { channel: channel.trim() === "" ? null : channel, period, dateOrder, decimal, unnamed },
  };
  if (!store) return Response.json(await previewSpendFile(app, shop, given));
  return Response.json(
    await storeSpendFile(app, shop, given, {
      by: userId,
      withOverlaps: overlaps !== undefined,
      importId: store,
    }),
  );
}

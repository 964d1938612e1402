import { z } from "zod";
import type { Db } from "../db/client.ts";
import type { Clock } from "../platform/clock.ts";
import type { ShopRef } from "../platform/ids.ts";
import type { Audience } from "./audience.ts";
import { signDownload } from "./download-link.ts";
import { requestExport } from "./exports.ts";
import { giveShopALot } from "./holdout.ts";
import { exportColumns, exportFormat, heldOutBp } from "./records.ts";
import { StaffRefused } from "./staff.ts";

const choice = z.object({
  columns: exportColumns,
  format: exportFormat,
  heldOutBp: heldOutBp.default(0),
  locale: z.string().min(2).max(35),
});

/** `not_allowed`: this member of the staff may not export; `unusable`: the form asks for what no page offers. */
export type RefusedDownload = "not_allowed" | "unusable";
export type DownloadAnswer =
  | { readonly ok: false; readonly problem: RefusedDownload }
  | { readonly ok: true; readonly downloadUrl: string };

interface DownloadHost {
  readonly env: { readonly SHOPIFY_API_SECRET: string };
  readonly db: Db;
  readonly clock: Clock;
}

/** Records an export with the columns and format of `form`, and answers with the link to its one download. */
export async function requestDownload(
  { env, db, clock }: DownloadHost,
  { shop, userId }: { readonly shop: ShopRef; readonly userId: string },
  audience: Audience,
  form: unknown,
): Promise<DownloadAnswer> {
  const chosen = choice.safeParse(form);
  if (!chosen.success) return { ok: false, problem: "unusable" };
  const now = clock();
  await giveShopALot(db, shop);
  const exportId = await recorded(
    requestExport(db, shop, { audience, ...chosen.data, requestedBy: userId, now }),
  );
  if (exportId === null) return { ok: false, problem: "not_allowed" };
  const token = signDownload(env.SHOPIFY_API_SECRET, { shopId: shop.shopId, exportId }, now);
  const query = new URLSearchParams({ shop: shop.domain, token, locale: chosen.data.locale });
  return { ok: true, downloadUrl: `/exports/${exportId}?${query}` };
}

/** Null where the member of the staff may not. */
async function recorded(requested: Promise<string>): Promise<string | null> {
  try {
    return await requested;
  } catch (error) {
    if (error instanceof StaffRefused) return null;
    throw error;
  }
}

/** What a page that asked for a file is told: 403 for whoever may not have it. */
export function downloadResponse(answer: DownloadAnswer): Response {
  const status = answer.ok ? 200 : answer.problem === "not_allowed" ? 403 : 400;
  return Response.json(answer, { status });
}

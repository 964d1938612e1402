import { z } from "zod";
import type { Db } from "../db/client.ts";
import { installedGeneration, ShopLeft } from "../db/fence.ts";
import type { Clock } from "../platform/clock.ts";
import { EVERYBODY_BP } from "../platform/holdout.ts";
import type { ShopRef } from "../platform/ids.ts";
import { META_NEEDS } from "./ad-file.ts";
import type { Audience } from "./audience.ts";
import { signDownload } from "./download-link.ts";
import { previewExport, requestExport } from "./exports.ts";
import { giveShopALot } from "./holdout.ts";
import {
  AD_BASIS,
  adBasis,
  exportColumns,
  exportFormat,
  heldOutBp,
  isAllowedForAds,
  isForAds,
} from "./records.ts";
import { StaffRefused } from "./staff.ts";

const choice = z
  .object({
    columns: exportColumns,
    format: exportFormat,
    heldOutBp: heldOutBp.default(0),
    adBasis: adBasis.default(null),
    locale: z.string().min(2).max(35),
  })
  .refine(({ format, columns }) => isAllowedForAds({ format, columns, adBasis: AD_BASIS }));

/**
 * - `not_allowed`: this member of the staff may not export
 * - `no_basis`: a file for ads, and nobody declared that these people may be reached by ads
 * - `too_few`: the tool takes so few people for no audience
 * - `unusable`: the form asks for what no page offers
 */
export type RefusedDownload = "not_allowed" | "no_basis" | "too_few" | "unusable";
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
  const { format, adBasis: declared } = chosen.data;
  if (isForAds(format) && declared === null) return { ok: false, problem: "no_basis" };
  if (format === "meta" && (await peopleOf(db, shop, audience, chosen.data.heldOutBp)) < META_NEEDS) {
    return { ok: false, problem: "too_few" };
  }
  const generation = await installedGeneration(db.pool, shop.shopId);
  if (generation === null) throw new ShopLeft();
  const now = clock();
  await giveShopALot(db, shop);
  const exportId = await recorded(
    requestExport(db, shop, { audience, ...chosen.data, requestedBy: userId, now }),
  );
  if (exportId === null) return { ok: false, problem: "not_allowed" };
  const token = signDownload(env.SHOPIFY_API_SECRET, { shopId: shop.shopId, exportId, generation }, now);
  const query = new URLSearchParams({ shop: shop.domain, token, locale: chosen.data.locale });
  return { ok: true, downloadUrl: `/exports/${exportId}?${query}` };
}

/** How many addresses the file would reach, on the average over what the lot may do; what it really reaches is counted before it begins. */
async function peopleOf(db: Db, shop: ShopRef, audience: Audience, heldOutBp: number): Promise<number> {
  const preview = await previewExport(db, shop, audience);
  if (!preview) return 0;
  const share = (bp: number): number => 1 - bp / EVERYBODY_BP;
  const { included, sameAddress } = preview;
  return Math.floor((included - sameAddress) * share(preview.plan.alwaysHeldOutBp) * share(heldOutBp));
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

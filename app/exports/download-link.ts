import { createHmac, hkdfSync, timingSafeEqual } from "node:crypto";
import type { ShopId } from "../platform/ids.ts";

/** Long enough for a click on the page that shows it, too short for a link to be worth passing on. */
export const DOWNLOAD_LINK_SECONDS = 5 * 60;

export interface Download {
  readonly shopId: ShopId;
  readonly exportId: string;
  /** That of the installation in which it was asked for: installed again, a shop does not open the links of before. */
  readonly generation: number;
}

/** A key of its own, so that nothing else signed with the app's secret can be taken for a link. */
function linkKey(appSecret: string): Buffer {
  return Buffer.from(hkdfSync("sha256", appSecret, "", "klantwaarde/export-download/2", 32));
}

function signature(appSecret: string, download: Download, expiresAtSeconds: number): Buffer {
  const signed = `${download.shopId}.${download.exportId}.${download.generation}.${expiresAtSeconds}`;
  return createHmac("sha256", linkKey(appSecret)).update(signed).digest();
}

/** A token `{expiry in seconds}.{signature}` with which anybody who has it can download this export of this shop, for five minutes. */
export function signDownload(appSecret: string, download: Download, now: Date): string {
  const expiresAtSeconds = Math.floor(now.getTime() / 1000) + DOWNLOAD_LINK_SECONDS;
  return `${expiresAtSeconds}.${signature(appSecret, download, expiresAtSeconds).toString("base64url")}`;
}

export type DownloadCheck = "valid" | "expired" | "forged";

export function verifyDownload(
  appSecret: string,
  download: Download,
  token: string,
  now: Date,
): DownloadCheck {
  const match = /^(\d{1,12})\.([\w-]{43})$/.exec(token);
  if (!match?.[1] || !match[2]) return "forged";
  const expiresAtSeconds = Number(match[1]);
  const given = Buffer.from(match[2], "base64url");
  const expected = signature(appSecret, download, expiresAtSeconds);
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) return "forged";
  return now.getTime() / 1000 <= expiresAtSeconds ? "valid" : "expired";
}

import { describe, expect, test } from "vitest";
import { DOWNLOAD_LINK_SECONDS, signDownload, verifyDownload } from "../../../app/exports/download-link.ts";
import { newId, shopRef } from "../../../app/platform/ids.ts";

const SECRET = "a secret of the app, long enough";
const NOW = new Date("2024-12-31T12:00:00Z");
const later = (seconds: number): Date => new Date(NOW.getTime() + seconds * 1000);
const download = { shopId: shopRef("one.myshopify.com").shopId, exportId: newId(), generation: 7 };
const token = signDownload(SECRET, download, NOW);

describe("download link", () => {
  test("lets through until it expires, and says that it did", () => {
    expect(verifyDownload(SECRET, download, token, NOW)).toBe("valid");
    expect(verifyDownload(SECRET, download, token, later(DOWNLOAD_LINK_SECONDS))).toBe("valid");
    expect(verifyDownload(SECRET, download, token, later(DOWNLOAD_LINK_SECONDS + 1))).toBe("expired");
  });

  test("is good for one export of one installation of one shop, signed with one secret", () => {
    const { shopId } = shopRef("two.myshopify.com");
    expect(verifyDownload(SECRET, { ...download, shopId }, token, NOW)).toBe("forged");
    expect(verifyDownload(SECRET, { ...download, exportId: newId() }, token, NOW)).toBe("forged");
    expect(verifyDownload(SECRET, { ...download, generation: 8 }, token, NOW)).toBe("forged");
    expect(verifyDownload("another secret, as long as that", download, token, NOW)).toBe("forged");
  });

  test("cannot be prolonged, cut or made up", () => {
    const [expiry, signature] = token.split(".");
    const tokens = [
      `${Number(expiry) + 60}.${signature}`,
      `${expiry}.`,
      `${expiry}.${signature?.slice(0, 42)}`,
      "",
      "x.y",
      `${token}A`,
    ];
    for (const made of tokens) expect(verifyDownload(SECRET, download, made, NOW), made).toBe("forged");
  });
});

import { createHmac, createSecretKey, hkdfSync } from "node:crypto";
import { parseEncryptionKeys } from "../../platform/encryption-keys.ts";
import type { ShopId } from "../../platform/ids.ts";

/** 2^20 marks: hundreds of the names in use share each of them, while a hundred thousand recipients still have 95,000 different ones. */
const BITS = 20;

/** What says whom an order was for without saying who that is; null for a name without a letter or digit. */
export type RecipientMark = (name: string) => number | null;

/**
 * Marks of the recipients of a shop's orders: the first 20 bits of an HMAC under a key that is derived for this shop and this purpose from
 * the current one of `keys` (`id:base64,...`). Under another current key the same recipient has another mark.
 */
export function recipientMarks(keys: string, shop: ShopId): RecipientMark {
  const [current] = parseEncryptionKeys(keys);
  if (!current) throw new RangeError("at least one key is needed to mark recipients");
  const derived = hkdfSync("sha256", current.key, String(shop), "recipient of an order", 32);
  const key = createSecretKey(Buffer.from(derived));
  return (name) => {
    const spelled = spellingOf(name);
    if (spelled === "") return null;
    return createHmac("sha256", key).update(spelled).digest().readUInt32BE(0) >>> (32 - BITS);
  };
}

/** A name without case, accents, punctuation and the order of its words: "JANSEN, Zoë" is "jansen zoe". */
function spellingOf(name: string): string {
  const words = name
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .match(/[\p{L}\p{N}]+/gu);
  return (words ?? []).sort().join(" ");
}

import { connectDatabase } from "./db/client.ts";
import { reseal, sealedByOtherKeys } from "./db/queries/destinations/sealed.ts";
import { resealSession, sessionsOfOtherKeys, sessionTable } from "./db/queries/source/sessions.ts";
import { keyContext } from "./destinations/engine/open-tool.ts";
import { parseEncryptionKeys } from "./platform/encryption-keys.ts";
import { erasureContext } from "./shopify/erasure-context.ts";
import { EncryptedSessionStorage } from "./shopify/session-storage.ts";
import { TokenCipher, UnreadableToken } from "./shopify/token-cipher.ts";

export interface Rotation {
  /** Id of the key that now seals everything which could be opened. */
  readonly keyId: string;
  readonly rotated: number;
  /**
   * What none of the keys opens: sessions, of which merchants get another one by opening the app, and keys of mailing tools, which they have to
   * give once more.
   */
  readonly unreadable: number;
}

/**
 * Seals every stored token with the newest key, the first of `encryptionKeys`; afterwards the other keys can be taken out of the
 * environment. May be run at any time, also while the app works.
 */
export async function rotateKeys(connectionString: string, encryptionKeys: string): Promise<Rotation> {
  const db = connectDatabase({ connectionString, poolSize: 2 });
  try {
    const cipher = new TokenCipher(parseEncryptionKeys(encryptionKeys));
    const storage = new EncryptedSessionStorage(sessionTable(db.prisma), cipher);
    const counts = await storage.rotate(sessionsOfOtherKeys(db.pool, cipher.keyId), (shop, before, after) =>
      resealSession(db.pool, shop.shopId, before, after),
    );
    for (const row of await sealedByOtherKeys(db.pool, cipher.keyId)) {
      const context = (row.of === "key" ? keyContext : erasureContext)(row.shopId, row.destinationId);
      try {
        const text = cipher.open(row.sealed, row.keyId, context);
        await reseal(db.pool, row, cipher.seal(text, context), cipher.keyId);
        counts.rotated++;
      } catch (error) {
        if (!(error instanceof UnreadableToken)) throw error;
        counts.unreadable++;
      }
    }
    return { keyId: cipher.keyId, ...counts };
  } finally {
    await db.close();
  }
}

import { connectDatabase } from "./db/client.ts";
import { resealSession, sessionsOfOtherKeys, sessionTable } from "./db/queries/source/sessions.ts";
import { parseEncryptionKeys } from "./platform/encryption-keys.ts";
import { EncryptedSessionStorage } from "./shopify/session-storage.ts";
import { TokenCipher } from "./shopify/token-cipher.ts";

export interface Rotation {
  /** Id of the key that now seals every session which could be opened. */
  readonly keyId: string;
  readonly rotated: number;
  /** Sessions that none of the keys opens; their merchants get another one by opening the app. */
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
    return { keyId: cipher.keyId, ...counts };
  } finally {
    await db.close();
  }
}

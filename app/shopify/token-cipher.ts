import { createCipheriv, createDecipheriv, type KeyObject, randomBytes } from "node:crypto";
import type { EncryptionKey } from "../platform/encryption-keys.ts";

const IV_BYTES = 12;
const TAG_BYTES = 16;

/** The token was encrypted with a key that the environment no longer has, or was changed in the database. */
export class UnreadableToken extends Error {
  readonly retry = "never";
  constructor(keyId: string, options?: ErrorOptions) {
    super(`A stored token cannot be decrypted with the key "${keyId}"`, options);
    this.name = "UnreadableToken";
  }
}

/** AES-256-GCM; a sealed token is iv (12 bytes), tag (16 bytes), ciphertext. `context` is authenticated, not stored. */
export class TokenCipher {
  readonly #current: EncryptionKey;
  readonly #keys: ReadonlyMap<string, KeyObject>;

  constructor(keys: readonly EncryptionKey[]) {
    const [current] = keys;
    if (!current) throw new RangeError("at least one encryption key is needed");
    this.#current = current;
    this.#keys = new Map(keys.map(({ id, key }) => [id, key]));
  }

  /** Name of the key that `seal` uses. */
  get keyId(): string {
    return this.#current.id;
  }

  seal(token: string, context: string): Buffer {
    const iv = randomBytes(IV_BYTES);
    const cipher = createCipheriv("aes-256-gcm", this.#current.key, iv).setAAD(Buffer.from(context));
    const sealed = Buffer.concat([cipher.update(token, "utf8"), cipher.final()]);
    return Buffer.concat([iv, cipher.getAuthTag(), sealed]);
  }

  /** Throws UnreadableToken. */
  open(sealed: Buffer, keyId: string, context: string): string {
    const key = this.#keys.get(keyId);
    if (!key) throw new UnreadableToken(keyId);
    try {
      const decipher = createDecipheriv("aes-256-gcm", key, sealed.subarray(0, IV_BYTES))
        .setAAD(Buffer.from(context))
        .setAuthTag(sealed.subarray(IV_BYTES, IV_BYTES + TAG_BYTES));
      const token = Buffer.concat([decipher.update(sealed.subarray(IV_BYTES + TAG_BYTES)), decipher.final()]);
      return token.toString("utf8");
    } catch (error) {
      throw new UnreadableToken(keyId, { cause: error });
    }
  }
}

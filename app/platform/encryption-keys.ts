import { createSecretKey, type KeyObject } from "node:crypto";

export interface EncryptionKey {
  readonly id: string;
  /** A text or buffer would be made into one by each hash, at five times the time of a short hash itself. */
  readonly key: KeyObject;
}

/** Keys of `id:base64,id:base64`, the current one first. */
export function parseEncryptionKeys(text: string): readonly EncryptionKey[] {
  return text.split(",").map((entry) => {
    const at = entry.indexOf(":");
    return { id: entry.slice(0, at), key: createSecretKey(entry.slice(at + 1), "base64") };
  });
}

export interface EncryptionKey {
  readonly id: string;
  readonly key: Buffer;
}

/** Keys of `id:base64,id:base64`, the current one first. */
export function parseEncryptionKeys(text: string): readonly EncryptionKey[] {
  return text.split(",").map((entry) => {
    const at = entry.indexOf(":");
    return { id: entry.slice(0, at), key: Buffer.from(entry.slice(at + 1), "base64") };
  });
}

import { randomBytes } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";

const secretsSchema = z.object({ apiSecret: z.string(), encryptionKeys: z.string() });

/** What the app and the local Shopify admin share, and what seals the app's tokens. */
export type Secrets = z.infer<typeof secretsSchema>;

export function makeSecrets(): Secrets {
  return {
    apiSecret: randomBytes(24).toString("hex"),
    encryptionKeys: `demo:${randomBytes(32).toString("base64")}`,
  };
}

/** Made once for each data folder: stored tokens can be read again at the next start. */
export function keptSecrets(dataDir: string): Secrets {
  const file = join(dataDir, "secrets.json");
  if (!existsSync(file)) writeFileSync(file, JSON.stringify(makeSecrets()), { mode: 0o600 });
  return secretsSchema.parse(JSON.parse(readFileSync(file, "utf8")));
}

// Keys that seal tokens at rest. npm run keys -- new ID | rotate

import { randomBytes } from "node:crypto";
import { openDatabase } from "../app/db/database.ts";
import { readEnvironment } from "../app/platform/config.ts";
import { createLog } from "../app/platform/log.ts";
import { rotateKeys } from "../app/rotate-keys.ts";

const USAGE = `npm run keys -- new ID    prints a key to put first in ENCRYPTION_KEYS
npm run keys -- rotate    seals every stored token with the first key of ENCRYPTION_KEYS`;

async function rotate(): Promise<void> {
  const env = readEnvironment(process.env);
  const log = createLog("warn");
  const database = await openDatabase({ databaseUrl: env.DATABASE_URL, dataDir: env.DATA_DIR, log });
  try {
    const { keyId, rotated, unreadable } = await rotateKeys(database.connectionString, env.ENCRYPTION_KEYS);
    console.log(`${rotated} sessions are now sealed with "${keyId}".`);
    if (unreadable > 0) {
      console.log(
        `${unreadable} cannot be opened with any of the keys; the app gets new ones when it is opened.`,
      );
    }
    console.log(
      "Every other key can be taken out of ENCRYPTION_KEYS. People who were erased, or were in exports,\nbefore ERASURE_HASH_KEY was set are known by those keys: put them at its end first.",
    );
  } finally {
    await database.stop();
  }
}

const [command, id] = process.argv.slice(2);
if (command === "rotate") {
  await rotate();
} else if (command === "new" && id && /^[\w-]+$/.test(id)) {
  console.log(`${id}:${randomBytes(32).toString("base64")}`);
} else {
  console.error(USAGE);
  process.exitCode = 2;
}

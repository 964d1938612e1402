import { randomBytes } from "node:crypto";
import { test as base, inject } from "vitest";
import { connectDatabase, type Db } from "../../app/db/client.ts";
import { databaseUrl, dropDatabase, onServer } from "./cluster.ts";

export interface TestDatabase {
  connectionString: string;
  drop(): Promise<void>;
}

/**
 * A database of one's own with every migration applied, cloned from the template in tens of milliseconds.
 * `empty` gives one without any table. KEEP_TEST_DATABASES=1, on a server of your own, leaves it for inspection.
 */
export async function createTestDatabase(options: { empty?: boolean } = {}): Promise<TestDatabase> {
  const { connectionString, template } = inject("testServer");
  const name = `klantwaarde_test_${randomBytes(6).toString("hex")}`;
  // Copying the files beats writing the copy to the log: nothing of a test has to survive a crash.
  const source = options.empty ? "template0" : template;
  await onServer(connectionString, `create database ${name} template ${source} strategy file_copy`);
  return {
    connectionString: databaseUrl(connectionString, name),
    async drop() {
      if (process.env.KEEP_TEST_DATABASES) console.log(`kept database ${name}`);
      else await dropDatabase(connectionString, name);
    },
  };
}

/** `db`: a database that the tests of one file share; `test` from here instead of from vitest. */
// vitest reads a fixture's needs from its parameter's pattern, so there has to be one.
// biome-ignore lint/correctness/noEmptyPattern: this fixture needs no other.
export const test = base.extend("db", { scope: "file" }, async ({}, { onCleanup }): Promise<Db> => {
  const database = await createTestDatabase();
  const db = connectDatabase({ connectionString: database.connectionString, applicationName: "tests" });
  onCleanup(async () => {
    await db.close();
    await database.drop();
  });
  return db;
});

import { existsSync, mkdtempSync, utimesSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";
import { shortLivedFolder, startTemporaryPostgres } from "../../../app/db/embedded/temporary.ts";
import { ask } from "./embedded-place.ts";

test.skipIf(shortLivedFolder() === tmpdir())(
  "a server in memory removes what killed processes left there, and no folder that is in use",
  async () => {
    const forgotten = mkdtempSync(join(shortLivedFolder(), "klantwaarde-postgres-"));
    utimesSync(forgotten, 0, 0);
    const one = await startTemporaryPostgres();
    const folder = dirname(new URL(one.connectionString).searchParams.get("host") ?? "");
    utimesSync(folder, 0, 0);
    const other = await startTemporaryPostgres();
    expect(existsSync(forgotten)).toBe(false);
    expect(await ask(one.connectionString, "select 1 as one")).toEqual([{ one: 1 }]);
    await Promise.all([one.stop(), other.stop()]);
    expect(existsSync(folder)).toBe(false);
  },
);

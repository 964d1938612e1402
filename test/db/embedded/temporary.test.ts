import { existsSync, mkdtempSync, utimesSync } from "node:fs";
import { dirname } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { SHORT_LIVED, startTemporaryPostgres } from "../../../app/db/embedded/temporary.ts";
import { ask } from "./embedded-place.ts";

test.skipIf(!existsSync(dirname(SHORT_LIVED)))(
  "a server removes what killed processes left in memory, and no folder that is in use",
  async () => {
    const forgotten = mkdtempSync(SHORT_LIVED);
    utimesSync(forgotten, 0, 0);
    const one = await startTemporaryPostgres();
    onTestFinished(one.stop);
    expect(existsSync(forgotten)).toBe(false);
    const folder = dirname(new URL(one.connectionString).searchParams.get("host") ?? "");
    utimesSync(folder, 0, 0);
    const other = await startTemporaryPostgres();
    onTestFinished(other.stop);
    expect(await ask(one.connectionString, "select 1 as one")).toEqual([{ one: 1 }]);
    await one.stop();
    expect(existsSync(folder)).toBe(false);
  },
);

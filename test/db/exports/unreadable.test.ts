import { text } from "node:stream/consumers";
import { expect } from "vitest";
import type { Db } from "../../../app/db/client.ts";
import { Prisma } from "../../../app/db/generated/client.ts";
import { openExportFile } from "../../../app/exports/export-file.ts";
import { listExports, requestExport } from "../../../app/exports/exports.ts";
import type { ShopRef } from "../../../app/platform/ids.ts";
import { exportHost } from "../../builders/export-host.ts";
import { aShopOf } from "../../builders/segment-shop.ts";
import { test } from "../database.ts";

const TODAY = "2024-12-31";
const NOON = new Date(`${TODAY}T12:00:00Z`);

function request(db: Db, shop: ShopRef, now: Date): Promise<string> {
  const asked = { audience: { all: [] }, columns: ["email" as const], format: "csv" as const };
  return requestExport(db, shop, { ...asked, requestedBy: "42", now });
}

const MADE_BY_ANOTHER_VERSION: Readonly<Record<string, Prisma.ExportUpdateInput>> = {
  "a rule of another version": { filter: { version: 7, rule: { all: [] } } },
  "a rule that asks for an unknown fact": { filter: { version: 1, rule: { fact: "mood", is: "known" } } },
  "an unknown segment": { segmentKey: "night_owls", filter: Prisma.DbNull },
  "an unknown column": { columns: ["email", "shoe_size"] },
  "an unknown format": { format: "parquet" },
  "an unknown state": { status: "shredded" },
};

test("a record that this version cannot read is listed as such, and stops neither the list nor a download", async ({
  db,
}) => {
  const shop = await aShopOf(db, TODAY, [{ email: "a@example.com", consent: "SUBSCRIBED" }]);
  const done = await request(db, shop, NOON);
  const changes = Object.entries(MADE_BY_ANOTHER_VERSION);
  for (const [at, [what, change]] of changes.entries()) {
    const exportId = await request(db, shop, new Date(NOON.getTime() + 1 + at));
    const where = { shopId_exportId: { shopId: BigInt(shop.shopId), exportId } };
    const stored = await db.prisma.export.update({ where, data: change });
    expect((await listExports(db, shop)).records[0], what).toEqual({
      exportId,
      status: "unreadable",
      requestedBy: "42",
      requestedAt: stored.requestedAt.toISOString(),
    });
    const refused = { problem: "unreadable", retry: "never" };
    await expect(openExportFile(exportHost(db, NOON), shop, exportId), what).rejects.toMatchObject(refused);
    // Nothing was begun: the version that made the record can still make the file.
    expect(await db.prisma.export.findUnique({ where }), what).toEqual(stored);
  }
  expect(await text((await openExportFile(exportHost(db, NOON), shop, done)).stream)).toBe(
    "email\r\na@example.com\r\n",
  );
  const states = (await listExports(db, shop)).records.map(({ status }) => status);
  expect(states).toEqual([...changes.map(() => "unreadable"), "done"]);
});

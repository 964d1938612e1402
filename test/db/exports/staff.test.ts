import { describe, expect } from "vitest";
import type { Db } from "../../../app/db/client.ts";
import { recordInstallation, uninstallShop } from "../../../app/db/queries/source/shops.ts";
import { listExports } from "../../../app/exports/exports.ts";
import { requestDownload } from "../../../app/exports/request-download.ts";
import {
  mayConnect,
  mayExport,
  readStaff,
  type StaffChange,
  StaffRefused,
  saveStaffLimit,
} from "../../../app/exports/staff.ts";
import type { ShopRef } from "../../../app/platform/ids.ts";
import { readAuditLog } from "../../../app/sync/privacy/audit-log.ts";
import { NOW, newcomer, request, streamOf, TODAY } from "../../builders/asked-export.ts";
import { aShopOf } from "../../builders/segment-shop.ts";
import { test } from "../database.ts";

const aShop = (db: Db) => aShopOf(db, TODAY, [newcomer({ email: "a@example.com" })]);
const save = (db: Db, shop: ShopRef, change: StaffChange, by: string) =>
  saveStaffLimit({ db, clock: () => NOW }, shop, change, by);
const keepTo = (db: Db, shop: ShopRef, by: string, staffIds: string[], act: StaffChange["act"] = "export") =>
  save(db, shop, { act, staffIds }, by);

describe("who of the staff may export and connect", () => {
  test("is everybody, until somebody keeps it to some; whoever does so is among them", async ({ db }) => {
    const shop = await aShop(db);
    const other = await aShop(db);
    const may = async (of: ShopRef, staff: string) => [
      await mayExport(db.pool, of.shopId, staff),
      await mayConnect(db.pool, of.shopId, staff),
    ];
    expect(await may(shop, "9")).toEqual([true, true]);
    expect(await keepTo(db, shop, "7", ["42"])).toBe("saved");
    expect([await may(shop, "7"), await may(shop, "42"), await may(shop, "9")]).toEqual([
      [true, true],
      [true, true],
      [false, true],
    ]);
    expect(await keepTo(db, shop, "9", [], "connect")).toBe("saved");
    expect([await may(shop, "7"), await may(shop, "9")]).toEqual([
      [true, false],
      [false, true],
    ]);
    expect(await may(other, "9")).toEqual([true, true]);
    expect(await save(db, shop, { act: "export", staffIds: null }, "42")).toBe("saved");
    expect(await may(shop, "9")).toEqual([true, true]);
  });

  test("whoever may not cannot ask for a file, nor get one that was asked for before", async ({ db }) => {
    const shop = await aShop(db);
    const asked = await request(db, shop);
    await keepTo(db, shop, "7", []);
    await expect(request(db, shop)).rejects.toThrow(StaffRefused);
    const host = { env: { SHOPIFY_API_SECRET: "a secret of sixteen or more" }, db, clock: () => NOW };
    const form = { columns: ["email"], format: "csv", locale: "en" };
    expect(await requestDownload(host, { shop, userId: "42" }, "new", form)).toEqual({
      ok: false,
      problem: "not_allowed",
    });
    await expect(streamOf(db, shop, asked)).rejects.toMatchObject({ problem: "not_allowed" });
    expect((await listExports(db, shop)).records).toMatchObject([{ exportId: asked, status: "requested" }]);
    expect(await requestDownload(host, { shop, userId: "7" }, "new", form)).toMatchObject({ ok: true });
  });

  test("nobody lets themselves in, keeps the others out, or takes the last one away", async ({ db }) => {
    const shop = await aShop(db);
    await keepTo(db, shop, "7", ["42"]);
    const { entries } = await readAuditLog(db, shop);
    expect(await keepTo(db, shop, "9", ["7", "9"])).toBe("not_allowed");
    expect(await save(db, shop, { act: "export", staffIds: null }, "9")).toBe("not_allowed");
    expect(await mayExport(db.pool, shop.shopId, "9")).toBe(false);
    expect((await readAuditLog(db, shop)).entries).toEqual(entries);
    await keepTo(db, shop, "42", []);
    expect((await readStaff(db, shop, "42")).limits.export).toEqual({ staffIds: ["42"], mayChange: true });
    expect((await readStaff(db, shop, "7")).limits.export).toEqual({ staffIds: ["42"], mayChange: false });
  });

  test("of two who keep it to themselves at once, one is refused", async ({ db }) => {
    const shop = await aShop(db);
    const outcomes = await Promise.all(["1", "2", "3", "4"].map((staff) => keepTo(db, shop, staff, [])));
    expect(outcomes.toSorted()).toEqual(["not_allowed", "not_allowed", "not_allowed", "saved"]);
    const kept = (await readStaff(db, shop, "1")).limits.export.staffIds;
    expect(kept).toEqual([String(outcomes.indexOf("saved") + 1)]);
  });

  test("each change is in the audit log, by whom and from whom to whom; who acted is told", async ({
    db,
  }) => {
    const shop = await aShop(db);
    await keepTo(db, shop, "7", ["42"]);
    await keepTo(db, shop, "7", ["42", "7"]);
    await save(db, shop, { act: "export", staffIds: null }, "42");
    const told = (await readAuditLog(db, shop)).entries.map(({ actor, action, details }) => [
      actor,
      action,
      details,
    ]);
    expect(told).toEqual([
      ["42", "settings.changed", { mayExport: { from: "42, 7", to: null } }],
      ["7", "settings.changed", { mayExport: { from: null, to: "42, 7" } }],
    ]);
    expect((await readStaff(db, shop, "9")).known.map(({ staffId }) => staffId)).toEqual(["42", "7"]);
  });

  test("a limit ends with the installation, so that a shop whose named staff has left is not shut out", async ({
    db,
  }) => {
    const shop = await aShop(db);
    await keepTo(db, shop, "7", []);
    await db.transaction((tx) => uninstallShop(tx, shop.shopId, NOW));
    expect(await db.transaction((tx) => recordInstallation(tx, shop, "", NOW))).toBe("again");
    expect(await mayExport(db.pool, shop.shopId, "9")).toBe(true);
    expect(await keepTo(db, shop, "9", [])).toBe("saved");
    expect(await mayExport(db.pool, shop.shopId, "7")).toBe(false);
  });

  test("an id that no token holds is refused", async ({ db }) => {
    const shop = await aShop(db);
    await expect(keepTo(db, shop, "app", [])).rejects.toThrow();
  });
});

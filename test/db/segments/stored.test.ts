import { describe, expect } from "vitest";
import { type Db, rows } from "../../../app/db/client.ts";
import { ShopLeft } from "../../../app/db/fence.ts";
import { openExportFile } from "../../../app/exports/export-file.ts";
import { listExports, previewExport, requestExport } from "../../../app/exports/exports.ts";
import type { ShopRef } from "../../../app/platform/ids.ts";
import {
  type ArchiveFailure,
  archiveSegment,
  createSegment,
  duplicateSegment,
  MOST_SEGMENTS,
  restoreSegment,
  returnToVersion,
  type SaveOutcome,
  type SegmentsHost,
  updateSegment,
} from "../../../app/segments/change-segment.ts";
import type { Rule } from "../../../app/segments/rule.ts";
import { listStored, readStored, readVersions, type StoredSegment } from "../../../app/segments/stored.ts";
import { readAuditLog } from "../../../app/sync/privacy/audit-log.ts";
import { aShopOf } from "../../builders/segment-shop.ts";
import { aShop } from "../../builders/shop-rows.ts";
import { test } from "../database.ts";
import { KEYS } from "../synced-app.ts";

const loyal = { fact: "orders", is: ">=", value: 3 } as const;
const rich = { fact: "netSales", is: ">=", value: 10_000 } as const;
const BY = "7";

/** The jobs that were asked for. */
interface TestHost extends SegmentsHost {
  readonly asked: object[];
}

function hostOf(db: Db): TestHost {
  const asked: object[] = [];
  let minutes = 0;
  return {
    db,
    clock: () => new Date(Date.UTC(2026, 5, 1, 12, minutes++)),
    jobs: {
      enqueue: async (job, payload, options) => {
        // What is asked for outside of the transaction would be done even if nothing was stored.
        expect(options?.tx).toBeDefined();
        asked.push({ job: job.name, ...(payload as object) });
        return true;
      },
    },
    asked,
  };
}

function saved(outcome: SaveOutcome | ArchiveFailure): StoredSegment {
  if (!outcome.ok) throw new Error(`not saved: ${JSON.stringify(outcome)}`);
  return outcome.segment;
}

const make = async (host: SegmentsHost, shop: ShopRef, name: string, rule: unknown = loyal) =>
  saved(await createSegment(host, shop, { name, rule }, BY));

describe("segments of the shop's own", () => {
  test("are stored with their rule, found by a time-ordered key, and listed by name", async ({ db }) => {
    const shop = await aShop(db.pool);
    const other = await aShop(db.pool);
    const host = hostOf(db);
    const regulars = saved(
      await createSegment(host, shop, { name: "  Regulars ", rule: loyal, templateKey: "champions" }, BY),
    );
    const first = await make(host, shop, "a few");
    expect(regulars).toMatchObject({
      name: "Regulars",
      rule: loyal,
      problem: null,
      templateKey: "champions",
      revision: 1,
      updatedBy: BY,
      archivedAt: null,
    });
    expect(regulars.key).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7/);
    expect(first.key > regulars.key).toBe(true);
    expect((await listStored(db.pool, shop.shopId)).map(({ name }) => name)).toEqual(["a few", "Regulars"]);
    expect(await readStored(db.pool, shop.shopId, regulars.key.toUpperCase())).toEqual(regulars);
    expect(await readStored(db.pool, other.shopId, regulars.key)).toBeNull();
    expect(await readStored(db.pool, shop.shopId, "no-key")).toBeNull();
    expect(host.asked).toEqual(
      [1, 2].map(() => ({ job: "segments.members", shop: shop.domain, whole: false })),
    );
  });

  test.for(["", "   ", "x".repeat(256), "with \0 in it", "half a \ud800 character"])(
    "a name like %j is refused",
    async (name, { db }) => {
      const shop = await aShop(db.pool);
      const host = hostOf(db);
      expect(await createSegment(host, shop, { name, rule: loyal }, BY)).toEqual({
        ok: false,
        reason: "bad_name",
      });
      const { key, revision } = await make(host, shop, "fine");
      for (const outcome of [
        await updateSegment(host, shop, key, { name, revision }, BY),
        await duplicateSegment(host, shop, key, name, BY),
      ])
        expect(outcome).toEqual({ ok: false, reason: "bad_name" });
    },
  );

  test("a rule that is none is refused with the place in its tree, and nothing is stored", async ({ db }) => {
    const shop = await aShop(db.pool);
    const host = hostOf(db);
    const rule = { all: [loyal, { fact: "shoeSize", is: "=", value: 42 }] };
    const outcome = await createSegment(host, shop, { name: "Shoes", rule }, BY);
    expect(outcome).toMatchObject({ ok: false, reason: "bad_rule", issues: [{ path: ["all", 1, "fact"] }] });
    expect(await listStored(db.pool, shop.shopId)).toEqual([]);
    expect(host.asked).toEqual([]);
  });

  test.for([
    ["Regulars", " regulars"],
    ["Älter", "ÄLTER"],
    ["İstanbul", "istanbul"],
  ] as const)("of %j and %j only one is in use at a time", async ([one, same], { db }) => {
    const shop = await aShop(db.pool);
    const host = hostOf(db);
    const taken = { ok: false, reason: "name_taken" };
    const first = await make(host, shop, one);
    const other = await make(host, shop, "other");
    const { key, revision } = other;
    expect(await createSegment(host, shop, { name: same, rule: rich }, BY)).toEqual(taken);
    expect(await updateSegment(host, shop, key, { name: same, revision }, BY)).toEqual(taken);
    expect(await duplicateSegment(host, shop, key, same, BY)).toEqual(taken);
    // Its own name in another case is no other segment's.
    saved(await updateSegment(host, shop, first.key, { name: same, revision: 1 }, BY));
    saved(await archiveSegment(host, shop, first.key, BY));
    saved(await updateSegment(host, shop, key, { name: same, revision }, BY));
    expect(await restoreSegment(host, shop, first.key, BY)).toEqual(taken);
    expect(await returnToVersion(host, shop, key, { version: 1, revision: 2 }, BY)).toMatchObject({
      ok: true,
    });
    saved(await restoreSegment(host, shop, first.key, BY));
    expect(await returnToVersion(host, shop, key, { version: 2, revision: 3 }, BY)).toEqual(taken);
  });

  test("two who create the same name at once get one segment, and one of them is told", async ({ db }) => {
    const shop = await aShop(db.pool);
    const host = hostOf(db);
    const outcomes = await Promise.all(
      ["Twice", "twice", "TWICE"].map((name) => createSegment(host, shop, { name, rule: loyal }, BY)),
    );
    expect(outcomes.filter(({ ok }) => ok)).toHaveLength(1);
    expect(outcomes.filter((outcome) => !outcome.ok && outcome.reason === "name_taken")).toHaveLength(2);
  });

  test("who saves over a version that they have not seen is told, and loses nothing", async ({ db }) => {
    const shop = await aShop(db.pool);
    const host = hostOf(db);
    const { key } = await make(host, shop, "Shared");
    const edits = [rich, loyal].map((rule) => updateSegment(host, shop, key, { rule, revision: 1 }, BY));
    const outcomes = await Promise.all(edits);
    expect(outcomes.filter(({ ok }) => ok)).toHaveLength(1);
    expect(outcomes.find(({ ok }) => !ok)).toEqual({ ok: false, reason: "changed_meanwhile" });
    expect((await readStored(db.pool, shop.shopId, key))?.revision).toBe(2);
  });

  test("every save is a version, and going back to one is a version as well", async ({ db }) => {
    const shop = await aShop(db.pool);
    const host = hostOf(db);
    const { key } = await make(host, shop, "One");
    saved(await updateSegment(host, shop, key, { name: "Two", revision: 1 }, "8"));
    saved(await updateSegment(host, shop, key, { rule: rich, revision: 2 }, "9"));
    const back = saved(await returnToVersion(host, shop, key, { version: 1, revision: 3 }, BY));
    expect(back).toMatchObject({ key, name: "One", rule: loyal, revision: 4 });
    const undone = saved(await returnToVersion(host, shop, key, { version: 3, revision: 4 }, BY));
    expect(undone).toMatchObject({ name: "Two", rule: rich, revision: 5 });
    expect(
      (await readVersions(db.pool, shop.shopId, key)).map(({ revision, name, rule, savedBy }) => [
        revision,
        name,
        rule,
        savedBy,
      ]),
    ).toEqual([
      [5, "Two", rich, BY],
      [4, "One", loyal, BY],
      [3, "Two", rich, "9"],
      [2, "Two", loyal, "8"],
      [1, "One", loyal, BY],
    ]);
    expect(await returnToVersion(host, shop, key, { version: 6, revision: 5 }, BY)).toEqual({
      ok: false,
      reason: "not_found",
    });
  });

  test("an archived segment is kept, cannot be changed, and comes back as it was", async ({ db }) => {
    const shop = await aShop(db.pool);
    const host = hostOf(db);
    const { key } = await make(host, shop, "Gone for now");
    expect(saved(await archiveSegment(host, shop, key, BY)).archivedAt).not.toBeNull();
    saved(await archiveSegment(host, shop, key, BY));
    const gone = { ok: false, reason: "not_found" };
    expect(await updateSegment(host, shop, key, { name: "New", revision: 1 }, BY)).toEqual(gone);
    expect(await returnToVersion(host, shop, key, { version: 1, revision: 1 }, BY)).toEqual(gone);
    const copy = saved(await duplicateSegment(host, shop, key, "A copy", BY));
    expect(copy).toMatchObject({ rule: loyal, revision: 1, archivedAt: null });
    expect(saved(await restoreSegment(host, shop, key, BY))).toMatchObject({ revision: 1, archivedAt: null });
    const unknown = "01920000-0000-7000-8000-000000000000";
    for (const outcome of [
      await archiveSegment(host, shop, unknown, BY),
      await restoreSegment(host, shop, unknown, BY),
      await duplicateSegment(host, shop, unknown, "x", BY),
      await updateSegment(host, shop, unknown, { name: "x", revision: 1 }, BY),
    ])
      expect(outcome).toEqual(gone);
  });

  test("a segment may use others, and none may be made of itself over any number of them", async ({ db }) => {
    const shop = await aShop(db.pool);
    const host = hostOf(db);
    const memberOf = (segment: string, value = true): Rule => ({ fact: "member", segment, is: "=", value });
    const first = await make(host, shop, "First", { not: memberOf("vip") });
    const second = await make(host, shop, "Second", { any: [loyal, memberOf(first.key)] });
    const third = await make(host, shop, "Third", memberOf(second.key, false));
    expect(
      await updateSegment(host, shop, first.key, { rule: memberOf(third.key), revision: 1 }, BY),
    ).toEqual({ ok: false, reason: "cycle", through: ["First", "Third", "Second"] });
    const itself = { fact: "enteredSegment", segment: second.key, is: "known" };
    expect(await updateSegment(host, shop, second.key, { rule: itself, revision: 1 }, BY)).toEqual({
      ok: false,
      reason: "cycle",
      through: ["Second"],
    });
    const inCapitals = memberOf(second.key.toUpperCase(), false);
    expect(await updateSegment(host, shop, second.key, { rule: inCapitals, revision: 1 }, BY)).toMatchObject({
      reason: "unknown_segment",
    });
    const nowhere = "01920000-0000-7000-8000-000000000000";
    expect(await createSegment(host, shop, { name: "Of nobody", rule: memberOf(nowhere) }, BY)).toEqual({
      ok: false,
      reason: "unknown_segment",
      keys: [nowhere],
    });
    // An earlier version may be part of a circle by now.
    saved(await updateSegment(host, shop, third.key, { rule: loyal, revision: 1 }, BY));
    saved(await updateSegment(host, shop, first.key, { rule: memberOf(third.key), revision: 1 }, BY));
    expect(await returnToVersion(host, shop, third.key, { version: 1, revision: 2 }, BY)).toMatchObject({
      reason: "cycle",
    });
  });

  test("a rule that asks about an archived segment does not come into use, and the answer names it", async ({
    db,
  }) => {
    const shop = await aShop(db.pool);
    const host = hostOf(db);
    const outOf = (segment: string): Rule => ({ fact: "member", segment, is: "=", value: false });
    const refused = { ok: false, reason: "uses_archived", by: ["Do not mail"] };
    const list = await make(host, shop, "Do not mail", rich);
    const mail = await make(host, shop, "Newsletter", { all: [loyal, outOf(list.key)] });
    const other = await make(host, shop, "Other", { any: [outOf(list.key), loyal] });
    saved(await updateSegment(host, shop, mail.key, { rule: loyal, revision: 1 }, BY));
    saved(await archiveSegment(host, shop, other.key, BY));
    saved(await archiveSegment(host, shop, list.key, BY));

    expect(await returnToVersion(host, shop, mail.key, { version: 1, revision: 2 }, BY)).toEqual(refused);
    expect(await restoreSegment(host, shop, other.key, BY)).toEqual(refused);
    expect(await duplicateSegment(host, shop, other.key, "A copy", BY)).toEqual(refused);
    const left: Rule = { fact: "leftSegment", segment: list.key, is: "known" };
    expect(await createSegment(host, shop, { name: "New", rule: left }, BY)).toEqual(refused);
    expect(await updateSegment(host, shop, mail.key, { rule: outOf(list.key), revision: 2 }, BY)).toEqual(
      refused,
    );
    expect(
      (await listStored(db.pool, shop.shopId)).map(({ name, rule, archivedAt }) => [
        name,
        rule,
        archivedAt !== null,
      ]),
    ).toEqual([
      ["Do not mail", rich, true],
      ["Newsletter", loyal, false],
      ["Other", other.rule, true],
    ]);

    saved(await restoreSegment(host, shop, list.key, BY));
    saved(await returnToVersion(host, shop, mail.key, { version: 1, revision: 2 }, BY));
    saved(await restoreSegment(host, shop, other.key, BY));
    // As an earlier version of the app let it happen: another name is no other rule.
    await db.pool.query("update segment set archived_at = now() where segment_id = $1", [list.key]);
    saved(await updateSegment(host, shop, mail.key, { name: "Our newsletter", revision: 3 }, BY));
  });

  test("a shop has at most so many in use", async ({ db }) => {
    const shop = await aShop(db.pool);
    const host = hostOf(db);
    await db.pool.query(
      `insert into segment (shop_id, name, rule, created_at, created_by, updated_at, updated_by)
       select $1, 'no ' || n, '{"version":1,"rule":{"all":[]}}', now(), '1', now(), '1' from generate_series(2, $2) n`,
      [shop.shopId, MOST_SEGMENTS],
    );
    const last = await make(host, shop, "The last one");
    const full = { ok: false, reason: "too_many" };
    expect(await createSegment(host, shop, { name: "One more", rule: loyal }, BY)).toEqual(full);
    expect(await duplicateSegment(host, shop, last.key, "A copy", BY)).toEqual(full);
    saved(await archiveSegment(host, shop, last.key, BY));
    await make(host, shop, "In its place");
    expect(await restoreSegment(host, shop, last.key, BY)).toEqual(full);
  });

  test("what was done is in the audit log, by key and never by name", async ({ db }) => {
    const shop = await aShop(db.pool);
    const host = hostOf(db);
    const { key } = await make(host, shop, "For Ann");
    saved(await updateSegment(host, shop, key, { rule: rich, revision: 1 }, "8"));
    saved(await archiveSegment(host, shop, key, BY));
    saved(await restoreSegment(host, shop, key, BY));
    const log = await readAuditLog(db, shop);
    expect(log.check.state).toBe("whole");
    expect(log.entries.map(({ action, actor, subject }) => [action, actor, subject])).toEqual([
      ["segment.restored", BY, key],
      ["segment.archived", BY, key],
      ["segment.changed", "8", key],
      ["segment.created", BY, key],
    ]);
    expect(JSON.stringify(log.entries)).not.toContain("Ann");
    expect(log.segmentNames).toEqual({ [key]: "For Ann" });
  });

  test.for([
    [
      { version: 2, rule: loyal },
      { code: "unknown_version", version: "2" },
    ],
    [{ rule: loyal }, { code: "unknown_version", version: "" }],
    [
      { version: 1, rule: { not: { any: [loyal, { fact: "mood", is: "known" }] } } },
      { code: "unknown_fact", fact: "mood" },
    ],
    [
      { version: 1, rule: { fact: "orders", is: "about", value: 3 } },
      { code: "unreadable", at: "rule.is" },
    ],
    [[], { code: "unknown_version", version: "" }],
  ] as const)(
    "a stored rule %j is listed as unreadable beside the others",
    async ([stored, problem], { db }) => {
      const shop = await aShop(db.pool);
      const host = hostOf(db);
      await make(host, shop, "Readable");
      const { key } = await make(host, shop, "From later");
      await db.pool.query("update segment set rule = $1 where segment_id = $2", [
        JSON.stringify(stored),
        key,
      ]);
      const [later, readable] = await listStored(db.pool, shop.shopId);
      expect(later).toMatchObject({ name: "From later", rule: null, problem });
      expect(readable).toMatchObject({ name: "Readable", rule: loyal, problem: null });
      // It can be renamed without being understood, and given another rule.
      saved(await updateSegment(host, shop, key, { name: "Renamed", revision: 1 }, BY));
      const [raw] = await rows<{ rule: unknown }>(db.pool, "select rule from segment where segment_id = $1", [
        key,
      ]);
      expect(raw?.rule).toEqual(stored);
      expect(saved(await updateSegment(host, shop, key, { rule: rich, revision: 2 }, BY)).rule).toEqual(rich);
    },
  );

  test("is exported under its name, which no spreadsheet takes for a formula, and its record keeps the name of now", async ({
    db,
  }) => {
    const buyer = { email: "a@example.com", consent: "SUBSCRIBED" };
    const shop = await aShopOf(db, "2024-12-31", [{ ...buyer, orders: [["2024-12-01", 1_000]] }]);
    const host = hostOf(db);
    const { key } = await make(host, shop, "=Été & Gent", { fact: "orders", is: "=", value: 1 });
    const columns = ["email" as const, "segment" as const];
    const asked = { columns, format: "csv_excel" as const, locale: "en", requestedBy: BY, now: host.clock() };
    const exportId = await requestExport(db, shop, { ...asked, audience: key });
    saved(await updateSegment(host, shop, key, { name: "Été", revision: 1 }, BY));
    saved(await archiveSegment(host, shop, key, BY));
    expect(await previewExport(db, shop, key)).toMatchObject({ members: 1, included: 1 });
    expect((await listExports(db, shop)).records[0]).toMatchObject({ audience: { key, name: "Été" } });
    saved(await restoreSegment(host, shop, key, BY));
    saved(await updateSegment(host, shop, key, { name: "=Été & Gent", revision: 2 }, BY));
    const exportHost = { env: { ERASURE_KEYS: KEYS }, db, clock: host.clock };
    const { fileName, stream } = await openExportFile(exportHost, shop, exportId);
    expect(fileName).toBe("ete-gent-2026-06-01.csv");
    expect((await stream.toArray()).join("")).toBe("\uFEFFemail,segment\r\na@example.com,'=Été & Gent\r\n");
    const nowhere = "01920000-0000-7000-8000-000000000000" as const;
    expect(await previewExport(db, shop, nowhere)).toBeNull();
    const lost = await requestExport(db, shop, { ...asked, audience: nowhere });
    await expect(openExportFile(exportHost, shop, lost)).rejects.toThrow("unknown_export");
  });

  test("a shop that has left stores nothing", async ({ db }) => {
    const shop = await aShop(db.pool);
    await db.pool.query("update shop set uninstalled_at = now() where shop_id = $1", [shop.shopId]);
    await expect(createSegment(hostOf(db), shop, { name: "Late", rule: loyal }, BY)).rejects.toThrow(
      ShopLeft,
    );
  });
});

import { expect } from "vitest";
import { addCommission, endCommission } from "../../../app/acquisition/commission.ts";
import { removeSpend, type SpendHost, saveSpend, type TypedSpend } from "../../../app/acquisition/spend.ts";
import { spendCsv } from "../../../app/acquisition/spend-csv.ts";
import { NO_ANSWERS, type SpendFileAnswers } from "../../../app/acquisition/spend-file/spend-file.ts";
import { previewSpendFile, storeSpendFile, undoImport } from "../../../app/acquisition/spend-import.ts";
import { readSpend } from "../../../app/acquisition/spend-view.ts";
import { type Db, rows } from "../../../app/db/client.ts";
import { newId, type ShopRef } from "../../../app/platform/ids.ts";
import { aShop } from "../../builders/shop-rows.ts";
import { test } from "../database.ts";

const NOW = new Date("2026-06-15T10:00:00Z");
const host = (db: Db): SpendHost => ({ db, clock: () => NOW });
const by = { by: "42" };

const typed = (fields: Partial<TypedSpend> = {}): TypedSpend => ({
  channel: "Google",
  campaign: "",
  firstDay: "2026-05-01",
  lastDay: "2026-05-31",
  cost: { by: "amount", minor: 31_000 },
  ...fields,
});

const FILE = `Campaign report
"May 1, 2026 - June 14, 2026"
Day,Campaign,Currency code,Cost
2026-05-31,Brand,EUR,10.00
2026-06-01,Brand,EUR,20.00
2026-06-02,Brand,EUR,-1
Total: Account,--,EUR,30.00
`;
const file = (text = FILE, answers: Partial<SpendFileAnswers> = {}) => ({
  name: "report.csv",
  bytes: Buffer.from(text),
  answers: { ...NO_ANSWERS, ...answers },
});

const store = (
  db: Db,
  shop: ShopRef,
  given: ReturnType<typeof file>,
  withOverlaps = false,
  importId: string = newId(),
) => storeSpendFile(host(db), shop, given, { ...by, withOverlaps, importId });

const spent = async (db: Db, shop: ShopRef) =>
  (await readSpend(host(db), shop, 12)).months.map(({ month, spendMinor }) => `${month % 12} ${spendMinor}`);
const audited = async (db: Db, shop: ShopRef) =>
  (
    await rows<{ action: string }>(
      db.pool,
      "select action from audit_entry where shop_id = $1 order by entry_no",
      [shop.shopId],
    )
  ).map(({ action }) => action);

test("spend is stored by its months, changed and removed, with an entry in the audit log each", async ({
  db,
}) => {
  const shop = await aShop(db.pool);
  const other = await aShop(db.pool);
  expect(
    await saveSpend(
      host(db),
      shop,
      typed({ lastDay: "2026-06-10", cost: { by: "amount", minor: 41_000 } }),
      by,
    ),
  ).toEqual({
    state: "saved",
    channel: "google",
  });
  expect(await spent(db, shop)).toEqual(["4 31000", "5 10000"]);
  expect(await spent(db, other)).toEqual([]);
  const [entry] = (await readSpend(host(db), shop, 12)).typed.rows;
  const entryId = entry?.entryId ?? "";
  // An entry does not overlap with itself.
  expect(await saveSpend(host(db), shop, typed(), { ...by, replaces: entryId })).toMatchObject({
    state: "saved",
  });
  expect(await spent(db, shop)).toEqual(["4 31000"]);
  expect(await saveSpend(host(db), shop, typed(), { ...by, replaces: entryId })).toMatchObject({
    state: "overlaps",
  });
  const [changed] = (await readSpend(host(db), shop, 12)).typed.rows;
  expect(await removeSpend(host(db), other, changed?.entryId ?? "", "42")).toBe(false);
  expect(await removeSpend(host(db), shop, changed?.entryId ?? "", "42")).toBe(true);
  expect(await removeSpend(host(db), shop, changed?.entryId ?? "", "42")).toBe(false);
  expect(await spent(db, shop)).toEqual([]);
  expect(await audited(db, shop)).toEqual(["spend.added", "spend.changed", "spend.removed"]);
});

test("own time is hours at a rate, beside what was spent on ads", async ({ db }) => {
  const shop = await aShop(db.pool);
  await saveSpend(host(db), shop, typed(), by);
  const hours = typed({ cost: { by: "hours", hoursMilli: 2_500, rateMinor: 6_000 } });
  expect(await saveSpend(host(db), shop, hours, by)).toMatchObject({ state: "saved" });
  expect(await spent(db, shop)).toEqual(["4 46000"]);
  expect((await readSpend(host(db), shop, 12)).typed.rows).toContainEqual(
    expect.objectContaining({ kind: "own_time", amountMinor: 15_000, hoursMilli: 2_500, rateMinor: 6_000 }),
  );
});

test("spend that cannot be, and spend that may be counted already, get an answer and are not stored", async ({
  db,
}) => {
  const shop = await aShop(db.pool);
  const fault = async (fields: Partial<TypedSpend>) => saveSpend(host(db), shop, typed(fields), by);
  expect(await fault({ cost: { by: "amount", minor: -5 } })).toEqual({ state: "fault", fault: "negative" });
  expect(await fault({ lastDay: "2026-06-16" })).toEqual({ state: "fault", fault: "future" });
  expect(await fault({ channel: " " })).toEqual({ state: "fault", fault: "no_channel" });
  await saveSpend(host(db), shop, typed({ campaign: "Brand" }), by);
  const again = typed({ campaign: "brand", firstDay: "2026-05-31", lastDay: "2026-06-02" });
  expect(await saveSpend(host(db), shop, again, by)).toEqual({
    state: "overlaps",
    with: { campaign: "Brand", firstDay: "2026-05-01", lastDay: "2026-05-31", amountMinor: 31_000 },
  });
  expect(await spent(db, shop)).toEqual(["4 31000"]);
  expect(await saveSpend(host(db), shop, again, { ...by, evenIfOverlapping: true })).toMatchObject({
    state: "saved",
  });
});

test("a file is shown before anything is stored, then stored, and undone to what was before", async ({
  db,
}) => {
  const shop = await aShop(db.pool);
  await saveSpend(host(db), shop, typed({ channel: "Radio" }), by);
  const before = await spent(db, shop);
  expect(await previewSpendFile(host(db), shop, file())).toMatchObject({
    state: "preview",
    preview: {
      source: "google",
      entries: 2,
      firstDay: "2026-05-31",
      lastDay: "2026-06-01",
      totalMinor: 3_000,
      statedTotalMinor: 3_000,
      totals: 1,
      channels: [{ channel: "google", amountMinor: 3_000, isKnown: false }],
      overlaps: { entries: 0, amountMinor: 0 },
      importedBefore: null,
      refusedRows: 1,
      refused: [{ line: 6, column: "Cost", value: "-1", reason: "negative" }],
    },
  });
  expect(await spent(db, shop)).toEqual(before);
  expect(await store(db, shop, file())).toEqual({
    state: "stored",
    entries: 2,
    amountMinor: 3_000,
  });
  expect(await spent(db, shop)).toEqual(["4 32000", "5 2000"]);
  const [stored] = (await readSpend(host(db), shop, 12)).imports.rows;
  expect(stored).toMatchObject({ name: "report.csv", entries: 2, refusedRows: 1, undoneAt: null });
  expect(await undoImport(host(db), shop, stored?.importId ?? "", "42")).toBe(true);
  expect(await undoImport(host(db), shop, stored?.importId ?? "", "42")).toBe(false);
  expect(await spent(db, shop)).toEqual(before);
  expect(await audited(db, shop)).toEqual(["spend.added", "spend.imported", "spend.import_undone"]);
});

test("the same file again, and rows of another one that were counted, are noticed and left out", async ({
  db,
}) => {
  const shop = await aShop(db.pool);
  await store(db, shop, file());
  expect(await previewSpendFile(host(db), shop, file())).toMatchObject({
    preview: { importedBefore: NOW.toISOString(), overlaps: { entries: 2, amountMinor: 3_000 } },
  });
  expect(await store(db, shop, file())).toEqual({
    state: "nothing_left",
  });
  const next = file(FILE.replace("2026-05-31,Brand,EUR,10.00", "2026-06-03,brand,EUR,5.00"));
  expect(await previewSpendFile(host(db), shop, next)).toMatchObject({
    preview: { importedBefore: null, overlaps: { entries: 1, amountMinor: 2_000 } },
  });
  expect(await store(db, shop, next)).toMatchObject({
    entries: 1,
    amountMinor: 500,
  });
  expect(await store(db, shop, next, true)).toMatchObject({
    entries: 2,
    amountMinor: 2_500,
  });
});

test("of two people who store one file at the same moment one is told that nothing is left", async ({
  db,
}) => {
  const shop = await aShop(db.pool);
  const outcomes = await Promise.all([1, 2, 3].map(() => store(db, shop, file())));
  expect(outcomes.map(({ state }) => state).sort()).toEqual(["nothing_left", "nothing_left", "stored"]);
});

test("what leaves as a file comes in again as the same spend, campaigns of 2,000 characters too", async ({
  db,
}) => {
  const [shop, other] = [await aShop(db.pool), await aShop(db.pool)];
  await saveSpend(host(db), shop, typed({ campaign: `=SUM(1), "ü" ${"x".repeat(1_980)}` }), by);
  await store(db, shop, file(), true);
  let text = "";
  for await (const piece of spendCsv(db, shop)) text += piece;
  await store(db, other, file(text));
  expect(await spent(db, other)).toEqual(await spent(db, shop));
});

test("what leaves as a file is all counted already where it came from, own time and any name of a campaign too", async ({
  db,
}) => {
  const shop = await aShop(db.pool);
  for (const campaign of ["=x", "@a,-b", 'say "-1"', "Total", "é;=z", "'=y", "''-y"])
    await saveSpend(host(db), shop, typed({ channel: "Radio", campaign }), by);
  const hours = typed({ campaign: "=x", cost: { by: "hours", hoursMilli: 2_500, rateMinor: 6_000 } });
  await saveSpend(host(db), shop, hours, by);
  let text = "";
  for await (const piece of spendCsv(db, shop)) text += piece;
  expect(await previewSpendFile(host(db), shop, file(text))).toMatchObject({
    preview: { entries: 8, overlaps: { entries: 8 }, refusedRows: 0, totals: 0 },
  });
  expect(await store(db, shop, file(text))).toEqual({
    state: "nothing_left",
  });
});

test("commission is of a channel, and computed", async ({ db }) => {
  const shop = await aShop(db.pool);
  const rule = {
    channel: "Affiliate",
    commission: { by: "new_customer", amountMinor: 500 },
    firstMonth: 24_310,
    lastMonth: null,
  } as const;
  expect(await addCommission(host(db), shop, { ...rule, lastMonth: 24_309 }, "42")).toBe("reversed");
  expect(await addCommission(host(db), shop, rule, "42")).toBe("saved");
  await db.pool.query(
    `insert into acquisition_cohort (shop_id, dimension, channel, key, cohort_month, customers, repeat_customers, orders, net_sales_minor,
       net_sales_squares, cost_minor, cost_known_net_sales_minor, first_order_net_sales_minor, first_order_cost_minor,
       first_order_cost_known_net_sales_minor, predicted_customers, expected_value_minor)
     select $1, 'channel', '', 'affiliate', month, 3, 0, 3, 0, 0, 0, 0, 0, 0, 0, 0, 0 from unnest('{24309,24310,24317}'::int[]) month`,
    [shop.shopId],
  );
  expect((await readSpend(host(db), shop, 12)).totals).toEqual([
    { channel: "affiliate", spendMinor: 0, commissionMinor: 3_000, customers: 9 },
  ]);
});

test("an import that is asked for again with its id is stored once, even where overlaps are wanted", async ({
  db,
}) => {
  const shop = await aShop(db.pool);
  const importId = newId();
  const stored = { state: "stored", entries: 2, amountMinor: 3_000 };
  expect(await Promise.all([1, 2].map(() => store(db, shop, file(), true, importId)))).toEqual([
    stored,
    stored,
  ]);
  expect(await store(db, shop, file(), true, importId)).toEqual(stored);
  expect(await spent(db, shop)).toEqual(["4 1000", "5 2000"]);
  // Another shop's is another import.
  expect(await store(db, await aShop(db.pool), file(), true, importId)).toEqual(stored);
  await undoImport(host(db), shop, importId, "42");
  expect(await store(db, shop, file(), true, importId)).toEqual({ state: "undone" });
  expect(await spent(db, shop)).toEqual([]);
});

test("rules of a channel have no month in common, and one ends where its last month is set", async ({
  db,
}) => {
  const shop = await aShop(db.pool);
  const rule = {
    channel: "affiliate",
    commission: { by: "first_order_share", shareBp: 500 },
    firstMonth: 24_310,
    lastMonth: null,
  } as const;
  const add = (fields: object) => addCommission(host(db), shop, { ...rule, ...fields }, "42");
  expect(await Promise.all([add({}), add({})])).toEqual(expect.arrayContaining(["saved", "overlaps"]));
  expect(await add({ firstMonth: 24_320 })).toBe("overlaps");
  expect(await add({ firstMonth: 24_300, lastMonth: 24_310 })).toBe("overlaps");
  expect(await add({ channel: "blog" })).toBe("saved");
  const idOf = async () =>
    (await readSpend(host(db), shop, 12)).rules.find(({ channel }) => channel === "affiliate")?.ruleId ?? "";
  const end = async (lastMonth: number | null) =>
    endCommission(host(db), shop, { ruleId: await idOf(), lastMonth }, "42");
  expect(await end(24_309)).toBe("reversed");
  expect(await end(24_319)).toBe("saved");
  expect(await add({ firstMonth: 24_320 })).toBe("saved");
  expect(await end(24_320)).toBe("overlaps");
  expect(await end(null)).toBe("overlaps");
  const other = { ruleId: await idOf(), lastMonth: null };
  expect(await endCommission(host(db), await aShop(db.pool), other, "42")).toBe("gone");
  expect(await audited(db, shop)).toEqual([
    "spend.commission_added",
    "spend.commission_added",
    "spend.commission_changed",
    "spend.commission_added",
  ]);
});

test("numbers beyond what can be are named", async ({ db }) => {
  const shop = await aShop(db.pool);
  const hours = (hoursMilli: number, rateMinor: number) =>
    saveSpend(host(db), shop, typed({ cost: { by: "hours", hoursMilli, rateMinor } }), by);
  const fault = (code: string) => ({ state: "fault", fault: code });
  expect(await hours(-1_000, 6_000)).toEqual(fault("negative"));
  expect(await hours(-1_000, -6_000)).toEqual(fault("negative"));
  expect(await hours(100_000_001, 6_000)).toEqual(fault("too_much"));
  expect(await hours(1_000, 1e300)).toEqual(fault("too_much"));
  expect(await hours(1e300, 0)).toEqual(fault("too_much"));
  expect(await saveSpend(host(db), shop, typed({ cost: { by: "amount", minor: 1e300 } }), by)).toEqual(
    fault("too_much"),
  );
  const rule = (amountMinor: number) =>
    addCommission(
      host(db),
      shop,
      { channel: "a", commission: { by: "new_customer", amountMinor }, firstMonth: 24_310, lastMonth: null },
      "42",
    );
  expect([await rule(-1), await rule(1e14), await rule(1_000_000_000_001)]).toEqual([
    "negative",
    "too_much",
    "saved",
  ]);
});

test("lists have pages, and a page beyond the last is the last", async ({ db }) => {
  const shop = await aShop(db.pool);
  await db.pool.query(
    `insert into spend_entry (shop_id, entry_id, kind, channel, campaign, campaign_key, first_day, last_day, amount_minor, added_by, added_at)
     select $1, gen_random_uuid(), 'ads', 'radio', '', '', date '2026-01-01' + n, date '2026-01-01' + n, n, '1', now() from generate_series(1, 120) n`,
    [shop.shopId],
  );
  await db.pool.query(
    `insert into spend_import (shop_id, import_id, name, file_hash, source, entries, amount_minor, first_day, last_day, refused_rows, refused, imported_by, imported_at)
     select $1, gen_random_uuid(), 'n' || n, '', 'other', 1, n, '2026-01-01', '2026-01-01', 0, '[]', '1', timestamptz '2026-01-01' + n * interval '1 day'
     from generate_series(1, 51) n`,
    [shop.shopId],
  );
  const { typed: first, imports } = await readSpend(host(db), shop, 12);
  expect([first.rows.length, first.rows[0]?.amountMinor, first.inAll, first.page]).toEqual([50, 120, 120, 1]);
  expect([imports.rows.length, imports.inAll]).toEqual([50, 51]);
  const { typed: last, imports: older } = await readSpend(host(db), shop, 12, { typed: 9, files: 2 });
  expect([last.rows.length, last.rows.at(-1)?.amountMinor, last.before, last.page]).toEqual([20, 1, 100, 3]);
  expect(older.rows.map(({ name }) => name)).toEqual(["n1"]);
});

import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { rows } from "../../../../app/db/client.ts";
import { personFile } from "../../../../app/exports/person-file.ts";
import { readHistory } from "../../../../app/sync/history/backfill.ts";
import { beginFile, confirmFile, takePart } from "../../../../app/sync/history-file/give-file.ts";
import { refusedCsv } from "../../../../app/sync/history-file/refused-csv.ts";
import { type HistoryFileView, readHistoryFiles } from "../../../../app/sync/history-file/view.ts";
import { workOnHistoryFile } from "../../../../app/sync/history-file/work.ts";
import { refetchDue } from "../../../../app/sync/live/refetch.ts";
import { redactCustomer } from "../../../../app/sync/privacy/redaction.ts";
import { refreshShopFacts } from "../../../../app/sync/shop/shop-facts.ts";
import { refusedWords } from "../../../../app/ui/history-file/refusal-text.ts";
import { translator } from "../../../../app/ui/messages/catalogue.ts";
import { storeRequest } from "../../../builders/privacy-requests.ts";
import { exportText, line, row } from "../../../unit/sync/history-file/export-text.ts";
import { type SyncedApp, startSyncedApp } from "../../synced-app.ts";
import { standsIn } from "../privacy/every-table.ts";
import { giveFile } from "./file-shop.ts";

const DOMAIN = "given.myshopify.com";
let app: SyncedApp;
let annId: number;

beforeAll(async () => {
  app = await startSyncedApp({ shops: [{ kind: "empty", domain: DOMAIN }], working: false });
  const { local, ref } = app.shop();
  annId = local.actions.createCustomer({ firstName: "Ann", email: "ann@example.com" }).id;
  expect(await app.open()).toBe("authenticated");
  const scopes = local.grantedScopes.filter((scope) => scope !== "read_all_orders");
  local.actions.changeScopes({ scopes });
  await refreshShopFacts(app.runtime, ref);
  await readHistory(app.runtime, ref);
});
afterAll(() => app.close());
beforeEach(async () => {
  await app.runtime.db.pool.query("delete from history_file");
  await app.runtime.db.pool.query("delete from orders");
});

const give = (text: string | Buffer) => giveFile(app.runtime, app.shop().ref, text);

async function work(fileId: string): Promise<HistoryFileView> {
  const { ref } = app.shop();
  while ((await workOnHistoryFile(app.runtime, ref, fileId)) !== undefined);
  const { files } = await readHistoryFiles(app.runtime.db, ref);
  const file = files.find((one) => one.fileId === fileId);
  if (!file) throw new Error("the file is gone");
  return file;
}

async function add(fileId: string): Promise<HistoryFileView> {
  await work(fileId);
  expect(await confirmFile(app.runtime, app.shop().ref, fileId, "1")).toBe(true);
  return work(fileId);
}

const stored = () =>
  rows<{ id: number; customer: number | null; email: string | null; net: number }>(
    app.runtime.db.pool,
    "select order_id id, customer_id customer, guest_email email, net_sales_minor net from orders order by 1",
  );

const many = (count: number, fields: (at: number) => Record<string, string> = () => ({})) =>
  Array.from({ length: count }, (_, at) => row({ Name: `#${at + 1}`, Id: at + 1, ...fields(at) }));

test.each([
  ["workbook", Buffer.from("504b0304aaaa[Content_Types].xml", "latin1")],
  ["zip", Buffer.from([0x50, 0x4b, 3, 4, 1, 2, 3])],
  ["gzip", Buffer.from([0x1f, 0x8b, 8, 0])],
  ["xls", Buffer.from("d0cf11e0a1b11ae1", "hex")],
  ["pdf", Buffer.from("%PDF-1.7")],
])("a %s is named as what it is, at its first part", async (code, bytes) => {
  const beginning = code === "workbook" ? Buffer.concat([Buffer.from([0x50, 0x4b, 3, 4]), bytes]) : bytes;
  const { ref } = app.shop();
  const given = { name: "orders", sizeBytes: beginning.length, uploadedBy: "1" };
  const begun = await beginFile(app.runtime, ref, given);
  if (!("fileId" in begun)) throw new Error("not begun");
  expect(await takePart(app.runtime, ref, begun.fileId, 0, beginning)).toEqual({ refused: code });
  expect(await rows(app.runtime.db.pool, "select from history_file")).toEqual([]);
});

test.each([
  ["no_export", "customer_id,date,amount\n1,2024-01-01,10\n", /Financial Status.*Id/],
  ["no_export", "Name,Email", /Currency/],
  ["unclosed_quote", `${exportText([row()])}"#1002,a\n`, /^3$/],
  ["not_text", `${exportText([row()])}\0`, /^$/],
  ["no_orders", exportText([]), /^$/],
])("%s is refused as a whole, with where or what", async (code, text, detail) => {
  expect(await work(await give(text))).toMatchObject({
    state: "refused",
    code,
    detail: expect.stringMatching(detail),
  });
  expect(await rows(app.runtime.db.pool, "select from history_file_part")).toEqual([]);
});

test("a file of another dialect is read alike: semicolons, Windows-1252, a line `sep=`", async () => {
  const text = `sep=;\r\n${exportText([row({ "Lineitem name": "Thé" })], ";")}`;
  const fileId = await give(Buffer.from(text, "latin1"));
  expect(await work(fileId)).toMatchObject({
    preview: { delimiter: ";", encoding: "windows-1252", adding: 1 },
  });
  const titles = await rows(
    app.runtime.db.pool,
    "select rows->'lines'->0->>'title' title from history_file_order",
  );
  expect(titles).toEqual([{ title: "Thé" }]);
});

test("a few bad rows are left out and can be downloaded; other currencies are none of them", async () => {
  const text = exportText([
    ...many(
      40,
      (at): Record<string, string> => (at === 3 ? { Total: "=1+1" } : at < 20 ? {} : { Currency: "USD" }),
    ),
    row({ Name: "#1", Id: 1 }),
  ]);
  const fileId = await give(text);
  expect(await work(fileId)).toMatchObject({
    state: "preview",
    preview: { orders: 19, refused: 2, otherCurrency: 20, adding: 19, addingNetSalesMinor: 19_000 },
  });
  let csv = "";
  for await (const piece of refusedCsv(
    app.runtime.db,
    app.shop().ref,
    fileId,
    refusedWords(translator("en")),
  )) {
    csv += piece;
  }
  const lines = csv.trim().split("\r\n");
  expect(lines).toHaveLength(23);
  expect(lines[1]).toBe('5,#4,Total,\'=1+1,Not an amount,"Digits with a decimal point, such as 1266.61"');
  expect(lines.at(-1)).toMatch(/^42,#1,Id,1,The order is in the file twice/);
});

test("more than a few bad rows refuse the file, and it cannot be added", async () => {
  const fileId = await give(
    exportText(many(40, (at): Record<string, string> => (at < 8 ? { Total: "?" } : {}))),
  );
  expect(await work(fileId)).toMatchObject({ state: "refused", code: "too_many_refused", detail: "8 / 40" });
  expect(await confirmFile(app.runtime, app.shop().ref, fileId, "1")).toBe(false);
});

test("orders belong to the customer with the address, else to a guest, else to nobody", async () => {
  const text = exportText([
    row({ Name: "#1", Id: 1, Email: "Ann@Example.com" }),
    row({ Name: "#2", Id: 2, Email: "guest@example.com" }),
    row({ Name: "#3", Id: 3, Email: "" }),
  ]);
  await add(await give(text));
  expect(await stored()).toEqual([
    { id: 1, customer: annId, email: null, net: 1_000 },
    { id: 2, customer: null, email: "guest@example.com", net: 1_000 },
    { id: 3, customer: null, email: null, net: 1_000 },
  ]);
});

test("orders of a file that was read before their table got a column are added", async () => {
  const fileId = await give(exportText([row({ Name: "#1", Id: 1, Email: "" })]));
  await work(fileId);
  const { pool } = app.runtime.db;
  const had = await pool.query(
    `update history_file_order set rows = rows #- '{order,discrepancyTaxMinor}'
      where rows #> '{order,discrepancyTaxMinor}' = '0'`,
  );
  expect(had.rowCount).toBe(1);
  expect(await add(fileId)).toMatchObject({ state: "done", added: 1 });
  expect(await rows(pool, "select discrepancy_tax_minor tax from orders")).toEqual([{ tax: 0 }]);
});

test("in another time zone the orders of a file have their days in it", async () => {
  const { local, ref } = app.shop();
  const days = () => rows(app.runtime.db.pool, 'select order_day "day" from orders');
  await add(await give(exportText([row({ "Created at": "2024-01-07 23:15:00 +0100" })])));
  expect(await days()).toEqual([{ day: "2024-01-07" }]);
  local.actions.updateShop({ timeZone: "Asia/Tokyo" });
  await refreshShopFacts(app.runtime, ref);
  expect(await days()).toEqual([{ day: "2024-01-08" }]);
  local.actions.updateShop({ timeZone: "Europe/Amsterdam" });
  await refreshShopFacts(app.runtime, ref);
});

test("adding is ended at any moment and goes on, and nothing is added twice", async () => {
  const { ref } = app.shop();
  const fileId = await give(
    exportText(many(2_500).flatMap((one) => [one, line({ Name: String(one.Name) })])),
  );
  await work(fileId);
  await confirmFile(app.runtime, ref, fileId, "1");
  // The process ends after the first step: in the middle of a transaction of the second one.
  const { db } = app.runtime;
  let steps = 0;
  const dying: typeof db = {
    ...db,
    connection: (inside) =>
      db.connection((connection, transaction) =>
        inside(connection, (merging) =>
          transaction(async (tx) => {
            const done = await merging(tx);
            if (++steps === 2) throw new Error("the process is killed");
            return done;
          }),
        ),
      ),
  };
  await expect(workOnHistoryFile({ ...app.runtime, db: dying }, ref, fileId)).rejects.toThrow("is killed");
  expect(await stored()).toHaveLength(1_000);
  expect(await work(fileId)).toMatchObject({ state: "done", added: 2_500 });
  expect(await stored()).toHaveLength(2_500);
});

test("a part that is sent again changes nothing, one out of place is refused", async () => {
  const { ref } = app.shop();
  const bytes = Buffer.from(exportText(many(3)));
  const begun = await beginFile(app.runtime, ref, { name: "f", sizeBytes: bytes.length, uploadedBy: "1" });
  if (!("fileId" in begun)) throw new Error("not begun");
  const send = (from: number, to: number) =>
    takePart(app.runtime, ref, begun.fileId, from, bytes.subarray(from, to));
  await send(0, 100);
  expect(await send(200, 300)).toEqual({ refused: "out_of_place" });
  expect(await send(0, 100)).toEqual({ receivedBytes: 100, isWhole: false });
  expect(await send(100, bytes.length)).toMatchObject({ isWhole: true });
  expect(await work(begun.fileId)).toMatchObject({ state: "preview", preview: { orders: 3 } });
});

test("who is erased leaves files that wait, and none brings them back", async () => {
  const { ref } = app.shop();
  const { db } = app.runtime;
  const text = exportText([
    row({
      Name: "#1",
      Id: 610_000_000_001,
      Email: "bob@example.com",
      "Lineitem name": "For Bob",
      "Discount Code": "BOB10",
    }),
    row({ Name: "#2", Id: 610_000_000_002, Email: "guest@example.com", Total: "bob@example.com" }),
  ]);
  const waiting = await give(text);
  await work(waiting);
  const requestId = await storeRequest(db, ref, {
    topic: "customers/data_request",
    email: "bob@example.com",
  });
  const known = await personFile(db, ref, requestId, { staff: "7", now: app.runtime.clock() });
  let file = "";
  for await (const piece of known ?? []) file += String(piece);
  expect(file).toContain("For Bob");

  await redactCustomer(app.runtime, ref, await storeRequest(db, ref, { email: "bob@example.com" }));
  const left = await rows<{ text: string }>(
    db.pool,
    `select h::text text from history_file_order h union all select r::text from history_file_refusal r
     union all select f::text from history_file f`,
  );
  expect(left.map((one) => one.text).join("\n")).not.toMatch(/bob/i);
  expect(await work(waiting)).toMatchObject({ preview: { adding: 1 } });
  await add(await give(text));
  expect(await stored()).toEqual([{ id: 610_000_000_001, customer: null, email: null, net: 1_000 }]);
  expect(await rows(db.pool, "select title from order_line")).toEqual([{ title: "" }]);
});

/** A note that a spreadsheet wrote without its quotes: the rest of it begins a row, and so stands where an order's name does. */
const BROKEN_NOTES = exportText([
  ...many(400),
  row({ Name: "#500", Id: "", Email: "nora@example.com" }),
  line({ Name: "Noraperson nora@example.com", Email: "", "Created at": "" }),
  row({ Name: "#501", Id: "", Email: "nora@example.com" }),
  line({ Name: "for Noraperson of the third floor", Email: "", "Created at": "" }),
  row({ Name: "Noraperson", Id: 502, Total: "?", "Discount Code": "nora@example.com" }),
  row({ Name: "#503", Id: 503, Email: "else@example.com", Total: "else?" }),
]);

test("nothing of an erased person is in the texts of refused rows, of a file that waits and of one that comes later", async () => {
  const { ref, local } = app.shop();
  const { db } = app.runtime;
  local.actions.createCustomer({ firstName: "Noraperson", email: "nora@example.com" });
  await readHistory(app.runtime, ref);
  const names = () =>
    rows(db.pool, 'select order_name "name", value from history_file_refusal order by line_no');
  const waiting = await give(BROKEN_NOTES);
  expect(await work(waiting)).toMatchObject({ state: "preview", preview: { refused: 6 } });
  expect(JSON.stringify(await names())).toMatch(/Noraperson nora@example.com.*third floor/);
  const asked = await storeRequest(db, ref, { topic: "customers/data_request", email: "nora@example.com" });
  const file = await personFile(db, ref, asked, { staff: "7", now: app.runtime.clock() });
  expect((await file?.toArray())?.join("")).toContain("Noraperson nora@example.com");

  await redactCustomer(app.runtime, ref, await storeRequest(db, ref, { email: "nora@example.com" }));
  expect(await standsIn(db, ["nora"])).toEqual([]);
  const kept = { name: "#503", value: "else?" };
  expect(await names()).toContainEqual(kept);

  const later = await give(BROKEN_NOTES);
  expect(await work(later)).toMatchObject({ state: "preview", preview: { refused: 6 } });
  expect(await standsIn(db, ["nora"])).toEqual([]);
  expect(await names()).toEqual([...Array.from({ length: 5 }, () => ({ name: "", value: "" })), kept]);
});

test("an erasure takes a file that is still on its way", async () => {
  const { ref } = app.shop();
  const fileId = await give(exportText(many(2)));
  const request = await storeRequest(app.runtime.db, ref, { email: "carl@example.com" });
  await redactCustomer(app.runtime, ref, request);
  expect(await work(fileId)).toMatchObject({ state: "refused", code: "erased_meanwhile" });
  expect(await rows(app.runtime.db.pool, "select from history_file_part")).toEqual([]);
});

test("an order of a file under an address that an erased person had before has no address and no free text", async () => {
  const { ref, local } = app.shop();
  const { db } = app.runtime;
  const { id } = local.actions.createCustomer({ firstName: "Mover", email: "walker@example.com" });
  await readHistory(app.runtime, ref);
  await refetchDue(app.runtime, ref);
  local.actions.updateCustomer({ customerId: id, change: { email: "moved@example.com" } });
  await local.deliveriesSettled();
  await refetchDue(app.runtime, ref);
  await redactCustomer(app.runtime, ref, await storeRequest(db, ref, { customerId: id }));
  expect(await work(await give(exportText(many(2, () => ({ Email: "Walker@example.com" })))))).toMatchObject({
    state: "preview",
  });
  expect(await rows(db.pool, "select email from history_file_order")).toEqual([
    { email: null },
    { email: null },
  ]);
  expect(await standsIn(db, ["walker@example.com"])).toEqual([]);
});

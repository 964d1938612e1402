import { afterAll, beforeAll, expect, test } from "vitest";
import { rows } from "../../../app/db/client.ts";
import { connectTool } from "../../../app/destinations/connections.ts";
import { startList } from "../../../app/destinations/start-list.ts";
import { openExportFile } from "../../../app/exports/export-file.ts";
import { requestExport } from "../../../app/exports/exports.ts";
import { type ShopRef, shopRef } from "../../../app/platform/ids.ts";
import { createSegment } from "../../../app/segments/change-segment.ts";
import type { StoredKey } from "../../../app/segments/segment-key.ts";
import { readHistory } from "../../../app/sync/history/backfill.ts";
import { beginFile } from "../../../app/sync/history-file/give-file.ts";
import { workOnHistoryFile } from "../../../app/sync/history-file/work.ts";
import { redactCustomer } from "../../../app/sync/privacy/redaction.ts";
import { refreshShopFacts } from "../../../app/sync/shop/shop-facts.ts";
import { refreshValuation } from "../../../app/valuation/compute/refresh.ts";
import { storeRequest } from "../../builders/privacy-requests.ts";
import { type LocalTools, startLocalTools } from "../../tools/local-tools.ts";
import { exportText, row } from "../../unit/sync/history-file/export-text.ts";
import { openWebStack, type WebStack } from "./web-stack.ts";

const MINE = "mine.myshopify.com";
const THEIRS = "theirs.myshopify.com";
let stack: WebStack;
let tools: LocalTools;
/** Ids of what the other shop owns, real ones. */
const its = {
  customerId: 0,
  segmentKey: "",
  destinationId: "",
  listId: "",
  exportId: "",
  fileId: "",
  dataRequestId: "",
  unclearId: "",
  erasedId: "",
  candidateId: 0,
};
/** A file without a row that cannot be used would have nothing to show. */
const FILE = Buffer.from(
  exportText([row({ Id: 1, Email: "buyer@theirs.example" }), row({ Id: 2, Name: "#theirs-2", Total: "x" })]),
);

/** What is in all that the other shop owns, by one name or another. */
const THEIR_NAMES = /Thea|theirs/i;

beforeAll(async () => {
  tools = await startLocalTools({ enforceRates: false });
  stack = await openWebStack({
    shops: [MINE, THEIRS],
    working: false,
    env: { TOOLS_EMULATOR_URL: tools.url },
  });
  const { runtime } = stack;
  for (const domain of [MINE, THEIRS]) {
    const { actions } = stack.shopify.shop(domain);
    const people = ["+31688001001", "+32688001001"].map((phone, at) =>
      actions.createCustomer({
        firstName: domain === MINE ? "Maria" : "Thea",
        email: `someone${at}@${domain}`,
        phone,
        marketingState: "SUBSCRIBED",
      }),
    );
    for (const { id } of people)
      actions.placeOrder({ customerId: id, lines: [{ title: "Tea", unitPriceMinor: 900 }] });
    expect((await stack.fetch("/app.data", { shop: domain })).status).toBe(200);
    await refreshShopFacts(runtime, shopRef(domain));
    await readHistory(runtime, shopRef(domain));
    await refreshValuation(runtime, shopRef(domain), { full: true });
  }
  await own(shopRef(THEIRS));
});
afterAll(async () => {
  await stack.close();
  await tools.close();
});

/** Has the other shop own one of each. */
async function own(shop: ShopRef): Promise<void> {
  const { runtime } = stack;
  const { db, clock, env } = runtime;
  const [first = 0, second = 0] = [...stack.shopify.shop(THEIRS).store.customers.keys()];
  its.customerId = first;
  its.candidateId = second;
  const regulars = { name: "Regulars of theirs", rule: { fact: "orders", is: ">=", value: 1 } };
  const saved = await createSegment(runtime, shop, regulars, "1");
  if (!saved.ok) throw new Error(saved.reason);
  its.segmentKey = saved.segment.key;
  const connected = await connectTool(runtime, shop, { tool: "klaviyo", key: key() }, "1");
  if (!connected.ok) throw new Error(connected.reason);
  its.destinationId = connected.destinationId;
  const started = await startList(runtime, shop, choice("List of theirs"), "1");
  if (!started.ok) throw new Error(started.reason);
  its.listId = started.listId;
  const asked = { audience: { all: [] }, columns: ["email" as const], format: "csv" as const };
  its.exportId = await requestExport(db, shop, { ...asked, requestedBy: "1", now: clock() });
  await (await openExportFile({ env, db, clock }, shop, its.exportId)).stream.toArray();
  its.dataRequestId = await storeRequest(db, shop, { topic: "customers/data_request", customerId: first });
  its.unclearId = await storeRequest(db, shop, { phone: "06 88001001" });
  await redactCustomer(runtime, shop, its.unclearId);
  // Somebody who was in the file, and whom the merchant has to remove from where it went.
  const gone = stack.shopify.shop(THEIRS).actions.createCustomer({ email: "gone@theirs.example" });
  its.erasedId = await storeRequest(db, shop, { customerId: gone.id, email: "gone@theirs.example" });
  await redactCustomer(runtime, shop, its.erasedId);
  await db.pool.query(
    "insert into erasure_export (shop_id, request_id, export_id) values ($1, $2, $3) on conflict do nothing",
    [shop.shopId, its.erasedId, its.exportId],
  );
  const begun = await beginFile(runtime, shop, {
    name: "theirs.csv",
    sizeBytes: FILE.length,
    uploadedBy: "1",
  });
  if (!("fileId" in begun)) throw new Error("the file is not begun");
  its.fileId = begun.fileId;
}

const key = () => tools.klaviyo.keys[0] ?? "";
const choice = (name: string) => ({
  destinationId: its.destinationId,
  segmentKey: its.segmentKey as StoredKey,
  toolListId: tools.klaviyo.addList(name).id,
  fields: [],
  heldOutBp: 0,
});

interface Act {
  /** As Remix names it. */
  readonly route: string;
  readonly path: () => string;
  /** Of an action: an object is JSON, a list of pairs a form. */
  readonly body?: () => object | Buffer;
  /** The answer to the owner has a name in it. */
  readonly shows?: boolean;
  /** What it takes for the owner's act to be possible. */
  readonly before?: () => Promise<unknown>;
}

const form = (fields: () => Record<string, string>) => () => new URLSearchParams(fields());
const work = async () => {
  while ((await workOnHistoryFile(stack.runtime, shopRef(THEIRS), its.fileId)) !== undefined);
};
const query = () => {
  const { segmentKey, toolListId } = choice("Another of theirs");
  return new URLSearchParams({ segment: segmentKey, list: toolListId, fields: "", held_out: "0" });
};
const destination = "routes/app.destinations.$destinationId";
const list = "routes/app.destinations.$destinationId_.lists.$listId";
const toDestination =
  (rest = "") =>
  () =>
    `/app/destinations/${its.destinationId}${rest}`;
const toList =
  (rest = "") =>
  () =>
    `/app/destinations/${its.destinationId}/lists/${its.listId}${rest}`;
const files = "routes/app.history-file._index";
const requests = "routes/app.data-requests._index";
const toRequests = () => "/app/data-requests?index";
const toFiles = () => "/app/history-file?index";

/** In an order in which the owner can do each of them. */
const ACTS: readonly Act[] = [
  { route: "routes/app.customers.$customerId", path: () => `/app/customers/${its.customerId}` },
  {
    route: "routes/app.customers.$customerId.why.$segmentKey",
    path: () => `/app/customers/${its.customerId}/why/${its.segmentKey}`,
  },
  { route: "routes/app.segments.$segmentKey", path: () => `/app/segments/${its.segmentKey}`, shows: true },
  {
    route: "routes/app.segments.$segmentKey_.edit",
    path: () => `/app/segments/${its.segmentKey}/edit`,
    shows: true,
  },
  {
    route: "routes/app.segments.$segmentKey.export",
    path: () => `/app/segments/${its.segmentKey}/export`,
    body: () => ({ columns: ["email"], format: "csv", locale: "en" }),
  },
  {
    route: "routes/app.segments.$segmentKey.publish",
    path: () => `/app/segments/${its.segmentKey}/publish`,
    body: () => ({ change: "publish", name: "Regulars" }),
  },
  { route: destination, path: toDestination(), shows: true },
  { route: `${destination}.tool-lists`, path: toDestination("/tool-lists"), shows: true },
  {
    route: `${destination}.tool-lists`,
    path: toDestination("/tool-lists"),
    body: () => ({ name: "Made for theirs", within: null }),
  },
  { route: `${destination}.preview`, path: () => `${toDestination("/preview")()}?${query()}` },
  { route: `${destination}.start`, path: () => `${toDestination("/start")()}?${query()}`, body: () => ({}) },
  { route: `${destination}.change`, path: toDestination("/change"), body: () => ({ act: "pause" }) },
  { route: `${destination}.change`, path: toDestination("/change"), body: () => ({ act: "resume" }) },
  {
    route: `${destination}.change`,
    path: toDestination("/change"),
    body: () => ({ act: "replace_key", key: key() }),
  },
  { route: list, path: toList(), shows: true },
  { route: `${list}.result`, path: toList("/result") },
  { route: `${list}.change`, path: toList("/change"), body: () => ({ act: "pause" }) },
  { route: `${list}.change`, path: toList("/change"), body: () => ({ act: "resume" }) },
  { route: `${list}.change`, path: toList("/change"), body: () => ({ act: "end", removePeople: false }) },
  {
    route: `${destination}.change`,
    path: toDestination("/change"),
    body: () => ({ act: "disconnect", removePeople: false }),
  },
  { route: "routes/app.exports_.$exportId", path: () => `/app/exports/${its.exportId}` },
  {
    route: "routes/app.history-file.$fileId.parts",
    path: () => `/app/history-file/${its.fileId}/parts?at=0`,
    body: () => FILE,
  },
  {
    route: "routes/app.history-file.$fileId.refused",
    path: () => `/app/history-file/${its.fileId}/refused`,
    shows: true,
    before: work,
  },
  { route: files, path: toFiles, body: form(() => ({ intent: "confirm", fileId: its.fileId })) },
  { route: files, path: toFiles, body: form(() => ({ intent: "undo", fileId: its.fileId })), before: work },
  {
    route: "routes/app.data-requests.$requestId.file",
    path: () => `/app/data-requests/${its.dataRequestId}/file`,
    shows: true,
  },
  {
    route: requests,
    path: toRequests,
    body: form(() => ({ requestId: its.dataRequestId, mark: "handed_over" })),
  },
  { route: requests, path: toRequests, body: form(() => ({ requestId: its.erasedId, mark: "removed" })) },
  {
    route: requests,
    path: toRequests,
    body: form(() => ({ requestId: its.unclearId, person: String(its.candidateId) })),
  },
  {
    route: "routes/app.segments.$segmentKey.change",
    path: () => `/app/segments/${its.segmentKey}/change`,
    body: () => ({ change: "archive", revision: 1 }),
  },
];

/** Routes with an id in their path that are walked with real ids of both shops elsewhere. */
const ELSEWHERE = ["routes/exports.$exportId"];

async function ask({ path, body }: Act, shop: string): Promise<{ status: number; text: string }> {
  const [address = "", search = ""] = path().split("?");
  const given = body?.();
  const isPlain = given !== undefined && !(given instanceof URLSearchParams) && !Buffer.isBuffer(given);
  const answer = await stack.fetch(`${address}.data?${search}`, {
    shop,
    ...(given === undefined
      ? {}
      : {
          method: "POST",
          body: isPlain
            ? JSON.stringify(given)
            : new Blob([
                given instanceof URLSearchParams ? given.toString() : new Uint8Array(given as Buffer),
              ]),
        }),
    headers: {
      "Content-Type": isPlain
        ? "application/json"
        : given instanceof URLSearchParams
          ? "application/x-www-form-urlencoded"
          : "application/octet-stream",
    },
  });
  return { status: answer.status, text: await answer.text() };
}

/** Every row of the other shop, and how many jobs wait for it. */
async function theirRows(): Promise<string[]> {
  const { pool } = stack.runtime.db;
  const { shopId, domain } = shopRef(THEIRS);
  const tables = await rows<{ name: string }>(
    pool,
    `select table_name as name from information_schema.columns
     where table_schema = 'public' and column_name = 'shop_id' order by 1`,
  );
  const found: string[] = [];
  for (const { name } of tables) {
    const stored = await rows<{ row: string }>(
      pool,
      `select t::text as row from ${name} t where shop_id = $1 order by 1`,
      [shopId],
    );
    found.push(...stored.map(({ row }) => `${name} ${row}`));
  }
  const jobs = await rows<{ job: string }>(
    pool,
    "select name || ' ' || singleton_key job from pgboss.job where starts_with(singleton_key, $1) order by 1",
    [domain],
  );
  return [...found, ...jobs.map(({ job }) => job)];
}

test("every route with an id of its own in its path is walked", () => {
  const withIds = Object.values(stack.build.routes).flatMap(({ id }) =>
    id.includes("$") && !id.includes("$.") && !id.endsWith("$") ? [id] : [],
  );
  const walked = new Set([...ACTS.map(({ route }) => route), ...ELSEWHERE]);
  expect(withIds.length).toBeGreaterThan(15);
  expect(withIds.filter((id) => !walked.has(id))).toEqual([]);
  for (const { route } of ACTS) expect(Object.keys(stack.build.routes)).toContain(route);
});

test.each(ACTS.map((act, at) => [`${at + 1}: ${act.body ? "POST" : "GET"} ${act.route}`, act] as const))(
  "%s: a real id of another shop shows nothing of it and changes nothing there, and is the owner's to use",
  async (_what, act) => {
    await act.before?.();
    const before = await theirRows();
    const mine = await ask(act, MINE);
    expect([mine.status < 500, mine.text]).toEqual([true, expect.not.stringMatching(THEIR_NAMES)]);
    expect(await theirRows()).toEqual(before);

    const theirs = await ask(act, THEIRS);
    expect([theirs.status, theirs.text]).toEqual([expect.toBeOneOf([200, 202]), expect.any(String)]);
    if (act.shows) expect(theirs.text).toMatch(THEIR_NAMES);
    if (act.body) expect(await theirRows()).not.toEqual(before);
    else expect(mine).not.toEqual(theirs);
  },
);

import { afterAll, beforeAll, expect, test } from "vitest";
import { rows } from "../../../app/db/client.ts";
import { PART_BYTES } from "../../../app/sync/history-file/give-file.ts";
import { exportText, row } from "../../unit/sync/history-file/export-text.ts";
import { openWebStack, type WebStack } from "./web-stack.ts";

const MINE = "mine.myshopify.com";
const THEIRS = "theirs.myshopify.com";
let stack: WebStack;

beforeAll(async () => {
  stack = await openWebStack({ shops: [MINE, THEIRS] });
  for (const shop of [MINE, THEIRS]) {
    expect((await stack.fetch("/app.data", { shop })).status).toBe(200);
    const { actions, grantedScopes } = stack.shopify.shop(shop);
    actions.changeScopes({ scopes: grantedScopes.filter((scope) => scope !== "read_all_orders") });
  }
  await stack.settled();
});
afterAll(() => stack.close());

const begin = async (sizeBytes: number, shop = MINE) => {
  const answer = await stack.fetch("/app/history-file/begin", {
    shop,
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ name: "orders_export.csv", sizeBytes }),
  });
  expect(answer.status).toBe(200);
  const { fileId } = (await answer.json()) as { fileId: string };
  return fileId;
};
const send = (fileId: string, at: number, body: Buffer, options: { shop?: string; token?: null } = {}) =>
  stack.fetch(`/app/history-file/${fileId}/parts?at=${at}`, {
    method: "POST",
    headers: { "Content-Type": "application/octet-stream" },
    body: new Uint8Array(body),
    ...options,
  });
const page = async (shop = MINE) => (await stack.fetch("/app/history-file.data", { shop })).text();

test("a file of several parts is taken, previewed and added over HTTP", async () => {
  const count = 6_000;
  const text = Buffer.from(
    exportText(Array.from({ length: count }, (_, at) => row({ Name: `#${at}`, Id: at + 1 }))),
  );
  expect(text.length).toBeGreaterThan(PART_BYTES);
  const fileId = await begin(text.length);
  for (let at = 0; at < text.length; at += PART_BYTES) {
    expect((await send(fileId, at, text.subarray(at, at + PART_BYTES))).status).toBe(200);
  }
  await stack.settled();
  expect(await page()).toContain('"preview"');
  const confirmed = await stack.fetch("/app/history-file.data?index", {
    method: "POST",
    body: new URLSearchParams({ intent: "confirm", fileId }),
  });
  expect(confirmed.status).toBe(200);
  await stack.settled();
  const stored = await rows(stack.runtime.db.pool, "select from orders where history_file_id = $1", [fileId]);
  expect(stored).toHaveLength(count);
  expect(await page(THEIRS)).not.toContain(fileId);
});

test("only a part of a file may be longer than a form, and only up to its limit", async () => {
  const fileId = await begin(10 * PART_BYTES);
  const bytes = Buffer.alloc(PART_BYTES + 1, "a");
  expect((await send(fileId, 0, bytes)).status).toBe(413);
  expect((await send(fileId, 0, bytes.subarray(1))).status).toBe(200);
  const form = await stack.fetch("/app/history-file/begin", { method: "POST", body: "a".repeat(65 * 1024) });
  expect(form.status).toBe(413);
  expect((await send("../../settings", 0, bytes.subarray(1))).status).toBe(413);
});

test("nobody adds to another shop's file, and without a token nothing is read", async () => {
  const fileId = await begin(1_000);
  const bytes = Buffer.alloc(100, "a");
  expect(await (await send(fileId, 0, bytes, { shop: THEIRS })).json()).toEqual({ refused: "out_of_place" });
  expect((await send(fileId, 0, bytes, { token: null })).status).toBeGreaterThanOrEqual(300);
  const theirs = { shop: THEIRS, method: "POST", body: new URLSearchParams({ intent: "discard", fileId }) };
  await stack.fetch("/app/history-file.data?index", theirs);
  expect(
    await rows(stack.runtime.db.pool, "select received_bytes from history_file where file_id = $1", [fileId]),
  ).toEqual([{ received_bytes: 0 }]);
  const refused = await stack.fetch(`/app/history-file/${fileId}/refused`);
  expect([refused.status, (await refused.text()).split("\r\n").length]).toEqual([200, 2]);
});

test("a size or an id that cannot be is refused", async () => {
  const size = async (sizeBytes: number) =>
    (
      await stack.fetch("/app/history-file/begin", {
        method: "POST",
        headers: { "Content-Type": "application/json" },
        body: JSON.stringify({ name: "f", sizeBytes }),
      })
    ).status;
  expect([await size(0), await size(101 * 1024 * 1024), await size(1.5)]).toEqual([400, 400, 400]);
  expect((await stack.fetch("/app/history-file/nothing/refused")).status).toBe(404);
});

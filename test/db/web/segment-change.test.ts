import { afterAll, beforeAll, expect, test } from "vitest";
import { rows } from "../../../app/db/client.ts";
import { shopRef } from "../../../app/platform/ids.ts";
import { createSegment, updateSegment } from "../../../app/segments/change-segment.ts";
import type { Rule } from "../../../app/segments/rule.ts";
import type { StoredSegment } from "../../../app/segments/stored.ts";
import type { ChangeAnswer, SegmentChange } from "../../../app/ui/segments/use-segment-change.ts";
import { openWebStack, type WebStack } from "./web-stack.ts";

const MINE = "mine.myshopify.com";
const THEIRS = "theirs.myshopify.com";
const loyal: Rule = { fact: "orders", is: ">=", value: 3 };
const rich: Rule = { fact: "netSales", is: ">=", value: 10_000 };
const ABSENT = "01890000-0000-7000-8000-000000000000";
let stack: WebStack;
let stays: string;

beforeAll(async () => {
  stack = await openWebStack({ shops: [MINE, THEIRS] });
  for (const shop of [MINE, THEIRS]) expect((await stack.fetch("/app.data", { shop })).status).toBe(200);
  await stack.settled();
  stays = (await aSegment("Stays")).key;
});
afterAll(() => stack.close());

/** A segment of my shop, whose first version has another rule than its second. */
async function aSegment(name: string): Promise<StoredSegment> {
  const mine = shopRef(MINE);
  const first = await createSegment(stack.runtime, mine, { name, rule: loyal }, "7");
  if (!first.ok) throw new Error(first.reason);
  const { key, revision } = first.segment;
  const second = await updateSegment(stack.runtime, mine, key, { rule: rich, revision }, "7");
  if (!second.ok) throw new Error(second.reason);
  return second.segment;
}

type Options = Parameters<WebStack["fetch"]>[1];

const post = (key: string, body: unknown, options: Options = {}) =>
  stack.fetch(`/app/segments/${key}/change`, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: typeof body === "string" ? body : JSON.stringify(body),
    ...options,
  });

async function change(key: string, body: SegmentChange, options?: Options): Promise<ChangeAnswer> {
  const answer = await post(key, body, options);
  expect(answer.status).toBe(200);
  return answer.json() as Promise<ChangeAnswer>;
}

interface Row {
  readonly name: string;
  readonly rule: unknown;
  readonly revision: number;
  readonly archived: boolean;
}

/** A segment as the database has it. */
async function row(key: string): Promise<Row | undefined> {
  const [found] = await rows<Row>(
    stack.runtime.db.pool,
    "select name, rule, revision, archived_at is not null archived from segment where segment_id = $1",
    [key],
  );
  return found;
}

const ruleOf = (rule: Rule) => ({ version: 1, rule });

/** All that the change of a segment writes. */
const contents = () =>
  rows(
    stack.runtime.db.pool,
    `select (select jsonb_agg(to_jsonb(s) order by segment_id) from segment s) segments,
       (select count(*) from segment_version) versions,
       (select count(*) from audit_entry where action like 'segment.%') entries`,
  );

test("renamed by who saw the present revision, and by nobody else", async () => {
  const { key } = await aSegment("Before");
  expect(await change(key, { change: "rename", name: " After ", revision: 2 })).toEqual({
    ok: true,
    change: "rename",
    key,
    name: "After",
  });
  expect(await row(key)).toEqual({ name: "After", rule: ruleOf(rich), revision: 3, archived: false });
  expect(await change(key, { change: "rename", name: "Too late", revision: 2 })).toEqual({
    ok: false,
    change: "rename",
    reason: "changed_meanwhile",
  });
  expect(await change(key, { change: "rename", name: " ", revision: 3 })).toMatchObject({
    reason: "bad_name",
  });
  await aSegment("Somebody else's");
  expect(await change(key, { change: "rename", name: "SOMEBODY else's", revision: 3 })).toMatchObject({
    reason: "name_taken",
  });
  expect(await row(key)).toMatchObject({ name: "After", revision: 3 });
});

test("duplicated under a name of its own, with the rule of the moment", async () => {
  const { key } = await aSegment("Original");
  const copied = await change(key, { change: "duplicate", name: "Copy" });
  if (!copied.ok) throw new Error(copied.reason);
  expect(copied.key).not.toBe(key);
  expect(await row(copied.key)).toEqual({
    name: "Copy",
    rule: ruleOf(rich),
    revision: 1,
    archived: false,
  });
  expect(await change(key, { change: "duplicate", name: "Copy" })).toMatchObject({ reason: "name_taken" });
});

test("archived and taken back, with the one who did it in the audit log", async () => {
  const { key } = await aSegment("On and off");
  const token = stack.shopify.shop(MINE).sessionToken({ userId: 42 });
  expect(await change(key, { change: "archive" }, { token })).toMatchObject({ ok: true, key });
  expect(await row(key)).toMatchObject({ archived: true, revision: 2 });
  expect(await change(key, { change: "rename", name: "Hidden", revision: 2 })).toMatchObject({
    reason: "not_found",
  });
  const taken = await aSegment("On and off");
  expect(await change(key, { change: "restore" })).toMatchObject({ reason: "name_taken" });
  expect(await change(taken.key, { change: "archive" }, { token })).toMatchObject({ ok: true });
  expect(await change(key, { change: "restore" }, { token })).toMatchObject({ ok: true, key });
  expect(await row(key)).toMatchObject({ archived: false, revision: 2 });
  const acts = await rows(
    stack.runtime.db.pool,
    "select action, actor from audit_entry where subject = $1 and actor = '42' order by entry_no",
    [key],
  );
  expect(acts).toEqual([
    { action: "segment.archived", actor: "42" },
    { action: "segment.restored", actor: "42" },
  ]);
});

test("returned to a version, which is the next one", async () => {
  const { key } = await aSegment("There and back");
  expect(await change(key, { change: "return", version: 1, revision: 1 })).toMatchObject({
    reason: "changed_meanwhile",
  });
  expect(await change(key, { change: "return", version: 7, revision: 2 })).toMatchObject({
    reason: "not_found",
  });
  expect(await change(key, { change: "return", version: 1, revision: 2 })).toMatchObject({ ok: true, key });
  expect(await row(key)).toMatchObject({ rule: ruleOf(loyal), revision: 3 });
});

test("the page's own way of asking gets the same answer", async () => {
  const { key } = await aSegment("By fetcher");
  const answer = await stack.fetch(`/app/segments/${key}/change.data`, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ change: "rename", name: "By the page", revision: 2 }),
  });
  expect([answer.status, await answer.text()]).toEqual([200, expect.stringContaining('"By the page"')]);
  expect(await row(key)).toMatchObject({ name: "By the page", revision: 3 });
});

const CHANGES: readonly SegmentChange[] = [
  { change: "rename", name: "Theirs now", revision: 2 },
  { change: "duplicate", name: "Theirs too" },
  { change: "archive" },
  { change: "restore" },
  { change: "return", version: 1, revision: 2 },
];

test("another shop's segment is not there, and one that nobody has neither", async () => {
  const { key } = await aSegment("Mine alone");
  const before = await contents();
  for (const body of CHANGES) {
    const none = { ok: false, change: body.change, reason: "not_found" };
    expect(await change(key, body, { shop: THEIRS })).toEqual(none);
    expect(await change(ABSENT, body)).toEqual(none);
  }
  expect(await contents()).toEqual(before);
});

test("without a token that is Shopify's nothing is changed", async () => {
  const { key } = await aSegment("Guarded");
  const before = await contents();
  for (const body of CHANGES)
    for (const token of [null, "x"]) {
      const { status } = await post(key, body, { token });
      expect([body, status]).toEqual([body, expect.toBeOneOf([202, 302, 401, 410])]);
    }
  expect(await contents()).toEqual(before);
});

test.for([
  "",
  "{",
  "null",
  "[]",
  "{}",
  { change: "delete" },
  { change: "rename", name: "No revision" },
  { change: "rename", name: 7, revision: 2 },
  { change: "rename", name: "x".repeat(1_001), revision: 2 },
  { change: "rename", name: "Half", revision: 1.5 },
  { change: "duplicate" },
  { change: "return", version: "1", revision: 2 },
  { change: "return", version: 2 ** 40, revision: 2 },
])("a body like %j is refused, and changes nothing", async (body) => {
  const before = await contents();
  expect((await post(stays, body)).status).toBe(400);
  expect(await contents()).toEqual(before);
});

test("a key that can be nobody's is not found, one of the app's own segments among them", async () => {
  for (const key of ["vip", "0", "__proto__", "x".repeat(3_000)])
    expect((await post(key, { change: "archive" })).status).toBe(404);
});

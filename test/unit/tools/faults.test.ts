import { afterEach, beforeEach, expect, test } from "vitest";
import { type LocalKlaviyo, startKlaviyo } from "../../tools/klaviyo/klaviyo.ts";
import { askKlaviyo, importBody } from "./klaviyo-requests.ts";

let klaviyo: LocalKlaviyo;
let nowMs: number;
beforeEach(async () => {
  nowMs = Date.UTC(2026, 0, 1);
  klaviyo = await startKlaviyo({ now: () => new Date(nowMs) });
});
afterEach(() => klaviyo.close());

const jobs = "/api/profile-bulk-import-jobs";
const ask = (method: string, path: string, body?: unknown) => askKlaviyo(klaviyo, method, path, body);
const sendOne = (email = "a@example.com") => ask("POST", jobs, importBody([{ email }]));

test("more than a second and a minute allow is refused with the seconds to wait, and let through after them", async () => {
  for (let n = 0; n < 10; n++) expect((await sendOne()).status).toBe(202);
  const refused = await sendOne();
  expect([refused.status, refused.headers.get("retry-after")]).toEqual([429, "1"]);
  expect(refused.headers.get("ratelimit-limit")).toBeNull();
  for (let second = 1; second < 15; second++) {
    nowMs += 1_000;
    for (let n = 0; n < 10; n++) expect((await sendOne()).status).toBe(202);
  }
  nowMs += 1_000;
  expect((await sendOne()).headers.get("retry-after")).toBe("45");
  nowMs += 45_000;
  const passed = await sendOne();
  expect([passed.headers.get("ratelimit-limit"), passed.headers.get("ratelimit-remaining")]).toEqual([
    "150",
    "149",
  ]);
  expect(klaviyo.requests.filter(({ fate }) => fate === 429)).toHaveLength(2);
});

test("a list can be made 150 times a day", async () => {
  const body = { data: { type: "list", attributes: { name: "Best" } } };
  for (let n = 0; n < 150; n++) {
    nowMs += 1_000;
    expect((await ask("POST", "/api/lists", body)).status).toBe(201);
  }
  nowMs += 60_000;
  expect((await ask("POST", "/api/lists", body)).status).toBe(429);
  nowMs += 86_400_000;
  expect((await ask("POST", "/api/lists", body)).status).toBe(201);
});

test("too many requests come with and without a time to wait, a 403 comes bare, and none has an effect", async () => {
  const { faults } = klaviyo;
  faults.add({ kind: "too many", retryAfterSeconds: 7 });
  faults.add({ kind: "too many", retryAfterSeconds: null });
  faults.add({ kind: "bare 403" });
  faults.add({ kind: "status", status: 503, times: 2 });
  const answer = async () => {
    const { status, headers } = await fetch(klaviyo.url + jobs, { method: "POST" });
    return [status, headers.get("retry-after"), headers.get("content-type")];
  };
  expect([await answer(), await answer(), await answer(), await answer(), await answer()]).toEqual([
    [429, "7", "application/vnd.api+json"],
    [429, null, "application/vnd.api+json"],
    [403, null, "text/html"],
    [503, null, "application/vnd.api+json"],
    [503, null, "application/vnd.api+json"],
  ]);
  expect((await sendOne()).status).toBe(202);
});

test("a connection is cut before a request took effect, after it, or in the middle of its answer", async () => {
  klaviyo.faults.add({ kind: "drop", at: "before" });
  klaviyo.faults.add({ kind: "drop", at: "after" });
  klaviyo.faults.add({ kind: "cut" });
  for (const email of ["before@example.com", "after@example.com", "cut@example.com"])
    await expect(sendOne(email)).rejects.toThrow();
  expect(klaviyo.people().map(({ address }) => address)).toEqual(["after@example.com", "cut@example.com"]);
  expect(klaviyo.requests.map(({ fate }) => fate)).toEqual(["dropped before", "dropped after", "cut"]);
});

test("a request waits until the test lets it go, before or after it took effect", async () => {
  const before = Promise.withResolvers<void>();
  const after = Promise.withResolvers<void>();
  klaviyo.faults.add({
    kind: "hold",
    at: "before",
    until: before.promise,
    when: ({ method }) => method === "POST",
  });
  klaviyo.faults.add({
    kind: "hold",
    at: "after",
    until: after.promise,
    when: ({ method }) => method === "POST",
  });
  const first = sendOne("first@example.com");
  await expect.poll(() => klaviyo.requestCount).toBe(1);
  const second = sendOne("second@example.com");
  await expect.poll(() => klaviyo.person("second@example.com")).not.toBeNull();
  expect(klaviyo.person("first@example.com")).toBeNull();
  before.resolve();
  after.resolve();
  expect([(await first).status, (await second).status]).toEqual([202, 202]);
});

test("a job is never done, is done late, or half of it first: the test decides when", async () => {
  klaviyo.faults.addJob({ kind: "never" }, { kind: "late" }, { kind: "half" });
  const people = (name: string) => ["1", "2"].map((n) => ({ email: `${name}${n}@example.com` }));
  const ids: string[] = [];
  for (const name of ["never", "late", "half"])
    ids.push((await ask("POST", jobs, importBody(people(name)))).one!.id);
  const states = async () => {
    const said = [];
    for (const id of ids) said.push((await ask("GET", `${jobs}/${id}`)).one?.attributes.status);
    return said;
  };
  expect(await states()).toEqual(["processing", "processing", "processing"]);
  expect(klaviyo.people().map(({ address }) => address)).toEqual(["half1@example.com"]);
  klaviyo.finishJobs();
  nowMs += 1_000;
  expect(await states()).toEqual(["processing", "complete", "complete"]);
  expect(klaviyo.people()).toHaveLength(4);
});

test("requests are kept with their bodies and never with the key", async () => {
  await sendOne();
  expect(klaviyo.requests).toMatchObject([
    { number: 1, method: "POST", path: jobs, operation: "bulk_import_profiles", fate: 202, refusal: null },
  ]);
  expect(klaviyo.requests[0]?.body).toMatchObject(importBody([{ email: "a@example.com" }]));
  expect(JSON.stringify(klaviyo.requests)).not.toContain(klaviyo.keys[0]);
});

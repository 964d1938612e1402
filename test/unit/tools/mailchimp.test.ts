import { gunzipSync } from "node:zlib";
import { afterEach, beforeEach, expect, test } from "vitest";
import { z } from "zod";
import { type LocalMailchimp, startMailchimp } from "../../tools/mailchimp/mailchimp.ts";
import { subscriberHash } from "../../tools/mailchimp/store.ts";

let mailchimp: LocalMailchimp;
beforeEach(async () => {
  mailchimp = await startMailchimp();
});
afterEach(() => mailchimp.close());

async function ask(method: string, path: string, body?: unknown, key = mailchimp.keys[0]) {
  const answer = await fetch(`${mailchimp.url}/3.0${path}`, {
    method,
    headers: { authorization: `Basic ${Buffer.from(`any:${key}`).toString("base64")}` },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await answer.text();
  const said: unknown = text === "" ? {} : JSON.parse(text);
  return { status: answer.status, body: z.record(z.string(), z.unknown()).parse(said) };
}
const members = () => `/lists/${mailchimp.audience.id}/members`;
const memberPath = (address: string) => `${members()}/${subscriberHash(address)}`;

test("a key is refused without its data centre, when unknown and when revoked", async () => {
  expect((await ask("GET", "/")).body).toMatchObject({ account_name: "Local Mailchimp account" });
  for (const key of ["00000000000000000000000000000000", "11111111111111111111111111111111-us21"])
    expect((await ask("GET", "/", undefined, key)).status).toBe(401);
  mailchimp.revokeKey();
  expect((await ask("GET", "/")).body.title).toBe("API Key Invalid");
});

test("an address that is not in the audience is passed over by a static segment, and is made no member", async () => {
  const segment = mailchimp.addSegment("Best");
  mailchimp.addMember("in@example.com");
  mailchimp.addMember("left@example.com", { status: "unsubscribed" });
  const path = `/lists/${mailchimp.audience.id}/segments/${segment.id}`;
  const change = { members_to_add: ["IN@example.com", "left@example.com", "out@example.com"] };
  expect((await ask("POST", path, change)).body).toMatchObject({ total_added: 2, error_count: 1 });
  expect(mailchimp.membersOf(mailchimp.listId(segment))).toEqual(["in@example.com", "left@example.com"]);
  expect(mailchimp.person("out@example.com")).toBeNull();
  expect(mailchimp.person("left@example.com")).toMatchObject({
    subscription: "unsubscribed",
    mailable: false,
  });
  expect((await ask("POST", path, change)).body).toMatchObject({ total_added: 0 });
  expect((await ask("POST", path, { members_to_remove: ["in@example.com"] })).body).toMatchObject({
    total_removed: 1,
  });
  expect(mailchimp.harm).toEqual([]);
});

test("a segment takes 500 addresses at once, and not one more", async () => {
  const segment = mailchimp.addSegment("Best");
  const path = `/lists/${mailchimp.audience.id}/segments/${segment.id}`;
  const addresses = Array.from({ length: 501 }, (_, n) => `p${n}@example.com`);
  expect((await ask("POST", path, { members_to_add: addresses })).status).toBe(400);
  expect((await ask("POST", path, { members_to_add: addresses.slice(1) })).status).toBe(200);
});

test("merge fields change without the subscription; a status in the same request is harm", async () => {
  mailchimp.addMember("left@example.com", { status: "unsubscribed" });
  const path = memberPath("left@example.com");
  expect((await ask("PATCH", path, { merge_fields: { FNAME: "Ann" } })).status).toBe(200);
  expect((await ask("PUT", path, { merge_fields: { LNAME: "Lee" } })).body).toMatchObject({
    status: "unsubscribed",
    merge_fields: { FNAME: "Ann", LNAME: "Lee" },
  });
  expect(mailchimp.harm).toEqual([]);
  expect((await ask("PATCH", path, { status: "subscribed" })).body.title).toBe("Member In Compliance State");
  expect((await ask("PATCH", path, { status: "pending" })).status).toBe(200);
  expect(mailchimp.person("left@example.com")?.subscription).toBe("pending");
  expect(mailchimp.harm).toHaveLength(2);
  mailchimp.harm.length = 0;
});

test("PATCH makes nobody a member, PUT does so with status_if_new, which is harm", async () => {
  expect((await ask("PATCH", memberPath("new@example.com"), { merge_fields: {} })).status).toBe(404);
  expect((await ask("PUT", memberPath("new@example.com"), { merge_fields: {} })).status).toBe(400);
  expect(mailchimp.harm).toEqual([]);
  const put = { email_address: "new@example.com", status_if_new: "subscribed" };
  expect((await ask("PUT", memberPath("new@example.com"), put)).status).toBe(200);
  expect(mailchimp.harm).toMatchObject([{ what: "made a member subscribed" }]);
  mailchimp.harm.length = 0;
});

test("a merge field is made with at most 10 letters and once, and holds values to its kind", async () => {
  mailchimp.addMember("a@example.com");
  const fields = `/lists/${mailchimp.audience.id}/merge-fields`;
  expect((await ask("POST", fields, { tag: "TOOLONGATAG", name: "CLV", type: "number" })).status).toBe(400);
  expect((await ask("POST", fields, { tag: "CLVNET", name: "CLV", type: "number" })).status).toBe(200);
  expect((await ask("POST", fields, { tag: "CLVNET", name: "CLV", type: "number" })).status).toBe(400);
  await ask("POST", fields, { tag: "LASTORD", name: "Last order", type: "date" });
  const path = memberPath("a@example.com");
  expect((await ask("PATCH", path, { merge_fields: { CLVNET: "much" } })).body.title).toBe(
    "Invalid Resource",
  );
  expect((await ask("PATCH", path, { merge_fields: { LASTORD: "yesterday" } })).status).toBe(400);
  expect(
    (await ask("PATCH", path, { merge_fields: { CLVNET: 12.5, LASTORD: "2026-01-31", NOTHERE: 1 } })).status,
  ).toBe(200);
  expect([...(mailchimp.person("a@example.com")?.attributes.keys() ?? [])]).toEqual(["CLVNET", "LASTORD"]);
});

test("an audience takes 30 merge fields, and 500 batches that are not finished", async () => {
  const fields = `/lists/${mailchimp.audience.id}/merge-fields`;
  const statuses: number[] = [];
  for (let n = 0; n < 28; n++)
    statuses.push((await ask("POST", fields, { tag: `F${n}`, name: `Field ${n}`, type: "text" })).status);
  expect(statuses).toEqual([...Array.from({ length: 27 }, () => 200), 400]);
  mailchimp.faults.holdJobs = true;
  const batch = { operations: [{ method: "GET", path: "/ping" }] };
  for (let n = 0; n < 500; n++) expect((await ask("POST", "/batches", batch)).status).toBe(200);
  expect((await ask("POST", "/batches", batch)).status).toBe(429);
  mailchimp.finishJobs();
  expect((await ask("POST", "/batches", batch)).status).toBe(200);
});

test("who was deleted for good is gone from every segment and cannot be brought back", async () => {
  const segment = mailchimp.addSegment("Best");
  mailchimp.addMember("a@example.com", { segments: [segment] });
  const erase = `${memberPath("a@example.com")}/actions/delete-permanent`;
  expect((await ask("POST", erase)).status).toBe(204);
  expect((await ask("POST", erase)).status).toBe(404);
  expect(mailchimp.membersOf(mailchimp.listId(segment))).toEqual([]);
  const again = await ask("POST", members(), { email_address: "a@example.com", status: "subscribed" });
  expect(again.body.title).toBe("Forgotten Email Not Subscribed");
  mailchimp.harm.length = 0;
});

test("pages hold at most 1,000; a part of an answer can be asked for", async () => {
  for (let n = 0; n < 12; n++) mailchimp.addMember(`p${n}@example.com`);
  expect((await ask("GET", `${members()}?count=1001`)).status).toBe(400);
  const part = await ask("GET", `${members()}?count=5&offset=10&fields=members.email_address,total_items`);
  expect(part.body).toEqual({
    total_items: 12,
    members: [{ email_address: "p10@example.com" }, { email_address: "p11@example.com" }],
  });
});

test("a batch does each operation by itself, and its results are in a gzipped tar", async () => {
  mailchimp.addMember("in@example.com");
  const operations = ["in@example.com", "out@example.com"].map((address) => ({
    method: "PATCH",
    path: memberPath(address),
    body: JSON.stringify({ merge_fields: { FNAME: "Ann" } }),
    operation_id: address,
  }));
  mailchimp.faults.addJob({ kind: "late" });
  const { id } = (await ask("POST", "/batches", { operations })).body;
  expect((await ask("GET", `/batches/${id}`)).body).toMatchObject({
    status: "pending",
    response_body_url: "",
  });
  mailchimp.finishJobs();
  const { body } = await ask("GET", `/batches/${id}`);
  expect(body).toMatchObject({ status: "finished", total_operations: 2, errored_operations: 1 });
  const file = await fetch(String(body.response_body_url));
  const tar = gunzipSync(Buffer.from(await file.arrayBuffer())).toString("utf8");
  expect(tar).toContain('"status_code":404,"operation_id":"out@example.com"');
  expect(tar).toContain('"status_code":200,"operation_id":"in@example.com"');
  expect(mailchimp.person("in@example.com")?.attributes.get("FNAME")?.by).toBe(1);
  expect(mailchimp.requests[0]?.body).toMatchObject({ operations });
});

test("an eleventh request at the same time is refused, without a word of when to come again", async () => {
  const { promise, resolve } = Promise.withResolvers<void>();
  mailchimp.faults.add({ kind: "hold", at: "before", until: promise, times: 10 });
  const ten = Array.from({ length: 10 }, () => ask("GET", "/ping"));
  await expect.poll(() => mailchimp.requestCount).toBe(10);
  expect((await ask("GET", "/ping")).status).toBe(429);
  resolve();
  for (const one of await Promise.all(ten)) expect(one.status).toBe(200);
  expect((await ask("GET", "/ping")).status).toBe(200);
});

test("changing tags so that automations start, archiving and subscribing in a batch are harm", async () => {
  mailchimp.addMember("a@example.com");
  const tags = [{ name: "Best", status: "active" }];
  await ask("POST", `${memberPath("a@example.com")}/tags`, { tags, is_syncing: true });
  expect(mailchimp.harm).toEqual([]);
  await ask("POST", `${memberPath("a@example.com")}/tags`, { tags });
  await ask("DELETE", memberPath("a@example.com"));
  const batch = {
    members: [{ email_address: "a@example.com", status: "subscribed" }],
    update_existing: true,
  };
  await ask("POST", `/lists/${mailchimp.audience.id}`, batch);
  expect(mailchimp.harm.map(({ operation }) => operation)).toEqual([
    "postListMemberTags",
    "deleteListsIdMembersId",
    "postListsId",
  ]);
  expect(mailchimp.person("a@example.com")?.mailable).toBe(true);
  mailchimp.harm.length = 0;
});

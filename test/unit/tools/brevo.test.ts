import { afterEach, beforeEach, expect, test } from "vitest";
import { z } from "zod";
import { type LocalBrevo, startBrevo } from "../../tools/brevo/brevo.ts";

let brevo: LocalBrevo;
let nowMs: number;
beforeEach(async () => {
  nowMs = Date.UTC(2026, 0, 1);
  brevo = await startBrevo({ now: () => new Date(nowMs) });
});
afterEach(() => brevo.close());

async function ask(method: string, path: string, body?: unknown, headers: Record<string, string> = {}) {
  const answer = await fetch(`${brevo.url}/v3${path}`, {
    method,
    headers: { "api-key": brevo.keys[0] ?? "", "content-type": "application/json", ...headers },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await answer.text();
  const said: unknown = text === "" ? {} : JSON.parse(text);
  return {
    status: answer.status,
    headers: answer.headers,
    body: z.record(z.string(), z.unknown()).parse(said),
  };
}
const one = (email: string, attributes: Record<string, unknown> = {}) => ({ email, attributes });

test("a key that is missing, unknown or revoked is refused", async () => {
  expect((await ask("GET", "/account")).body.companyName).toBe("Local Brevo account");
  expect((await ask("GET", "/account", undefined, { "api-key": "other" })).body).toEqual({
    code: "unauthorized",
    message: "Key not found",
  });
  brevo.revokeKey();
  expect((await ask("GET", "/account")).status).toBe(401);
});

test("an import adds people to the list and lifts no blacklist; who is not taken stands in a report", async () => {
  const list = brevo.addList("Best");
  brevo.addContact("left@example.com", { blacklisted: true });
  const sent = await ask("POST", "/contacts/import", {
    jsonBody: [one("new@example.com"), one("left@example.com"), one("no address")],
    listIds: [list.id],
  });
  expect(sent.status).toBe(202);
  const { body } = await ask("GET", `/processes/${sent.body.processId}`);
  expect(body).toMatchObject({ status: "completed", name: "IMPORTUSER" });
  const { invalid_emails } = z
    .object({ import: z.object({ invalid_emails: z.string() }) })
    .parse(body.info).import;
  expect(await (await fetch(invalid_emails)).text()).toBe("EMAIL\nno address\n");
  expect(brevo.membersOf(String(list.id))).toEqual(["left@example.com", "new@example.com"]);
  expect(brevo.person("left@example.com")?.mailable).toBe(false);
  expect(brevo.harm).toEqual([]);
});

test("attributes that the account has are written, others passed over; empty ones change nothing unless asked", async () => {
  const list = brevo.addList("Best");
  const send = (attributes: Record<string, unknown>, more = {}) =>
    ask("POST", "/contacts/import", {
      jsonBody: [one("a@example.com", attributes)],
      listIds: [list.id],
      ...more,
    });
  expect((await ask("POST", "/contacts/attributes/normal/CLV_NET", { type: "float" })).status).toBe(201);
  expect((await ask("POST", "/contacts/attributes/normal/CLV_NET", { type: "float" })).status).toBe(400);
  expect((await ask("POST", "/contacts/attributes/normal/CLV", { type: "number" })).status).toBe(400);
  await send({ CLV_NET: 12.5, FIRSTNAME: "Ann", NOT_THERE: 1 });
  await send({ CLV_NET: "", FIRSTNAME: "" });
  const values = () =>
    [...(brevo.person("a@example.com")?.attributes ?? [])].map(([name, { value }]) => [name, value]);
  expect(values()).toEqual([
    ["CLV_NET", 12.5],
    ["FIRSTNAME", "Ann"],
  ]);
  expect(brevo.harm).toEqual([]);
  await send({ FIRSTNAME: "" }, { emptyContactsAttributes: true });
  expect(values()).toEqual([["CLV_NET", 12.5]]);
  expect(brevo.harm).toHaveLength(1);
  brevo.harm.length = 0;
});

test("a blacklist in an import changes everybody in it, which is harm", async () => {
  const list = brevo.addList("Best");
  brevo.addContact("left@example.com", { blacklisted: true });
  await ask("POST", "/contacts/import", {
    jsonBody: [one("left@example.com")],
    listIds: [list.id],
    emailBlacklist: false,
  });
  expect(brevo.person("left@example.com")?.mailable).toBe(true);
  await ask("PUT", "/contacts/left@example.com", { emailBlacklisted: true });
  expect(brevo.harm.map(({ operation }) => operation)).toEqual(["importContacts", "updateContact"]);
  brevo.harm.length = 0;
});

test("an import is a body of one kind, for a list that is there, of at most 10 MB", async () => {
  const list = brevo.addList("Best");
  const listIds = [list.id];
  expect((await ask("POST", "/contacts/import", { listIds })).status).toBe(400);
  expect((await ask("POST", "/contacts/import", { jsonBody: [one("a@example.com")] })).status).toBe(400);
  expect(
    (await ask("POST", "/contacts/import", { jsonBody: [one("a@example.com")], listIds: [999] })).status,
  ).toBe(404);
  expect((await ask("POST", "/contacts/import", { fileBody: "NAME\nAnn", listIds })).status).toBe(400);
  expect(
    (await ask("POST", "/contacts/import", { fileBody: `EMAIL\n${"x".repeat(10_000_000)}`, listIds })).status,
  ).toBe(400);
  expect(
    (await ask("POST", "/contacts/import", { fileBody: "EMAIL;FIRSTNAME\na@example.com;Ann", listIds }))
      .status,
  ).toBe(202);
  expect(brevo.person("a@example.com")?.attributes.get("FIRSTNAME")?.value).toBe("Ann");
});

test("150 people leave a list at once, and not one more; where nobody was on it, that is a refusal", async () => {
  const list = brevo.addList("Best");
  const emails = Array.from({ length: 151 }, (_, n) => `p${n}@example.com`);
  for (const email of emails) brevo.addContact(email, { lists: [list] });
  const path = `/contacts/lists/${list.id}/contacts/remove`;
  expect((await ask("POST", path, { emails })).status).toBe(400);
  expect((await ask("POST", path, { emails: emails.slice(1) })).status).toBe(201);
  expect(brevo.membersOf(String(list.id))).toEqual(["p0@example.com"]);
  expect((await ask("POST", path, { emails: ["p0@example.com", "p1@example.com"] })).body).toEqual({
    contacts: { success: ["p0@example.com"], failure: ["p1@example.com"] },
  });
  expect((await ask("POST", path, { emails: ["p0@example.com"] })).status).toBe(400);
  expect(brevo.person("p0@example.com")?.mailable).toBe(true);
});

test("a contact is read by address, with its lists and its blacklist, and is gone once deleted", async () => {
  const list = brevo.addList("Best");
  brevo.addContact("a+b@example.com", { lists: [list], blacklisted: true });
  const path = `/contacts/${encodeURIComponent("A+b@example.com")}`;
  expect((await ask("GET", path)).body).toMatchObject({ emailBlacklisted: true, listIds: [list.id] });
  expect((await ask("DELETE", path)).status).toBe(204);
  expect((await ask("GET", path)).body.code).toBe("document_not_found");
  expect((await ask("DELETE", path)).status).toBe(404);
});

test("pages hold at most 1,000 contacts, 500 of a list and 50 lists", async () => {
  const list = brevo.addList("Best");
  for (let n = 0; n < 3; n++) brevo.addContact(`p${n}@example.com`, { lists: [list] });
  for (const [path, most] of [
    ["/contacts", 1_000],
    [`/contacts/lists/${list.id}/contacts`, 500],
    ["/contacts/lists", 50],
  ] as const) {
    expect((await ask("GET", `${path}?limit=${most + 1}`)).status).toBe(400);
    expect((await ask("GET", `${path}?limit=${most}`)).status).toBe(200);
  }
  const page = await ask("GET", `/contacts/lists/${list.id}/contacts?limit=2&offset=2&sort=asc`);
  expect(page.body).toMatchObject({ count: 3, contacts: [{ email: "p2@example.com" }] });
});

test("10 requests on contacts a second, 100 others an hour, said in headers of Brevo's own", async () => {
  for (let n = 0; n < 10; n++) expect((await ask("GET", "/contacts")).status).toBe(200);
  const refused = await ask("GET", "/contacts");
  expect([
    refused.status,
    refused.headers.get("retry-after"),
    refused.headers.get("x-sib-ratelimit-reset"),
  ]).toEqual([429, null, "1"]);
  nowMs += 1_000;
  expect((await ask("GET", "/contacts")).headers.get("x-sib-ratelimit-remaining")).toBe("9");
  for (let n = 0; n < 100; n++) expect((await ask("GET", "/account")).status).toBe(200);
  expect((await ask("GET", "/processes/1")).headers.get("x-sib-ratelimit-reset")).toBe("3600");
  nowMs += 3_600_000;
  expect((await ask("GET", "/account")).status).toBe(200);
});

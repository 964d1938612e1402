import { afterEach, beforeEach, expect, test } from "vitest";
import { type LocalKlaviyo, startKlaviyo } from "../../tools/klaviyo/klaviyo.ts";
import { askKlaviyo, deletionBody, importBody, references } from "./klaviyo-requests.ts";

let klaviyo: LocalKlaviyo;
beforeEach(async () => {
  klaviyo = await startKlaviyo({ enforceRates: false });
});
afterEach(() => klaviyo.close());

const ask = (method: string, path: string, body?: unknown, headers?: Record<string, string>) =>
  askKlaviyo(klaviyo, method, path, body, headers);
const jobs = "/api/profile-bulk-import-jobs";

test("a key that is missing, unknown or revoked is refused, and a good one is let in", async () => {
  expect((await ask("GET", "/api/accounts")).status).toBe(200);
  expect(await ask("GET", "/api/accounts", undefined, { authorization: "" })).toMatchObject({
    status: 401,
    error: { code: "not_authenticated" },
  });
  expect(
    (await ask("GET", "/api/accounts", undefined, { authorization: "Klaviyo-API-Key pk_x" })).status,
  ).toBe(401);
  klaviyo.revokeKey();
  expect((await ask("GET", "/api/accounts")).error?.code).toBe("authentication_failed");
  klaviyo.restoreKey();
  expect((await ask("GET", "/api/accounts")).status).toBe(200);
});

test("a key may do only what its scopes allow", async () => {
  await klaviyo.close();
  klaviyo = await startKlaviyo({ keys: [{ key: "pk_reads_only", scopes: ["lists:read", "profiles:read"] }] });
  expect((await ask("GET", "/api/lists")).status).toBe(200);
  expect(await ask("POST", jobs, importBody([{ email: "a@example.com" }]))).toMatchObject({
    status: 403,
    error: { code: "permission_denied" },
  });
  expect(klaviyo.people()).toEqual([]);
});

test("a request without the revision, or with another, is refused", async () => {
  expect((await ask("GET", "/api/lists", undefined, { revision: "2020-01-01" })).status).toBe(400);
  expect((await ask("GET", "/api/lists")).status).toBe(200);
});

test("a body has to be said to be JSON:API, and has to be JSON", async () => {
  const body = { data: { type: "list", attributes: { name: "Best" } } };
  expect((await ask("POST", "/api/lists", body, { "content-type": "application/json" })).status).toBe(415);
  expect((await ask("POST", "/api/lists", "{")).error?.code).toBe("parse_error");
  expect((await ask("POST", "/api/lists", body)).status).toBe(201);
});

test("a field and a parameter that the description does not have are refused by name", async () => {
  const wrong = await ask("POST", jobs, importBody([{ email: "a@example.com", subscriptions: {} }]));
  expect(wrong.status).toBe(400);
  expect(wrong.error?.source.pointer).toBe("/data/attributes/profiles/data/0/attributes");
  expect((await ask("GET", "/api/profiles?page[offset]=2")).error?.source.parameter).toBe("page[offset]");
  expect((await ask("GET", "/api/profiles?fields[profile]=consent")).status).toBe(400);
  expect((await ask("GET", "/api/profiles?fields[profile]=email")).status).toBe(200);
});

test("an import makes profiles that nobody asked about mails, puts them on the list, and touches no consent", async () => {
  const list = klaviyo.addList("Best");
  klaviyo.addProfile("left@example.com", { consent: "UNSUBSCRIBED" });
  klaviyo.addProfile("yes@example.com", { consent: "SUBSCRIBED" });
  klaviyo.addProfile("blocked@example.com", { suppressed: "USER_SUPPRESSED" });
  const people = ["new@example.com", "left@example.com", "yes@example.com", "blocked@example.com"];
  const sent = await ask(
    "POST",
    jobs,
    importBody(
      people.map((email) => ({ email })),
      [list.id],
    ),
  );
  expect(sent.status).toBe(202);
  expect((await ask("GET", `${jobs}/${sent.one?.id}`)).one?.attributes).toMatchObject({
    status: "complete",
    total_count: 4,
    failed_count: 0,
  });
  expect(klaviyo.membersOf(list.id)).toEqual([...people].sort());
  expect(people.map((one) => [klaviyo.person(one)?.subscription, klaviyo.person(one)?.mailable])).toEqual([
    ["NEVER_SUBSCRIBED", true],
    ["UNSUBSCRIBED", false],
    ["SUBSCRIBED", true],
    ["NEVER_SUBSCRIBED", false],
  ]);
  expect(klaviyo.harm).toEqual([]);
});

test("an import writes what it names; null and what it leaves out stay as they were", async () => {
  await ask(
    "POST",
    jobs,
    importBody([{ email: "A@Example.com", first_name: "Ann", properties: { clv: 12 } }]),
  );
  await ask(
    "POST",
    jobs,
    importBody([{ email: "a@example.com", first_name: null, properties: { orders: 3 } }]),
  );
  expect(klaviyo.people()).toHaveLength(1);
  const attributes = klaviyo.person("a@example.com")?.attributes;
  expect([...(attributes ?? [])].map(([name, { value, by }]) => [name, value, by])).toEqual([
    ["first_name", "Ann", 1],
    ["clv", 12, 1],
    ["orders", 3, 2],
  ]);
});

test("a row that is wrong fails by itself, with its payload among the errors of the job", async () => {
  klaviyo.faults.refusePeople.set("odd@example.com", "This profile cannot be written.");
  const sent = await ask(
    "POST",
    jobs,
    importBody([
      { email: "no address" },
      { email: "good@example.com" },
      { email: "odd@example.com" },
      { first_name: "No" },
    ]),
  );
  const id = sent.one?.id;
  expect((await ask("GET", `${jobs}/${id}`)).one?.attributes).toMatchObject({
    completed_count: 1,
    failed_count: 3,
  });
  const first = await ask("GET", `${jobs}/${id}/import-errors?page[size]=2`);
  expect(first.rows.map(({ attributes }) => attributes.detail)).toEqual([
    "Invalid email address",
    "This profile cannot be written.",
  ]);
  expect(first.rows[0]?.attributes.original_payload).toMatchObject({ attributes: { email: "no address" } });
  const second = await ask("GET", first.next!.slice(klaviyo.url.length));
  expect(second.rows).toHaveLength(1);
  expect(second.next).toBeNull();
  expect(klaviyo.people().map(({ address }) => address)).toEqual(["good@example.com"]);
});

test("an import takes 10,000 profiles, 5 MB and 100 KB a profile, and not one more", async () => {
  const people = (count: number) => Array.from({ length: count }, (_, n) => ({ email: `p${n}@example.com` }));
  expect((await ask("POST", jobs, importBody(people(10_001)))).status).toBe(400);
  expect(
    (await ask("POST", jobs, importBody([{ email: "a@example.com", title: "x".repeat(100_000) }]))).status,
  ).toBe(400);
  const large = people(60).map((one) => ({ ...one, title: "x".repeat(90_000) }));
  expect((await ask("POST", jobs, importBody(large))).status).toBe(413);
  expect(klaviyo.people()).toEqual([]);
  expect((await ask("POST", jobs, importBody(people(10_000)))).status).toBe(202);
  expect(klaviyo.people()).toHaveLength(10_000);
});

test("an import to a list that is not there is refused whole", async () => {
  expect((await ask("POST", jobs, importBody([{ email: "a@example.com" }], ["NOPE00"]))).status).toBe(404);
  expect(klaviyo.people()).toEqual([]);
});

test("people are looked up by 100 addresses at once, in any case of letters, with their subscriptions", async () => {
  klaviyo.addProfile("left@example.com", { consent: "UNSUBSCRIBED" });
  klaviyo.addProfile("new@example.com");
  const path = (addresses: string[]) =>
    `/api/profiles?${new URLSearchParams({
      filter: `any(email,${JSON.stringify(addresses)})`,
      "additional-fields[profile]": "subscriptions",
      "page[size]": "100",
    })}`;
  const found = await ask("GET", path(["LEFT@example.com", "new@example.com", "unknown@example.com"]));
  expect(found.rows.map(({ attributes }) => attributes)).toMatchObject([
    {
      email: "left@example.com",
      subscriptions: {
        email: {
          marketing: {
            can_receive_email_marketing: false,
            consent: "UNSUBSCRIBED",
            suppression: [{ reason: "UNSUBSCRIBE" }],
          },
        },
      },
    },
    {
      email: "new@example.com",
      subscriptions: {
        email: { marketing: { can_receive_email_marketing: true, consent: "NEVER_SUBSCRIBED" } },
      },
    },
  ]);
  const many = Array.from({ length: 101 }, (_, n) => `p${n}@example.com`);
  expect((await ask("GET", path(many))).status).toBe(400);
  expect((await ask("GET", path(many.slice(0, 100)))).status).toBe(200);
  expect((await ask("GET", "/api/profiles?page[size]=101")).status).toBe(400);
  expect((await ask("GET", `/api/profiles?filter=${encodeURIComponent('contains(email,"a")')}`)).status).toBe(
    400,
  );
});

test("pages of a list follow each other though people leave between them", async () => {
  const list = klaviyo.addList("Best");
  for (let n = 0; n < 5; n++) klaviyo.addProfile(`p${n}@example.com`, { lists: [list.id] });
  const first = await ask("GET", `/api/lists/${list.id}/profiles?page[size]=2`);
  await ask(
    "DELETE",
    `/api/lists/${list.id}/relationships/profiles`,
    references(...first.rows.map(({ id }) => id)),
  );
  const second = await ask("GET", first.next!.slice(klaviyo.url.length));
  expect(second.rows.map(({ attributes }) => attributes.email)).toEqual(["p2@example.com", "p3@example.com"]);
});

test("leaving a list changes no consent; one profile that is not there refuses the whole request", async () => {
  const list = klaviyo.addList("Best");
  const ids = ["a@example.com", "b@example.com"].map(
    (email) => klaviyo.addProfile(email, { consent: "SUBSCRIBED", lists: [list.id] }).id,
  );
  const members = `/api/lists/${list.id}/relationships/profiles`;
  expect((await ask("DELETE", members, references(ids[0]!, "01NOBODY"))).status).toBe(404);
  expect(klaviyo.membersOf(list.id)).toHaveLength(2);
  const tooMany = Array.from({ length: 1_001 }, () => ids[0]!);
  expect((await ask("DELETE", members, references(...tooMany))).status).toBe(400);
  expect((await ask("DELETE", members, references(ids[0]!))).status).toBe(204);
  expect(klaviyo.membersOf(list.id)).toEqual(["b@example.com"]);
  expect(klaviyo.person("a@example.com")?.subscription).toBe("SUBSCRIBED");
});

test("a deletion takes exactly one identifier, and the person goes from every list", async () => {
  const list = klaviyo.addList("Best");
  const { id } = klaviyo.addProfile("a@example.com", { lists: [list.id] });
  const path = "/api/data-privacy-deletion-jobs";
  expect((await ask("POST", path, deletionBody({ email: "a@example.com" }, id))).status).toBe(400);
  expect((await ask("POST", path, deletionBody({}))).status).toBe(400);
  expect((await ask("POST", path, deletionBody({ email: "a@example.com" }))).status).toBe(202);
  expect(klaviyo.person("a@example.com")).toBeNull();
  expect(klaviyo.membersOf(list.id)).toEqual([]);
});

test("a subscription job lifts what the person said, which is put down as harm", async () => {
  klaviyo.addProfile("left@example.com", { consent: "UNSUBSCRIBED" });
  const body = {
    data: { attributes: { profiles: { data: [{ attributes: { email: "left@example.com" } }] } } },
  };
  expect((await ask("POST", "/api/profile-subscription-bulk-create-jobs", body)).status).toBe(202);
  expect(klaviyo.person("left@example.com")?.mailable).toBe(true);
  expect(klaviyo.harm).toMatchObject([{ request: 1, operation: "bulk_subscribe_profiles" }]);
  klaviyo.harm.length = 0;
});

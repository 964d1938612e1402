import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { type LocalTools, startLocalTools } from "../../tools/local-tools.ts";
import { fillTools } from "../../tools/shop-people.ts";
import { askKlaviyo } from "./klaviyo-requests.ts";

let dataDir: string;
let tools: LocalTools;
beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), "local-tools-"));
  tools = await startLocalTools({ dataDir });
});
afterEach(async () => {
  await tools.close();
  await rm(dataDir, { recursive: true });
});

const page = async (url: string) => {
  const answer = await fetch(url);
  return { status: answer.status, text: await answer.text() };
};
const post = (url: string, form: Record<string, string>, origin: string) =>
  fetch(url, { method: "POST", body: new URLSearchParams(form), headers: { origin }, redirect: "manual" });

test("each tool answers under its name at the common address, and at its own", async () => {
  for (const [name, path] of [
    ["klaviyo", "/api/accounts"],
    ["mailchimp", "/3.0/ping"],
    ["brevo", "/v3/account"],
  ] as const) {
    expect((await fetch(`${tools.url}/${name}${path}`)).status).toBe(401);
    expect((await fetch(tools[name].url + path)).status).toBe(401);
    expect(tools[name].requests.map((request) => request.path)).toEqual([path, path]);
  }
  expect((await fetch(`${tools.url}/other/api`)).status).toBe(404);
});

test("the page of each tool shows its people with subscription, list and attributes", async () => {
  tools.klaviyo.addProfile("k@example.com", {
    lists: [tools.klaviyo.addList("Best <k>").id],
    attributes: { clv: 12 },
  });
  tools.mailchimp.addMember("m@example.com", { segments: [tools.mailchimp.addSegment("Best m")] });
  tools.brevo.addContact("b@example.com", { lists: [tools.brevo.addList("Best b")], blacklisted: true });
  for (const [tool, words] of [
    [tools.klaviyo, ["k@example.com", "NEVER_SUBSCRIBED", "Best &lt;k&gt;", "clv"]],
    [tools.mailchimp, ["m@example.com", "subscribed", "Newsletter: Best m"]],
    [tools.brevo, ["b@example.com", "emailBlacklisted", "Best b"]],
  ] as const) {
    const { status, text } = await page(`${tool.url}/`);
    expect(status).toBe(200);
    for (const word of words) expect(text).toContain(word);
    expect((await page(`${tool.url}/local/page.css`)).status).toBe(200);
  }
});

test("a person leaves, is suppressed, and the key is revoked by forms of the page, and of no other page", async () => {
  const { klaviyo } = tools;
  klaviyo.addProfile("a@example.com", { consent: "SUBSCRIBED" });
  const act = (name: string, origin = klaviyo.url) =>
    post(`${klaviyo.url}/local/${name}`, { address: "a@example.com" }, origin);
  expect((await act("unsubscribe", "http://evil.example")).status).toBe(403);
  expect(klaviyo.person("a@example.com")?.mailable).toBe(true);
  expect((await act("unsubscribe")).status).toBe(303);
  expect(klaviyo.person("a@example.com")).toMatchObject({ subscription: "UNSUBSCRIBED", mailable: false });
  await act("suppress");
  expect(klaviyo.person("a@example.com")?.suppressions).toEqual(["UNSUBSCRIBE", "USER_SUPPRESSED"]);
  await act("revoke-key");
  expect((await askKlaviyo(klaviyo, "GET", "/api/lists")).status).toBe(401);
  await act("restore-key");
  expect((await askKlaviyo(klaviyo, "GET", "/api/lists")).status).toBe(200);
});

test("what the tools hold is there again at the next start", async () => {
  const list = tools.klaviyo.addList("Best");
  tools.klaviyo.addProfile("k@example.com", {
    consent: "UNSUBSCRIBED",
    lists: [list.id],
    attributes: { clv: 12 },
  });
  const segment = tools.mailchimp.addSegment("Best");
  tools.mailchimp.addMember("m@example.com", {
    status: "cleaned",
    segments: [segment],
    mergeFields: { FNAME: "Ann" },
  });
  const brevoList = tools.brevo.addList("Best");
  tools.brevo.addContact("b@example.com", {
    blacklisted: true,
    lists: [brevoList],
    attributes: { FIRSTNAME: "Ann" },
  });
  const held = () => tools.all.map((tool) => ({ people: tool.people(), lists: tool.lists() }));
  const before = held();
  await tools.close();
  tools = await startLocalTools({ dataDir });
  expect(held()).toEqual(before);
});

test("of a shop's customers each tool knows some subscribers, of whom a few may not be written to there", () => {
  const people = Array.from({ length: 200 }, (_, n) => ({
    email: `p${n}@example.com`,
    firstName: n % 2 ? "Ann" : null,
    isSubscribed: n < 180,
  }));
  fillTools(tools, people);
  for (const tool of tools.all) {
    const known = tool.people();
    expect(known.length).toBeGreaterThan(60);
    expect(known.length).toBeLessThan(180);
    expect(known.filter(({ mailable }) => !mailable).length).toBeGreaterThan(2);
    expect(tool.person("p190@example.com")).toBeNull();
    expect(tool.lists()[0]?.size).toBeGreaterThan(20);
  }
});

test("the tools do not end in peace where a request could have changed a subscription", async () => {
  await askKlaviyo(tools.klaviyo, "POST", "/api/profile-subscription-bulk-create-jobs", {
    data: { attributes: { profiles: { data: [{ attributes: { email: "a@example.com" } }] } } },
  });
  await expect(tools.close()).rejects.toThrow("bulk_subscribe_profiles");
  tools = await startLocalTools({ dataDir });
});

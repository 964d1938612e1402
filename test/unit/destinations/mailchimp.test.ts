import { afterEach, beforeEach, expect, test } from "vitest";
import { KeyRefused, type Tool, ToolRefused, ToolUnavailable } from "../../../app/destinations/tool.ts";
import { mailchimp } from "../../../app/destinations/tools/mailchimp.ts";
import { type LocalMailchimp, startMailchimp } from "../../tools/mailchimp/mailchimp.ts";
import { type Segment, subscriberHash } from "../../tools/mailchimp/store.ts";
import { connectLocal, known, onward, pagesOf, sent } from "./tool-connection.ts";

let local: LocalMailchimp;
let tool: Tool;
let segment: Segment;
let listId: string;
beforeEach(async () => {
  local = await startMailchimp();
  ({ tool } = connectLocal(mailchimp, local));
  segment = local.addSegment("Best");
  listId = local.listId(segment);
});
// Throws where a request could have changed a subscription.
afterEach(() => local.close());

const asked = (operation: string) => local.requests.filter((one) => one.operation === operation).length;
async function applied(people: Parameters<Tool["apply"]>[1]) {
  const { jobRef } = await tool.apply(listId, people, onward);
  return tool.poll(jobRef ?? "", onward);
}

test("a key tells its account, and has to end in a data centre", async () => {
  expect(await tool.account(onward)).toEqual({ id: "local0mailchimp", name: "Local Mailchimp account" });
  expect(mailchimp.isKey(local.keys[0] ?? "")).toBe(true);
  expect(mailchimp.isKey("00000000000000000000000000000000")).toBe(false);
});

test("a refused key is told from a page that says too many connections", async () => {
  local.faults.add({ kind: "bare 403" });
  await expect(tool.account(onward)).rejects.toThrow(ToolUnavailable);
  local.faults.add({ kind: "status", status: 403 });
  await expect(tool.account(onward)).rejects.toThrow(KeyRefused);
  local.revokeKey();
  await expect(tool.account(onward)).rejects.toThrow(KeyRefused);
});

test("lists are the static segments of all audiences; one is made in the audience that is named", async () => {
  const other = local.addAudience("Shops");
  const made = await tool.makeList("New", "Shops", onward);
  expect(made).toMatchObject({ within: "Shops", id: expect.stringMatching(`^${other.id}:`) });
  expect((await tool.lists(onward)).map(({ name, within }) => [name, within])).toEqual([
    ["Best", "Newsletter"],
    ["New", "Shops"],
  ]);
  await expect(tool.makeList("Nowhere", null, onward)).rejects.toThrow(ToolRefused);
  await expect(tool.makeList("Nowhere", "Others", onward)).rejects.toThrow(ToolRefused);
});

test("merge fields of at most 10 letters are made once", async () => {
  const fields = mailchimp.fields;
  for (const field of Object.values(fields)) expect(field?.name).toMatch(/^[A-Z]{1,10}$/);
  await tool.prepareFields(listId, ["first_name", "clv_historic", "last_order_date"], onward);
  await tool.prepareFields(listId, ["first_name", "clv_historic", "last_order_date"], onward);
  expect(asked("postListsIdMergeFields")).toBe(2);
  expect(local.audience.mergeFields.get("CLVNET")).toMatchObject({ type: "number", public: false });
});

test("members are put into the segment with their values by one batch; whoever is not in the audience is refused", async () => {
  await tool.prepareFields(listId, ["clv_historic"], onward);
  local.addMember("in@example.com");
  local.addMember("left@example.com", { status: "unsubscribed" });
  const before = local.requestCount;
  const people = ["in@example.com", "left@example.com", "out@example.com"].map((address) =>
    sent(address, { clv_historic: 3 }),
  );
  const outcome = await applied(people);
  expect(local.requestCount - before).toBe(3);
  expect(
    outcome.state === "ended" && [...outcome.outcomes].sort((a, b) => (a.address < b.address ? -1 : 1)),
  ).toEqual([
    { address: "in@example.com", outcome: "done", toolId: subscriberHash("in@example.com") },
    { address: "left@example.com", outcome: "done", toolId: subscriberHash("left@example.com") },
    { address: "out@example.com", outcome: "refused", code: "not_in_audience", words: "Not in the audience" },
  ]);
  expect(local.person("out@example.com")).toBeNull();
  expect(local.person("left@example.com")).toMatchObject({ subscription: "unsubscribed", mailable: false });
  expect(local.person("in@example.com")?.attributes.get("CLVNET")?.value).toBe(3);
  expect(local.membersOf(listId)).toEqual(["in@example.com", "left@example.com"]);
});

test("without values, and sent again, people are on the list and confirmed", async () => {
  local.addMember("in@example.com");
  for (let n = 0; n < 2; n++)
    expect(await applied([sent("in@example.com"), sent("out@example.com")])).toMatchObject({
      state: "ended",
      outcomes: expect.arrayContaining([
        expect.objectContaining({ address: "in@example.com", outcome: "done" }),
        expect.objectContaining({ address: "out@example.com", code: "not_in_audience" }),
      ]),
    });
  expect(local.membersOf(listId)).toEqual(["in@example.com"]);
});

test("a batch runs until the tool has finished it; one bad person fails alone", async () => {
  await tool.prepareFields(listId, ["clv_historic"], onward);
  for (const address of ["in@example.com", "odd@example.com"]) local.addMember(address);
  local.faults.addJob({ kind: "half" });
  local.faults.refusePeople.set("odd@example.com", "This address is odd");
  const people = ["in@example.com", "odd@example.com"].map((address) => sent(address, { clv_historic: 3 }));
  const { jobRef } = await tool.apply(listId, people, onward);
  expect(await tool.poll(jobRef ?? "", onward)).toEqual({ state: "running" });
  local.finishJobs();
  const { outcomes } = Object.assign({ outcomes: [] }, await tool.poll(jobRef ?? "", onward));
  expect(outcomes).toEqual([
    expect.objectContaining({ address: "odd@example.com", outcome: "refused", code: "Invalid Resource" }),
    expect.objectContaining({ address: "in@example.com", outcome: "done" }),
  ]);
});

test("nobody is confirmed whose segment is gone", async () => {
  local.addMember("in@example.com");
  local.audience.segments.delete(segment.id);
  expect(await applied([sent("in@example.com")])).toEqual({ state: "ended", outcomes: [], rest: "unknown" });
});

test("results that cannot be fetched are asked for again", async () => {
  local.addMember("in@example.com");
  const { jobRef } = await tool.apply(listId, [sent("in@example.com")], onward);
  local.faults.add({ kind: "cut", when: ({ path }) => path.startsWith("/results/") });
  await expect(tool.poll(jobRef ?? "", onward)).rejects.toThrow(ToolUnavailable);
  expect(await tool.poll(jobRef ?? "", onward)).toMatchObject({
    state: "ended",
    outcomes: [{ outcome: "done" }],
  });
});

test("how people stand is read one by one, or by pages of the audience where that is less", async () => {
  local.addMember("in@example.com", { segments: [segment] });
  for (const status of ["unsubscribed", "cleaned", "pending", "transactional", "archived"] as const)
    local.addMember(`${status}@example.com`, { status });
  const states = async (...addresses: string[]) =>
    (await tool.plan(listId, addresses, onward)).map(({ state, onList }) => [state, onList]);
  const names = ["in", "unsubscribed", "cleaned", "pending", "transactional", "nobody"].map(
    (name) => `${name}@example.com`,
  );
  const expected = [
    ["mailable", true],
    ...Array.from({ length: 4 }, () => ["suppressed", false]),
    ["unknown", false],
  ];
  expect(await states(...names)).toEqual(expected);
  expect([asked("getListsIdMembers"), asked("getListsIdMembersId")]).toEqual([1, 0]);
  expect(await states("archived@example.com")).toEqual([["suppressed", false]]);
  for (let n = 0; n < 9_000; n++) local.addMember(`p${n}@example.com`);
  expect(await states(...names)).toEqual(expected);
  expect([asked("getListsIdMembers"), asked("getListsIdMembersId")]).toEqual([2, 7]);
  const many = Array.from({ length: 3_000 }, (_, n) => `p${n}@example.com`);
  expect((await states(...many)).every(([state]) => state === "mailable")).toBe(true);
  expect([asked("getListsIdMembers"), asked("getListsIdMembersId")]).toEqual([12, 7]);
});

test("a member who leaves the audience between two pages hides nobody, though another one comes in", async () => {
  for (let n = 0; n < 1_500; n++) local.addMember(`p${n}@example.com`);
  /** While the second page of a reading is asked for, somebody goes and somebody comes. */
  const disturbed = async (times: number, addresses: readonly string[]) => {
    const before = local.requestCount;
    const holds = Array.from({ length: times }, () => Promise.withResolvers<void>());
    for (const { promise } of holds)
      local.faults.add({
        ...{ kind: "hold", at: "before", until: promise },
        when: ({ query }) => query.get("offset") === "999",
      });
    const planned = tool.plan(listId, addresses, onward);
    for (const [at, { resolve }] of holds.entries()) {
      await expect.poll(() => local.requestCount).toBe(before + 2 * (at + 1));
      local.audience.members.delete(subscriberHash(`p${before + at}@example.com`));
      local.addMember(`new${before + at}@example.com`);
      resolve();
    }
    return (await planned).map(({ state }) => state);
  };
  const three = ["p1000@example.com", "p3@example.com", "nobody@example.com"];
  expect(await disturbed(1, three)).toEqual(["mailable", "mailable", "unknown"]);
  // Read anew, and nobody had to be asked for by name.
  expect([asked("getListsIdMembers"), asked("getListsIdMembersId")]).toEqual([4, 0]);
  const many = Array.from({ length: 300 }, (_, n) => `nobody${n}@example.com`);
  const states = await disturbed(2, ["p1001@example.com", "p1002@example.com", ...many]);
  expect(states.slice(0, 3)).toEqual(["mailable", "mailable", "unknown"]);
  expect(asked("getListsIdMembersId")).toBeGreaterThanOrEqual(300);
});

test("people leave the segment and stay in the audience; whoever was not in it is done", async () => {
  local.addMember("in@example.com", { segments: [segment] });
  local.addMember("out@example.com");
  const people = ["in@example.com", "out@example.com", "nobody@example.com"].map(known);
  for (let n = 0; n < 2; n++)
    expect((await tool.remove(listId, people, onward)).map(({ outcome }) => outcome)).toEqual([
      "done",
      "done",
      "done",
    ]);
  expect(local.membersOf(listId)).toEqual([]);
  expect(local.person("in@example.com")?.subscription).toBe("subscribed");
});

test("a person is deleted for good in the audiences of these lists and in no other; somebody whom the tool does not know is unknown", async () => {
  const [shops, brand] = [local.addAudience("Shops"), local.addAudience("Another brand")];
  const listIds = [
    listId,
    local.listId(local.addSegment("Best", shops), shops),
    local.listId(local.addSegment("Old")),
  ];
  local.addMember("a@example.com", { segments: [segment] });
  for (const audience of [shops, brand]) local.addMember("a@example.com", { audience });
  expect(await tool.erase(known("a@example.com"), listIds, onward)).toBe("asked");
  const hash = subscriberHash("a@example.com");
  expect([local.audience, shops, brand].map(({ members }) => members.has(hash))).toEqual([
    false,
    false,
    true,
  ]);
  expect([...brand.forgotten]).toEqual([]);
  expect(await tool.erase(known("a@example.com"), listIds, onward)).toBe("unknown");
});

test("the segment is read back by pages, with those who have left", async () => {
  for (let n = 0; n < 1_001; n++)
    local.addMember(`p${n}@example.com`, {
      segments: [segment],
      status: n === 1_000 ? "unsubscribed" : "subscribed",
    });
  const [first, second] = await pagesOf(tool, listId);
  expect([first?.standings.length, second?.standings, second?.next]).toEqual([
    1_000,
    [expect.objectContaining({ address: "p1000@example.com", state: "suppressed", onList: true })],
    null,
  ]);
});

test("somebody who moves to the page before while others are removed is on a page all the same, and too many of them are said", async () => {
  const members = Array.from({ length: 1_100 }, (_, n) =>
    local.addMember(`p${n}@example.com`, { segments: [segment] }),
  );
  const removing = (removed: number) =>
    pagesOf(tool, listId, () => {
      for (const { id } of members.splice(0, removed)) segment.members.delete(id);
    });
  const seen = (await removing(15)).flatMap(({ standings }) => standings.map(({ address }) => address));
  expect(seen).toHaveLength(1_100);
  expect(new Set(seen).size).toBe(1_100);
  await expect(removing(25)).rejects.toThrow("lost");
});

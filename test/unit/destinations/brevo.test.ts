import { afterEach, beforeEach, expect, test } from "vitest";
import { KeyRefused, type Tool, ToolRefused, ToolUnavailable } from "../../../app/destinations/tool.ts";
import { brevo } from "../../../app/destinations/tools/brevo.ts";
import { type LocalBrevo, startBrevo } from "../../tools/brevo/brevo.ts";
import type { List } from "../../tools/brevo/store.ts";
import { connectLocal, known, onward, pagesOf, sent } from "./tool-connection.ts";

let local: LocalBrevo;
let tool: Tool;
let pauses: number[];
let list: List;
let listId: string;
beforeEach(async () => {
  local = await startBrevo({ enforceRates: false });
  ({ tool, pauses } = connectLocal(brevo, local));
  list = local.addList("Best");
  listId = String(list.id);
});
// Throws where a request could have changed a subscription.
afterEach(() => local.close());

const asked = (operation: string) => local.requests.filter((one) => one.operation === operation).length;

test("a key tells its account; one that is revoked is refused in the tool's words", async () => {
  expect(await tool.account(onward)).toEqual({ id: "local-brevo", name: "Local Brevo account" });
  local.revokeKey();
  await expect(tool.account(onward)).rejects.toThrow(KeyRefused);
  await expect(tool.account(onward)).rejects.toMatchObject({ words: "Key not found" });
  expect(brevo.isKey(local.keys[0] ?? "")).toBe(true);
  expect(brevo.isKey("pk_0123456789")).toBe(false);
});

test("lists are read by pages of 50, and one is made in a folder, which is made where there is none", async () => {
  for (let n = 0; n < 60; n++) local.addList(`List ${n}`);
  expect(await tool.lists(onward)).toHaveLength(61);
  local.store.folders.clear();
  const made = await tool.makeList("New", null, onward);
  expect(local.lists().find(({ id }) => id === made.id)?.name).toBe("New");
  expect(local.store.folders.size).toBe(1);
});

test("attributes are made once, with their types", async () => {
  const fields = ["first_name", "clv_historic", "last_order_date"] as const;
  await tool.prepareFields(listId, fields, onward);
  await tool.prepareFields(listId, fields, onward);
  expect(asked("createAttribute")).toBe(2);
  expect(local.store.attributes.get("KLANTWAARDE_CLV_HISTORIC")).toBe("float");
  expect(local.store.attributes.get("KLANTWAARDE_LAST_ORDER")).toBe("date");
});

test("people are added with their values by one import; a blacklist stays, and nothing is emptied", async () => {
  await tool.prepareFields(listId, ["clv_historic"], onward);
  local.addContact("left@example.com", { blacklisted: true, attributes: { FIRSTNAME: "Lee" } });
  const people = [
    sent("new@example.com", { first_name: 'Ann; "A"', clv_historic: 12.5 }),
    sent("left@example.com", { clv_historic: 3 }),
  ];
  const { jobRef } = await tool.apply(listId, people, onward);
  expect(await tool.poll(jobRef ?? "", onward)).toEqual({ state: "ended", outcomes: [], rest: "done" });
  expect(local.membersOf(listId)).toEqual(["left@example.com", "new@example.com"]);
  expect(local.person("left@example.com")?.mailable).toBe(false);
  const values = (address: string) =>
    [...(local.person(address)?.attributes ?? [])].map(([name, one]) => [name, one.value]);
  expect(values("new@example.com")).toEqual([
    ["FIRSTNAME", 'Ann; "A"'],
    ["KLANTWAARDE_CLV_HISTORIC", 12.5],
  ]);
  expect(values("left@example.com")).toEqual([
    ["FIRSTNAME", "Lee"],
    ["KLANTWAARDE_CLV_HISTORIC", 3],
  ]);
  expect(asked("importContacts")).toBe(1);
  expect(Object.keys(local.requests.at(-2)?.body ?? {}).sort()).toEqual([
    "disableNotification",
    "jsonBody",
    "listIds",
    "updateExistingContacts",
  ]);
});

test("an import runs until the tool has ended it; whom it did not take is named, the rest is done", async () => {
  local.faults.addJob({ kind: "late" });
  local.faults.refusePeople.set("odd@example.com", "no");
  const { jobRef } = await tool.apply(listId, [sent("good@example.com"), sent("odd@example.com")], onward);
  expect(await tool.poll(jobRef ?? "", onward)).toEqual({ state: "running" });
  local.finishJobs();
  expect(await tool.poll(jobRef ?? "", onward)).toEqual({
    state: "ended",
    outcomes: [
      { address: "odd@example.com", outcome: "refused", code: "invalid_emails", words: "invalid emails" },
    ],
    rest: "done",
  });
});

test("how people stand is read one by one, or by pages of the account where that is less", async () => {
  local.addContact("in@example.com", { lists: [list] });
  local.addContact("left@example.com", { blacklisted: true });
  const addresses = ["in@example.com", "left@example.com", "other@example.com"];
  const expected = [
    { address: "in@example.com", toolId: expect.any(String), state: "mailable", onList: true },
    { address: "left@example.com", toolId: expect.any(String), state: "suppressed", onList: false },
    { address: "other@example.com", toolId: null, state: "unknown", onList: false },
  ];
  expect(await tool.plan(listId, addresses, onward)).toEqual(expected);
  expect([asked("getContacts"), asked("getContactInfo")]).toEqual([1, 0]);
  expect(await tool.plan(listId, ["left@example.com"], onward)).toEqual([expected[1]]);
  expect([asked("getContacts"), asked("getContactInfo")]).toEqual([1, 1]);
  for (let n = 0; n < 4_999; n++) local.addContact(`p${n}@example.com`);
  expect(await tool.plan(listId, addresses, onward)).toEqual(expected);
  expect([asked("getContacts"), asked("getContactInfo")]).toEqual([2, 4]);
  const many = Array.from({ length: 2_000 }, (_, n) => `p${n}@example.com`);
  expect((await tool.plan(listId, many, onward)).every(({ state }) => state === "mailable")).toBe(true);
  expect([asked("getContacts"), asked("getContactInfo")]).toEqual([8, 4]);
});

test("a contact that leaves the account between two pages hides nobody, though another one comes in", async () => {
  for (let n = 0; n < 1_500; n++) local.addContact(`p${n}@example.com`);
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
      local.store.deleteContact(local.store.byEmail.get(`p${before + at}@example.com`)!);
      local.addContact(`new${before + at}@example.com`);
      resolve();
    }
    return (await planned).map(({ state }) => state);
  };
  const three = ["p1000@example.com", "p3@example.com", "nobody@example.com"];
  expect(await disturbed(1, three)).toEqual(["mailable", "mailable", "unknown"]);
  // Read anew, and nobody had to be asked for by name.
  expect([asked("getContacts"), asked("getContactInfo")]).toEqual([4, 0]);
  const many = Array.from({ length: 300 }, (_, n) => `nobody${n}@example.com`);
  const states = await disturbed(2, ["p1001@example.com", "p1002@example.com", ...many]);
  expect(states.slice(0, 3)).toEqual(["mailable", "mailable", "unknown"]);
  expect(asked("getContactInfo")).toBeGreaterThanOrEqual(300);
});

test("people leave the list and nothing else; whoever was not on it is done", async () => {
  local.addContact("in@example.com", { lists: [list] });
  local.addContact("out@example.com");
  const people = ["in@example.com", "out@example.com", "nobody@example.com"].map(known);
  expect((await tool.remove(listId, people, onward)).map(({ outcome }) => outcome)).toEqual([
    "done",
    "done",
    "done",
  ]);
  expect((await tool.remove(listId, people, onward)).map(({ outcome }) => outcome)).toEqual([
    "done",
    "done",
    "done",
  ]);
  expect(local.membersOf(listId)).toEqual([]);
  expect(local.person("in@example.com")?.mailable).toBe(true);
});

test("a removal that the tool refuses leaves nobody done who is still on the list", async () => {
  local.addContact("in@example.com", { lists: [list] });
  local.faults.add({ kind: "status", status: 400, when: ({ path }) => path.endsWith("/remove") });
  expect(await tool.remove(listId, [known("in@example.com")], onward)).toMatchObject([
    { outcome: "refused" },
  ]);
});

test("a person is deleted for good; somebody whom the tool does not know is unknown", async () => {
  local.addContact("a+b@example.com", { lists: [list] });
  expect(await tool.erase(known("a+b@example.com"), [listId], onward)).toBe("asked");
  expect(await tool.erase(known("a+b@example.com"), [listId], onward)).toBe("unknown");
  expect(local.people()).toEqual([]);
});

test("the list is read back by pages", async () => {
  for (let n = 0; n < 501; n++)
    local.addContact(`p${n}@example.com`, { lists: [list], blacklisted: n === 500 });
  const [first, second] = await pagesOf(tool, listId);
  expect([first?.standings.length, second?.standings, second?.next]).toEqual([
    500,
    [expect.objectContaining({ address: "p500@example.com", state: "suppressed", onList: true })],
    null,
  ]);
});

test("somebody who moves to the page before while others are removed is on a page all the same", async () => {
  const contacts = Array.from({ length: 600 }, (_, n) =>
    local.addContact(`p${n}@example.com`, { lists: [list] }),
  );
  const pages = await pagesOf(tool, listId, () => {
    for (const { id } of contacts.splice(0, 15)) list.members.delete(id);
  });
  const seen = pages.flatMap(({ standings }) => standings.map(({ address }) => address));
  expect([seen.length, new Set(seen).size]).toEqual([600, 600]);
});

test("too many requests wait as long as Brevo's own header says", async () => {
  await local.close();
  local = await startBrevo({ now: () => new Date(0) });
  ({ tool, pauses } = connectLocal(brevo, local));
  for (let n = 0; n < 100; n++) await tool.account(onward);
  await expect(tool.account(onward)).rejects.toThrow(ToolUnavailable);
  expect(pauses).toEqual([3_600_000]);
});

test("what the tool refuses is not tried again, and a lost answer may have been done", async () => {
  await expect(tool.apply("999", [sent("a@example.com")], onward)).rejects.toThrow(ToolRefused);
  local.faults.add({ kind: "drop", at: "after" });
  await expect(tool.apply(listId, [sent("a@example.com")], onward)).rejects.toMatchObject({
    mayBeDone: true,
  });
  expect(local.membersOf(listId)).toEqual(["a@example.com"]);
});

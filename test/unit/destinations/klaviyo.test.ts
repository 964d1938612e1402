import { afterEach, beforeEach, expect, test } from "vitest";
import { type Tool, ToolRefused, ToolUnavailable } from "../../../app/destinations/tool.ts";
import { klaviyo } from "../../../app/destinations/tools/klaviyo.ts";
import { type LocalKlaviyo, startKlaviyo } from "../../tools/klaviyo/klaviyo.ts";
import { connectLocal, known, onward, pagesOf, sent } from "./tool-connection.ts";

let local: LocalKlaviyo;
let tool: Tool;
let listId: string;
beforeEach(async () => {
  local = await startKlaviyo({ enforceRates: false });
  ({ tool } = connectLocal(klaviyo, local));
  listId = local.addList("Best").id;
});
// Throws where a request could have changed a subscription.
afterEach(() => local.close());

test("people are added with their values by one import, and no consent changes", async () => {
  local.addProfile("left@example.com", { consent: "UNSUBSCRIBED" });
  const people = [
    sent("new@example.com", { first_name: "Ann", country: "NL", clv_historic: 12.5 }),
    sent("left@example.com", { clv_historic: 3 }),
  ];
  const { jobRef } = await tool.apply(listId, people, onward);
  expect(await tool.poll(jobRef ?? "", onward)).toEqual({ state: "ended", outcomes: [], rest: "done" });
  expect(local.membersOf(listId)).toEqual(["left@example.com", "new@example.com"]);
  expect(local.person("left@example.com")).toMatchObject({ subscription: "UNSUBSCRIBED", mailable: false });
  expect(
    [...(local.person("new@example.com")?.attributes ?? [])].map(([name, { value }]) => [name, value]),
  ).toEqual([
    ["first_name", "Ann"],
    ["location", { country: "NL" }],
    ["klantwaarde_clv_historic", 12.5],
  ]);
});

test("an import runs until the tool has ended it; whom it refuses is named, the rest is done", async () => {
  local.faults.addJob({ kind: "late" });
  local.faults.refusePeople.set("odd@example.com", "This profile is odd");
  const { jobRef } = await tool.apply(listId, [sent("good@example.com"), sent("odd@example.com")], onward);
  expect(await tool.poll(jobRef ?? "", onward)).toEqual({ state: "running" });
  local.finishJobs();
  expect(await tool.poll(jobRef ?? "", onward)).toEqual({
    state: "ended",
    outcomes: [
      { address: "odd@example.com", outcome: "refused", code: "invalid", words: "This profile is odd" },
    ],
    rest: "done",
  });
});

test("how people stand, and who is on the list, is read by 100 addresses at once", async () => {
  local.addProfile("never@example.com", { lists: [listId] });
  local.addProfile("left@example.com", { consent: "UNSUBSCRIBED" });
  local.addProfile("bounced@example.com", { consent: "SUBSCRIBED", suppressed: "HARD_BOUNCE" });
  const addresses = ["never", "left", "bounced", "nobody"].map((name) => `${name}@example.com`);
  const standings = await tool.plan(listId, addresses, onward);
  expect(standings.map(({ state, onList }) => [state, onList])).toEqual([
    ["mailable", true],
    ["suppressed", false],
    ["suppressed", false],
    ["unknown", false],
  ]);
  expect(local.requestCount).toBe(2);
});

test("people leave the list though one of them was deleted in the tool meanwhile", async () => {
  const people = ["stays@example.com", "gone@example.com", "also@example.com"].map((address) => ({
    address,
    toolId: local.addProfile(address, { consent: "SUBSCRIBED", lists: [listId] }).id,
  }));
  local.store.deleteProfile(local.store.byEmail.get("gone@example.com")!);
  const outcomes = await tool.remove(listId, people.slice(1), onward);
  expect(outcomes.map(({ outcome }) => outcome)).toEqual(["done", "done"]);
  expect(local.membersOf(listId)).toEqual(["stays@example.com"]);
  expect(local.person("also@example.com")?.subscription).toBe("SUBSCRIBED");
});

test("nobody is said to have left a list that is not there", async () => {
  const { id } = local.addProfile("a@example.com");
  await expect(tool.remove("NOLIST", [{ address: "a@example.com", toolId: id }], onward)).rejects.toThrow(
    ToolRefused,
  );
});

test("a person is deleted for good; a key that may not do so is a refusal, not a lost key", async () => {
  local.addProfile("a@example.com", { lists: [listId] });
  expect(await tool.erase(known("a@example.com"), [listId], onward)).toBe("asked");
  expect(local.people()).toEqual([]);
  local.faults.add({ kind: "status", status: 403 });
  await expect(tool.erase(known("b@example.com"), [listId], onward)).rejects.toThrow(ToolRefused);
});

test("the list is read back by pages of 100", async () => {
  for (let n = 0; n < 101; n++) local.addProfile(`p${n}@example.com`, { lists: [listId] });
  const [first, second] = await pagesOf(tool, listId);
  expect([first?.standings.length, second?.standings.length, second?.next]).toEqual([100, 1, null]);
});

test("too many requests and a lost answer are said as what they are", async () => {
  local.faults.add({ kind: "too many", retryAfterSeconds: 7 });
  await expect(tool.lists(onward)).rejects.toMatchObject({ retryAfterMs: 7_000, mayBeDone: false });
  local.faults.add({ kind: "drop", at: "after" });
  await expect(tool.apply(listId, [sent("a@example.com")], onward)).rejects.toMatchObject({
    mayBeDone: true,
  });
  local.faults.add({ kind: "cut" });
  await expect(tool.lists(onward)).rejects.toThrow(ToolUnavailable);
  expect(local.membersOf(listId)).toEqual(["a@example.com"]);
});

test("the reason of a refusal names nobody", async () => {
  const words = "The address 'odd@example.com' is odd: see Other.Person+1@Example.com, too.";
  local.faults.refusePeople.set("odd@example.com", words);
  const { jobRef } = await tool.apply(listId, [sent("good@example.com"), sent("odd@example.com")], onward);
  expect(await tool.poll(jobRef ?? "", onward)).toMatchObject({
    outcomes: [{ address: "odd@example.com", words: "The address … is odd: see …, too." }],
  });
});

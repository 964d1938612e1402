import { expect, test } from "vitest";
import { KnownShop } from "../../oracle/known-shop.ts";
import { HarmWatch, type ToolPerson } from "../../oracle/nobody-harmed.ts";

const A = "a@example.com";
const nobodyIsOut = () => false;

const person = (its: Partial<ToolPerson> = {}): ToolPerson => ({
  address: A,
  since: { by: null },
  subscription: "neutral",
  suppressions: [],
  mailable: true,
  lists: new Map(),
  attributes: new Map(),
  ...its,
});
const onList = (by: number | null, its: Partial<ToolPerson> = {}) =>
  person({ since: { by }, lists: new Map([["list", { by }]]), ...its });

/** A shop in which customer 1 has the address, and what the tool held before the app's first request. */
function watched(consented: boolean, before: readonly ToolPerson[] = []) {
  const known = new KnownShop();
  known.became(1, { email: A, consented });
  known.told(1);
  const watch = new HarmWatch(known, ["neutral"]);
  watch.changedByOthers(before);
  watch.workBegins();
  const asks = (number: number, isOut = nobodyIsOut) => watch.arrived(number, watch.leaves("POST", isOut), A);
  return { known, watch, asks };
}

test("whoever consented may be put on the list", () => {
  const { watch, asks } = watched(true);
  asks(1);
  watch.looks([onList(1)], "POST", null);
  expect(watch.violations).toEqual([]);
});

test("whoever has not consented may not, and neither may anybody of whom the app was told so", () => {
  const never = watched(false);
  never.asks(1);
  never.watch.looks([onList(1)], "POST", null);
  expect(never.watch.violations).toHaveLength(2);
  const { known, watch, asks } = watched(true);
  known.became(1, { email: A, consented: false });
  known.told(1);
  asks(1);
  watch.looks([onList(1)], "POST", null);
  expect(watch.violations).toHaveLength(2);
});

test("what the app was not told of yet is not held against it", () => {
  const { known, watch, asks } = watched(true);
  known.became(1, { email: A, consented: false });
  asks(1);
  watch.looks([onList(1)], "POST", null);
  expect(watch.violations).toEqual([]);
});

test("an import answers for what was known when it was sent, and not when it ends", () => {
  const { known, watch, asks } = watched(true);
  asks(1);
  known.became(1, { email: A, consented: false });
  known.told(1);
  watch.looks([onList(1)], "the end of an import", null);
  expect(watch.violations).toEqual([]);
});

test("people who are held out, erased, or against it in the tool may not come", () => {
  const heldOut = watched(true);
  heldOut.asks(1, () => true);
  heldOut.watch.looks([onList(1)], "POST", null);
  const erased = watched(true);
  erased.known.erased(1, A.toUpperCase());
  erased.asks(1);
  erased.watch.looks([onList(1)], "POST", null);
  const against = watched(true, [person({ mailable: false })]);
  against.asks(1);
  against.watch.looks([onList(1, { since: { by: null }, mailable: false })], "POST", null);
  for (const { watch } of [heldOut, erased, against]) expect(watch.violations).not.toEqual([]);
});

test("a subscription, a suppression and a value of the merchant's are not the app's to change", () => {
  const before = person({
    suppressions: ["bounce"],
    attributes: new Map([["card", { value: "7", by: null }]]),
  });
  for (const after of [
    { ...before, subscription: "subscribed" },
    { ...before, suppressions: [] },
    { ...before, attributes: new Map() },
  ]) {
    const { watch, asks } = watched(true, [before]);
    asks(1);
    watch.looks([after], "POST", null);
    expect(watch.violations).toHaveLength(1);
  }
});

test("nobody is deleted who was not erased, or taken off a list on which another hand put them", () => {
  const gone = watched(true, [person()]);
  gone.watch.looks([], "POST", null);
  const takenOff = watched(true, [onList(null)]);
  takenOff.watch.looks([person()], "POST", null);
  for (const { watch } of [gone, takenOff]) expect(watch.violations).toHaveLength(1);
});

test("whoever was put on a list by another hand is the app's to take off only where it may have sent them", () => {
  const { watch, asks } = watched(true, [onList(null)]);
  asks(1);
  watch.looks([person()], "DELETE", null);
  expect(watch.violations).toEqual([]);
  const died = watched(true, [onList(null), onList(null, { address: "b@example.com" })]);
  died.watch.mayBeSent([A]);
  died.watch.looks([person(), person({ address: "b@example.com" })], "DELETE", null);
  expect(died.watch.violations).toEqual([
    expect.stringContaining("b@example.com, whom somebody else had put"),
  ]);
});

test("more than a fifth does not leave a list without anybody's word", () => {
  const known = new KnownShop();
  const people = Array.from({ length: 20 }, (_, id) => {
    const address = `${id}@example.com`;
    known.became(id, { email: address, consented: true });
    known.told(id);
    return onList(1, { address });
  });
  const leave = (left: number, isLetGo: boolean) => {
    const watch = new HarmWatch(known, ["neutral"]);
    watch.changedByOthers(people);
    if (isLetGo) watch.letsGo("list");
    const departure = watch.leaves("DELETE", nobodyIsOut);
    watch.looks(
      people.map((one, at) => (at < left ? { ...one, lists: new Map() } : one)),
      "DELETE",
      { departure, atMs: 0 },
    );
    return watch.violations;
  };
  expect(leave(4, false)).toEqual([]);
  expect(leave(10, false)).toHaveLength(1);
  expect(leave(10, true)).toEqual([]);
});

test("whoever comes late by an import that ran when a person ended the list may leave it too", () => {
  const known = new KnownShop();
  const late = Array.from({ length: 5 }, (_, id) => onList(1, { address: `${id}@example.com` }));
  for (const [id, { address }] of late.entries()) {
    known.became(id, { email: address, consented: true });
    known.told(id);
  }
  const leave = (howEnded: "letsGo" | "letsAllGo") => {
    const watch = new HarmWatch(known, ["neutral"]);
    const departure = watch.leaves("POST", nobodyIsOut);
    watch.arrived(1, departure, late.map(({ address }) => `"${address}"`).join());
    watch[howEnded]("list");
    watch.looks(late, "POST", { departure, atMs: 0 });
    watch.looks([], "DELETE", { departure, atMs: 1 });
    return watch.violations.filter((text) => text.includes("without anybody's word"));
  };
  expect(leave("letsGo")).toHaveLength(1);
  expect(leave("letsAllGo")).toEqual([]);
});

const belong = (address: string, values: readonly [string, unknown][] = []) => ({
  lists: new Map([["list", new Map([[address, new Map(values)]])]]),
  either: new Set<string>(),
});

test("at rest the list holds who belongs on it, and nobody else whom the app put there", () => {
  const { watch } = watched(true, [onList(1), onList(null, { address: "other@example.com" })]);
  watch.rests(belong(A));
  expect(watch.violations).toEqual([]);
  watch.rests(belong("missing@example.com"));
  expect(watch.violations).toHaveLength(2);
});

test("at rest whoever is on the list has the values that belong to them, but where an import may have come late", () => {
  const { watch } = watched(true, [onList(1, { attributes: new Map([["ORDERS", { value: 2, by: 1 }]]) })]);
  watch.rests(belong(A, [["ORDERS", 2]]));
  expect(watch.violations).toEqual([]);
  watch.rests(belong(A, [["ORDERS", 3]]));
  expect(watch.violations).toHaveLength(1);
  watch.mayBeOvertaken([A]);
  watch.rests(belong(A, [["ORDERS", 3]]));
  expect(watch.violations).toHaveLength(1);
});

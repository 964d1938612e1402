import fc from "fast-check";
import { test } from "vitest";
import { expectConsole } from "../quiet-console.ts";

/** Each of these fails, and is run by failing.test.ts alone. */

test("writes a warning", () => console.warn("%d things", 2));

test("writes an error", () => console.error(new Error("odd")));

test("causes a process warning", async () => {
  process.emitWarning("this", "Heed");
  await new Promise(setImmediate);
});

test("declares another warning than it writes", () => {
  expectConsole(/console\.warn: three/);
  console.warn("two");
});

test("declares a warning that never comes", () => expectConsole(/console\.warn: one/));

test("has a property (1 + 1) that does not hold", () => {
  fc.assert(
    // Not shrunk, so that what it failed with is its seed's.
    fc.property(fc.noShrink(fc.integer({ min: 0, max: 2 ** 31 - 1 })), () => false),
  );
});

import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { unboundedLoops } from "./loops.ts";

const CLV = fileURLToPath(new URL("../../../../app/clv/", import.meta.url));

test("no loop of the models can run for ever: each counts, and no function calls itself", () => {
  const files = readdirSync(CLV, { recursive: true, encoding: "utf8" }).filter((file) =>
    file.endsWith(".ts"),
  );
  expect(files.length).toBeGreaterThan(40);
  expect(files.flatMap((file) => unboundedLoops(file, readFileSync(CLV + file, "utf8")))).toEqual([]);
});

test.each([
  "while (from < end) from += width;",
  "do step(); while (left > 0);",
  "for (;;) step();",
  "for (let from = 0; from < end; ) from += width;",
  "for (let w = -1; w <= 1; w += step) add(w);",
  "for (let i = 0; i < n || more(i); i++) add(i);",
  "for (let i = 0; more(i); i++) add(i);",
  "for (let i = 0; i > 0; i++) add(i);",
  "for (let i = 0; i < Number.POSITIVE_INFINITY; i++) add(i);",
  "for (let i = 1; i <= Math.ceil(weeks); i++) add(i);",
  "for (let i = 0; i < n; i++) { if (again) i = 0; }",
  "for (let i = 0; i < n; i++) i--;",
  "function f(n) { return n < 1 ? 1 : n * f(n - 1); }",
  "const f = (n) => f(n - 1);",
])("is refused: %s", (text) => {
  expect(unboundedLoops("a.ts", text)).toHaveLength(1);
});

test.each([
  "for (const one of all) add(one);",
  "for (let i = 0; i < all.length; i++) add(i);",
  "for (let i = 0; i < MOST && low < high; i++) low = halve(low, high);",
  "let g = 0; for (; g + 1 < groups.length && groups[g] < wanted; g++);",
  "for (let i = size - 1; i >= 0; i--) add(i);",
  "for (let i = 0; i < 132; i++, y += STEP) add(y);",
])("is let through: %s", (text) => {
  expect(unboundedLoops("a.ts", text)).toEqual([]);
});

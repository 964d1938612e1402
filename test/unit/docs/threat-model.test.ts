import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";

const ROOT = join(import.meta.dirname, "../../..");
const text = readFileSync(join(ROOT, "docs/threat-model.md"), "utf8");
const named = [...text.matchAll(/^(\d+)\. `([^`]+)`: (.+)$/gm)].map(([, number, file, title]) => ({
  number: Number(number),
  file: file ?? "",
  title: title ?? "",
}));

test("every test that the threat model names exists", () => {
  expect(named.length).toBeGreaterThan(20);
  for (const { file, title } of named) {
    const source = existsSync(join(ROOT, file)) ? readFileSync(join(ROOT, file), "utf8") : "";
    expect([file, title, source.includes(JSON.stringify(title))]).toEqual([file, title, true]);
  }
});

test("every attack has a test, and every test an attack", () => {
  const table = text.slice(text.indexOf("| Attack |"), text.indexOf("\n1. "));
  const cells = table.split("\n").flatMap((row) => /\|([^|]+)\|$/.exec(row)?.[1]?.trim() ?? []);
  const used = cells.slice(2).map((cell) => cell.split(", ").map(Number));
  expect(used.length).toBeGreaterThan(10);
  expect(new Set(used.flat())).toEqual(new Set(named.map(({ number }) => number)));
});

import { existsSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { STRIKES } from "../../chaos/plan.ts";

const text = readFileSync("docs/chaos.md", "utf8");

test("everything that strikes a random life is described, and nothing else is", () => {
  const described = [...text.matchAll(/^\| (`.*`) \|/gm)].flatMap(([, cell]) =>
    [...cell!.matchAll(/`([^`]+)`/g)].map(([, name]) => name!),
  );
  const ofPeople = ["order", "change order", "change customer", "change shop", "fault", "settle"];
  for (const name of ofPeople) expect(text).toContain(`\`${name}\``);
  expect([...described, ...ofPeople].sort()).toEqual([...STRIKES].sort());
});

test("what is said to be tested elsewhere is there", () => {
  const paths = [...text.matchAll(/`(test\/[^`]+)`/g)].map(([, path]) => path!);
  expect(paths.filter((path) => !existsSync(path))).toEqual([]);
  expect(paths.length).toBeGreaterThan(5);
});

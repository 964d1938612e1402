import { existsSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { DESTINATION_STRIKES } from "../../chaos/destinations/plan.ts";
import { STRIKES } from "../../chaos/plan.ts";

const text = readFileSync("docs/chaos.md", "utf8");

const [ofSync = "", ofDestinations = ""] = text.split("\n## Destinations\n");
const describedIn = (part: string) =>
  [...part.matchAll(/^\| (`.*`) \|/gm)].flatMap(([, cell]) =>
    [...cell!.matchAll(/`([^`]+)`/g)].map(([, name]) => name!),
  );

test("everything that strikes a random life is described, and nothing else is", () => {
  const ofPeople = ["order", "change order", "change customer", "change shop", "fault", "settle"];
  for (const name of ofPeople) expect(ofSync).toContain(`\`${name}\``);
  expect([...describedIn(ofSync), ...ofPeople].sort()).toEqual([...STRIKES].sort());
});

test("everything that strikes a random life of a destination is described, and nothing else is", () => {
  const kinds = ["customer", "order", "tool", "list", "tool fault", "app fault"];
  for (const name of kinds) expect(ofDestinations).toContain(`\`${name}\``);
  expect([...describedIn(ofDestinations), ...kinds].sort()).toEqual([...DESTINATION_STRIKES].sort());
});

test("what is said to be tested elsewhere is there", () => {
  const paths = [...text.matchAll(/`(test\/[^`]+)`/g)].map(([, path]) => path!);
  expect(paths.filter((path) => !existsSync(path))).toEqual([]);
  expect(paths.length).toBeGreaterThan(5);
});

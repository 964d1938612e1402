import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { FACTS } from "../../../app/segments/facts.ts";

test("docs/segments.md has every fact with its type and who is without it", () => {
  const document = readFileSync(new URL("../../../docs/segments.md", import.meta.url), "utf8");
  const [, chapter] = /^## Facts\n([\s\S]*?)^## /m.exec(document) ?? [];
  const table = chapter?.match(/^\| `.*$/gm);
  expect(table).toEqual(
    Object.entries(FACTS).map(
      ([name, { type, missingFor }]) => `| \`${name}\` | ${type} | ${missingFor ?? "nobody"} |`,
    ),
  );
});

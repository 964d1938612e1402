import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";

const root = join(import.meta.dirname, "../../..");

test("every program that an npm script, the image or the documents name exists", () => {
  const sources = ["package.json", "Dockerfile", "shopify.web.toml", "README.md", "CONTRIBUTING.md"];
  const texts = sources.map((file) => readFileSync(join(root, file), "utf8"));
  const files = texts.flatMap((text) => [
    ...text.matchAll(/\b(?:app|scripts|test)\/[\w./-]+\.(?:ts|mjs)\b/g),
  ]);
  const { scripts } = JSON.parse(texts[0] ?? "");
  const commands = texts.flatMap((text) => [...text.matchAll(/npm run ([\w:-]+)/g)]);
  expect(files.length).toBeGreaterThan(8);
  expect(commands.length).toBeGreaterThan(5);
  expect(files.map(([file]) => file).filter((file) => !existsSync(join(root, file)))).toEqual([]);
  expect(commands.map(([, name]) => name ?? "").filter((name) => !(name in scripts))).toEqual([]);
});

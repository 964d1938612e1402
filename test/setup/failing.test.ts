import { execFile } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { z } from "zod";

const report = z.object({
  testResults: z.array(
    z.object({
      assertionResults: z.array(
        z.object({ title: z.string(), status: z.string(), failureMessages: z.array(z.string()) }),
      ),
    }),
  ),
});

const folder = mkdtempSync(join(tmpdir(), "failing-"));
afterAll(() => rmSync(folder, { recursive: true }));

/** Runs tests of failing/cases.ts in a process of their own. Returns what each one that ran failed with. */
async function failures(
  arguments_: readonly string[],
  variables: Readonly<Record<string, string>>,
): Promise<Record<string, string>> {
  const { FC_SEED, FC_PATH, ...inherited } = process.env;
  const command = [
    "node_modules/vitest/vitest.mjs",
    "run",
    "--config",
    "test/setup/failing/vitest.config.ts",
  ];
  const outputFile = join(folder, "report.json");
  const output = ["--reporter=json", `--outputFile=${outputFile}`];
  await new Promise<void>((resolve) => {
    const env = { ...inherited, ...variables };
    execFile(process.execPath, [...command, ...output, ...arguments_], { env }, () => resolve());
  });
  const results = report
    .parse(JSON.parse(readFileSync(outputFile, "utf8")))
    .testResults.flatMap((file) => file.assertionResults);
  const ran = results.filter(({ status }) => status !== "skipped");
  expect(ran.map(({ status }) => status)).toEqual(ran.map(() => "failed"));
  return Object.fromEntries(ran.map(({ title, failureMessages }) => [title, failureMessages.join("\n")]));
}

let found: Record<string, string>;
beforeAll(async () => {
  found = await failures([], {});
});

test.each([
  ["writes a warning", "not declared with expectConsole(): console.warn: 2 things"],
  ["writes an error", "not declared with expectConsole(): console.error: Error: odd"],
  ["causes a process warning", "not declared with expectConsole(): process warning: Heed: this"],
  ["declares another warning than it writes", "not declared with expectConsole(): console.warn: two"],
  ["declares a warning that never comes", "never written: /console\\.warn: one/"],
])("a test that %s fails and says so", (title, text) => {
  expect(found[title]).toContain(text);
});

test("a property that does not hold says how to run it again, and fails the same way when that is done", async () => {
  const title = "has a property (1 + 1) that does not hold";
  const text = found[title] ?? "";
  const drawn = /Counterexample: \[\d+\]/.exec(text)?.[0];
  const again = /FC_SEED=(\S+) FC_PATH=(\S+) npx vitest run (\S+) -t (".*")/.exec(text);
  const [, seed = "", path = "", file, name = '""'] = again ?? [];
  expect(file).toBe("test/setup/failing/cases.ts");
  const repeated = await failures(["-t", JSON.parse(name)], { FC_SEED: seed, FC_PATH: path });
  expect(Object.keys(repeated)).toEqual([title]);
  expect(repeated[title]).toContain(drawn);
  // And not whatever the seed.
  const other = await failures(["-t", JSON.parse(name)], { FC_SEED: String(Number(seed) + 1) });
  expect(other[title]).not.toContain(drawn);
});

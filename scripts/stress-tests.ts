import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { availableParallelism, tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { z } from "zod";
import { BadOption, countOption, runCommand } from "./bad-option.ts";

const USAGE = `npm run stress-tests -- [--runs N] [--at-once N] [--busy N] [FILE ...]

Runs the tests again and again while other processes keep the processors busy. One line a run; failing tests are named, with what
runs a failed property again. Ends with 1 if any run failed, with 2 for an option that cannot be used.

  --runs N      how often (default: 20)
  --at-once N   runs that compete with each other for the processors (default: 1)
  --busy N      processes that only keep a processor busy (default: one for each processor; none beside several runs)
  FILE          test files, or parts of their names (default: all that npm test runs)`;

function readOptions(args: string[]) {
  try {
    const { values, positionals } = parseArgs({
      args,
      allowPositionals: true,
      options: {
        runs: { type: "string", default: "20" },
        "at-once": { type: "string", default: "1" },
        busy: { type: "string" },
        help: { type: "boolean", default: false },
      },
    });
    const atOnce = countOption("at-once", values["at-once"], 1);
    return {
      runs: countOption("runs", values.runs, 1),
      atOnce,
      busy: countOption("busy", values.busy ?? String(atOnce > 1 ? 0 : availableParallelism()), 0),
      help: values.help,
      files: positionals,
    };
  } catch (error) {
    throw new BadOption(error instanceof Error ? error.message : String(error));
  }
}

/** Ends with this process, however that ends: its channel closes. */
const BUSY = `process.on("disconnect", () => process.exit());
const turn = () => { const until = performance.now() + 50; while (performance.now() < until); setImmediate(turn); };
turn();`;

const outcome = z.object({
  testResults: z.array(
    z.object({
      name: z.string(),
      message: z.string().default(""),
      assertionResults: z.array(
        z.object({
          fullName: z.string(),
          status: z.string(),
          failureMessages: z.array(z.string()).nullish(),
        }),
      ),
    }),
  ),
});

/** The failures of a run, a line each; of a property also the line that runs it again. */
function failuresOf({ testResults }: z.infer<typeof outcome>): string[] {
  return testResults.flatMap(({ name, message, assertionResults }) => {
    const file = name.replace(`${process.cwd()}/`, "");
    const failed = assertionResults.filter((test) => test.status === "failed");
    if (failed.length === 0 && message) return [`  ${file}: ${message.split("\n")[0]}`];
    return failed.flatMap(({ fullName, failureMessages }) => {
      const text = (failureMessages ?? []).join("\n");
      const again = /Run it again: (.*)/.exec(text)?.[0];
      return [
        `  ${file} > ${fullName}`,
        `    ${text.split("\n")[0] ?? ""}`,
        ...(again ? [`    ${again}`] : []),
      ];
    });
  });
}

async function runTests(
  files: readonly string[],
  report: string,
): Promise<{ passed: boolean; lines: string[] }> {
  const child = spawn(
    process.execPath,
    ["node_modules/vitest/vitest.mjs", "run", "--reporter=json", `--outputFile=${report}`, ...files],
    // Properties draw what no run has drawn before.
    { stdio: ["ignore", "pipe", "pipe"], env: { ...process.env, FC_SEED: "random" } },
  );
  running.add(child);
  const written: string[] = [];
  for (const stream of [child.stdout, child.stderr]) {
    stream.on("data", (chunk: Buffer) => written.push(chunk.toString()));
  }
  const [code] = await once(child, "close");
  running.delete(child);
  if (code === 0) return { passed: true, lines: [] };
  const lines = await readFile(report, "utf8").then(
    (text) => failuresOf(outcome.parse(JSON.parse(text))),
    () => [],
  );
  // Not a test that failed, but the run: an error outside of any test, or no test at all.
  return { passed: false, lines: lines.length > 0 ? lines : [written.join("").trim().slice(-2_000)] };
}

const running = new Set<ChildProcess>();

async function stress({ runs, atOnce, busy, files }: ReturnType<typeof readOptions>): Promise<number> {
  const folder = await mkdtemp(join(tmpdir(), "stress-tests-"));
  const burners = Array.from({ length: busy }, () =>
    spawn(process.execPath, ["-e", BUSY], { stdio: ["ignore", "ignore", "inherit", "ipc"] }),
  );
  for (const signal of ["SIGINT", "SIGTERM"] as const) {
    process.once(signal, () => {
      stopped = true;
      for (const child of running) child.kill(signal);
    });
  }
  let stopped = false;
  let failed = 0;
  let begun = 0;
  const runInTurn = async () => {
    while (begun < runs && !stopped) {
      const run = ++begun;
      const startedMs = performance.now();
      const { passed, lines } = await runTests(files, join(folder, `${run}.json`));
      const seconds = Math.round((performance.now() - startedMs) / 1000);
      if (stopped) return;
      console.log(`run ${run} of ${runs}: ${passed ? "passed" : "failed"} in ${seconds} s`);
      for (const line of lines) console.log(line);
      if (!passed) failed++;
    }
  };
  try {
    await Promise.all(Array.from({ length: atOnce }, runInTurn));
  } finally {
    for (const burner of burners) burner.kill();
    await rm(folder, { recursive: true, force: true });
  }
  if (failed > 0) console.log(`${failed} of ${runs} runs failed`);
  return failed > 0 || stopped ? 1 : 0;
}

await runCommand(USAGE, () => readOptions(process.argv.slice(2)), stress);

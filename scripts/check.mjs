// Every static check; all of them run, so that one failure does not hide the next. Two at once, the longest first.
import { spawn } from "node:child_process";

const checks = [
  ["types", "tsc", ["-p", "."]],
  ["format and lint", "biome", ["check", "--error-on-warnings"]],
  ["database schema is valid", "node", ["scripts/prisma.mjs", "validate"]],
  ["migrations build the schema", "node", ["scripts/prisma.mjs", "drift"]],
  ["types of the extensions", "tsc", ["-p", "extensions"]],
  ["import directions", "depcruise", ["--config", ".dependency-cruiser.mjs", "app", "test", "scripts"]],
  ["unused code", "knip", []],
];

/** What a check writes is shown when it has ended, so that two never write into each other. */
function run(command, args) {
  return new Promise((resolve) => {
    const child = spawn(command, args, { stdio: ["ignore", "pipe", "pipe"] });
    const written = [];
    for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk) => written.push(chunk));
    child.once("error", (error) => written.push(Buffer.from(`${error}\n`)));
    child.once("close", (status) => resolve({ status, output: Buffer.concat(written) }));
  });
}

let failures = 0;
const waiting = checks.values();
async function runWaiting() {
  for (const [name, command, args] of waiting) {
    const startedAt = Date.now();
    const { status, output } = await run(command, args);
    if (status !== 0) failures += 1;
    process.stdout.write(output);
    console.log(
      `${status === 0 ? "ok    " : "FAILED"} ${name} (${((Date.now() - startedAt) / 1000).toFixed(1)} s)`,
    );
  }
}
await Promise.all([runWaiting(), runWaiting()]);
process.exitCode = failures ? 1 : 0;

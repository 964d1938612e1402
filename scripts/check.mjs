// Every static check, cheap first; all of them run, so that one failure does not hide the next.
import { spawnSync } from "node:child_process";

const checks = [
  ["format and lint", "biome", ["check", "--error-on-warnings"]],
  ["database schema is valid", "node", ["scripts/prisma.mjs", "validate"]],
  ["migrations build the schema", "node", ["scripts/prisma.mjs", "drift"]],
  ["types", "tsc", ["-p", "."]],
  ["types of the extensions", "tsc", ["-p", "extensions"]],
  ["import directions", "depcruise", ["--config", ".dependency-cruiser.mjs", "app", "test", "scripts"]],
  ["unused code", "knip", []],
];

let failures = 0;
for (const [name, command, args] of checks) {
  const startedAt = Date.now();
  const { status } = spawnSync(command, args, { stdio: ["ignore", "inherit", "inherit"], env: process.env });
  if (status !== 0) failures += 1;
  console.log(
    `${status === 0 ? "ok    " : "FAILED"} ${name} (${((Date.now() - startedAt) / 1000).toFixed(1)} s)`,
  );
}
process.exit(failures ? 1 : 0);

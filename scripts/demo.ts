import { mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { removeEmbeddedPostgres } from "../app/db/embedded/embedded.ts";
import { claimDataFolder } from "../app/db/embedded/owner.ts";
import { BadOption } from "./bad-option.ts";
import { buildApp, buildIsStale } from "./demo/build.ts";
import { type DemoOptions, parseDemoOptions, USAGE } from "./demo/options.ts";
import { type Programs, startPrograms } from "./demo/programs.ts";
import { writeReport } from "./demo/report.ts";
import { keptSecrets } from "./demo/secrets.ts";
import { createSteps, type Steps } from "./demo/steps.ts";

const root = join(import.meta.dirname, "..");

async function main(): Promise<number> {
  if (process.argv.includes("--help") || process.argv.includes("-h")) {
    console.log(USAGE);
    return 0;
  }
  const options = parseDemoOptions(process.argv.slice(2), root);
  const steps = createSteps(process.stdout);
  if (options.fresh || options.report) await steps.run("Clearing earlier data", () => clear(options.dataDir));
  mkdirSync(join(options.dataDir, "logs"), { recursive: true });
  const release = claimDataFolder(options.dataDir);
  if (buildIsStale(root))
    await steps.run("Building the app (about half a minute)", async () => buildApp(root));

  const interrupted = new Promise<"interrupted">((resolve) => {
    for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const)
      process.once(signal, () => resolve("interrupted"));
  });
  const programs = await startPrograms(options, keptSecrets(options.dataDir), steps);
  try {
    if (options.report) {
      const done = await Promise.race([writeReport(options, options.report, programs, steps), interrupted]);
      return done === "interrupted" ? 130 : 0;
    }
    announce(options, programs);
    const reason = await Promise.race([interrupted, programs.oneEnded]);
    if (reason === "interrupted") return 0;
    console.error(`\n${reason} ended by itself; its log is in ${join(options.dataDir, "logs")}`);
    return 1;
  } finally {
    await stopAll(programs, steps);
    release();
    if (options.report) await clear(options.dataDir);
  }
}

function announce(options: DemoOptions, programs: Programs): void {
  console.log(`
  Open   ${programs.shopify.ready.url}

  This is the local Shopify admin of ${options.shopDomain}. Install Klantwaarde there, watch it read the
  shop, look at customer value, and export a segment. Ctrl-C stops everything; the data stays in
  ${options.dataDir} until you start with --fresh.
${toolLines(programs)}${options.transactions ? "\n  A log says nothing of consent, so every customer of this shop is subscribed, at an invented address.\n" : ""}`);
}

function toolLines({ tools }: Programs): string {
  if (!tools) return "";
  const lines = tools.ready.tools.map(({ title, url, key }) => `  ${title.padEnd(10)} ${url}   key ${key}`);
  return `
  Local mailing tools, which know some of the customers already. Connect one in the app with its key, see a
  segment arrive on its page, and leave again when somebody unsubscribes in the admin:
${lines.join("\n")}
`;
}

async function stopAll(programs: Programs, steps: Steps): Promise<void> {
  await steps.run("Stopping", () => programs.stop());
}

async function clear(dataDir: string): Promise<void> {
  await removeEmbeddedPostgres(join(dataDir, "postgres"));
  rmSync(dataDir, { recursive: true, force: true });
}

try {
  process.exitCode = await main();
} catch (error) {
  console.error(`\n${error instanceof Error ? error.message : error}`);
  if (error instanceof BadOption) console.error(`\n${USAGE}`);
  process.exitCode = 1;
}

import { readFile, writeFile } from "node:fs/promises";
import { parseArgs } from "node:util";
import { z } from "zod";
import { type Plan, planOf, planSchema } from "../test/chaos/plan.ts";
import { live, shorten } from "../test/chaos/run.ts";
import { startChaosServer } from "../test/chaos/server.ts";
import { BadOption, countOption, runCommand } from "./bad-option.ts";

const USAGE = `npm run chaos -- sync [--seeds N] [--from SEED] [--steps N] [--minutes M] [--at-once N]
                        [--shorten N] [--replay FILE]

Shops live random lives in a local Shopify admin while faults strike and processes of the app are killed. When the faults have
ended, the app has to hold what the shops' own stores say. One line a seed; a violation is named and its plan written to
chaos-SEED.json. Ends with 1 if a life ended with a violation.

  --seeds N       lives (default: 20)
  --from SEED     the first one's seed (default: 1)
  --steps N       steps of each life (default: 120)
  --minutes M     begins no further life after that (default: no limit)
  --at-once N     lives at the same time, each on a database server of its own (default: 1)
  --shorten N     lives that may be spent on finding a shorter plan for a violation (default: 0)
  --replay FILE   lives the plan of that file instead`;

function readOptions(args: string[]) {
  try {
    const { values, positionals } = parseArgs({
      args,
      allowPositionals: true,
      options: {
        seeds: { type: "string", default: "20" },
        from: { type: "string", default: "1" },
        steps: { type: "string", default: "120" },
        minutes: { type: "string", default: "100000" },
        "at-once": { type: "string", default: "1" },
        shorten: { type: "string", default: "0" },
        replay: { type: "string" },
        help: { type: "boolean", default: false },
      },
    });
    if (!values.help && positionals.join(" ") !== "sync") {
      throw new BadOption(`what is to live: "sync", and not "${positionals.join(" ")}"`);
    }
    return {
      seeds: countOption("seeds", values.seeds, 1),
      from: countOption("from", values.from, 0),
      steps: countOption("steps", values.steps, 1),
      minutes: countOption("minutes", values.minutes, 1),
      atOnce: countOption("at-once", values["at-once"], 1),
      shorten: countOption("shorten", values.shorten, 0),
      replay: values.replay,
      help: values.help,
    };
  } catch (error) {
    throw new BadOption(error instanceof Error ? error.message : String(error));
  }
}

async function planOfFile(file: string): Promise<Plan> {
  const text = await readFile(file, "utf8").catch(() => {
    throw new BadOption(`--replay ${file}: there is no such file`);
  });
  try {
    return planSchema.parse(JSON.parse(text));
  } catch (error) {
    const reason = error instanceof z.ZodError ? z.prettifyError(error) : "it is no JSON";
    throw new BadOption(`--replay ${file} is no plan that this command wrote: ${reason}`);
  }
}

async function chaos(options: ReturnType<typeof readOptions>): Promise<number> {
  const plans = options.replay
    ? [await planOfFile(options.replay)]
    : Array.from({ length: options.seeds }, (_, at) => planOf(options.from + at, options.steps));
  const until = performance.now() + options.minutes * 60_000;
  let isToldOfDisk = false;
  let violated = 0;
  let lived = 0;
  const liveInTurn = async () => {
    const server = await startChaosServer();
    if (!server.disk && !isToldOfDisk) {
      isToldOfDisk = true;
      console.log(
        "no disk is ever full in these lives: this account may mount none (it takes root, on Linux)",
      );
    }
    try {
      for (let plan = plans.shift(); plan && performance.now() < until; plan = plans.shift()) {
        const startedMs = performance.now();
        const { wrong, logFolder } = await live(server, plan);
        lived++;
        const seconds = Math.round((performance.now() - startedMs) / 1000);
        console.log(`seed ${plan.seed}: ${wrong.length === 0 ? "kept" : "VIOLATED"} in ${seconds} s`);
        if (wrong.length === 0) continue;
        violated++;
        for (const line of wrong) console.log(`  seed ${plan.seed}: ${line}`);
        const shortest = options.shorten > 0 ? await shorten(server, plan, options.shorten) : plan;
        const file = `chaos-${plan.seed}.json`;
        await writeFile(file, `${JSON.stringify(shortest, null, 1)}\n`);
        console.log(`  logs: ${logFolder}`);
        console.log(`  ${shortest.steps.length} steps: npm run chaos -- sync --replay ${file}`);
      }
    } finally {
      await server.stop();
    }
  };
  await Promise.all(Array.from({ length: Math.min(options.atOnce, plans.length) }, liveInTurn));
  console.log(`${lived} lives, ${violated} violated`);
  return violated > 0 ? 1 : 0;
}

await runCommand(USAGE, () => readOptions(process.argv.slice(2)), chaos);

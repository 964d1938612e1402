import { readFile, writeFile } from "node:fs/promises";
import { parseArgs } from "node:util";
import { z } from "zod";
import { destinationPlanOf, destinationPlanSchema } from "../test/chaos/destinations/plan.ts";
import { destinationLives } from "../test/chaos/destinations/run.ts";
import type { Lives } from "../test/chaos/lives.ts";
import { planOf, planSchema } from "../test/chaos/plan.ts";
import { syncLives } from "../test/chaos/run.ts";
import { BadOption, countOption, runCommand } from "./bad-option.ts";

const USAGE = `npm run chaos -- sync | destinations [--seeds N] [--from SEED] [--steps N] [--minutes M] [--at-once N]
                                       [--shorten N] [--replay FILE]

  sync           Shops live random lives in a local Shopify admin while faults strike and processes of the app are killed. When the
                 faults have ended, the app has to hold what the shops' own stores say.
  destinations   A shop's people live random lives, in Shopify and in a local mailing tool, while faults strike both ends. Nobody may
                 ever be harmed; when the faults have ended, the tool has to hold who belongs on its list.

One line a seed; a violation is named and its plan written to chaos-KIND-SEED.json. Ends with 1 if a life ended with a violation.

  --seeds N       lives (default: 20)
  --from SEED     the first one's seed (default: 1)
  --steps N       steps of each life (default: 120, of destinations 30)
  --minutes M     begins no further life after that (default: no limit)
  --at-once N     lives at the same time, each on a database server of its own (default: 1)
  --shorten N     lives that may be spent on finding a shorter plan for a violation (default: 0, of destinations 60)
  --replay FILE   lives the plan of that file instead`;

const KINDS = ["sync", "destinations"] as const;
const DEFAULTS = { sync: { steps: "120", shorten: "0" }, destinations: { steps: "30", shorten: "60" } };

function readOptions(args: string[]) {
  try {
    const { values, positionals } = parseArgs({
      args,
      allowPositionals: true,
      options: {
        seeds: { type: "string", default: "20" },
        from: { type: "string", default: "1" },
        steps: { type: "string" },
        minutes: { type: "string", default: "100000" },
        "at-once": { type: "string", default: "1" },
        shorten: { type: "string" },
        replay: { type: "string" },
        help: { type: "boolean", default: false },
      },
    });
    const kind = KINDS.find((one) => one === positionals.join(" "));
    if (!values.help && !kind) {
      throw new BadOption(`what is to live: "sync" or "destinations", and not "${positionals.join(" ")}"`);
    }
    const its = DEFAULTS[kind ?? "sync"];
    return {
      kind: kind ?? "sync",
      seeds: countOption("seeds", values.seeds, 1),
      from: countOption("from", values.from, 0),
      steps: countOption("steps", values.steps ?? its.steps, 1),
      minutes: countOption("minutes", values.minutes, 1),
      atOnce: countOption("at-once", values["at-once"], 1),
      shorten: countOption("shorten", values.shorten ?? its.shorten, 0),
      replay: values.replay,
      help: values.help,
    };
  } catch (error) {
    throw new BadOption(error instanceof Error ? error.message : String(error));
  }
}
type Options = ReturnType<typeof readOptions>;

async function planOfFile<Plan>(file: string, schema: z.ZodType<Plan>): Promise<Plan> {
  const text = await readFile(file, "utf8").catch(() => {
    throw new BadOption(`--replay ${file}: there is no such file`);
  });
  try {
    return schema.parse(JSON.parse(text));
  } catch (error) {
    const reason = error instanceof z.ZodError ? z.prettifyError(error) : "it is no JSON";
    throw new BadOption(`--replay ${file} is no plan that this command wrote: ${reason}`);
  }
}

async function liveAll<Plan extends { readonly seed: number; readonly steps: readonly unknown[] }>(
  plans: Plan[],
  openLives: () => Promise<Lives<Plan>>,
  options: Options,
): Promise<number> {
  const until = performance.now() + options.minutes * 60_000;
  let violated = 0;
  let lived = 0;
  const liveInTurn = async () => {
    const lives = await openLives();
    try {
      for (let plan = plans.shift(); plan && performance.now() < until; plan = plans.shift()) {
        const startedMs = performance.now();
        const { wrong, remark } = await lives.live(plan);
        lived++;
        const seconds = ((performance.now() - startedMs) / 1000).toFixed(1);
        console.log(
          `${options.kind} ${plan.seed}: ${wrong.length === 0 ? "kept" : "VIOLATED"} in ${seconds} s`,
        );
        if (wrong.length === 0) continue;
        violated++;
        for (const line of wrong) console.log(`  ${options.kind} ${plan.seed}: ${line}`);
        if (!options.replay) {
          const again = `--seeds 1 --from ${plan.seed} --steps ${options.steps}`;
          console.log(`  again: npm run chaos -- ${options.kind} ${again}`);
        }
        const shortest = options.shorten > 0 ? await lives.shorten(plan, options.shorten) : plan;
        const file = `chaos-${options.kind}-${plan.seed}.json`;
        await writeFile(file, `${JSON.stringify(shortest, null, 1)}\n`);
        if (remark) console.log(`  ${remark}`);
        console.log(`  ${shortest.steps.length} steps: npm run chaos -- ${options.kind} --replay ${file}`);
      }
    } finally {
      await lives.close();
    }
  };
  await Promise.all(Array.from({ length: Math.min(options.atOnce, plans.length) }, liveInTurn));
  console.log(`${options.kind}: ${lived} lives, ${violated} violated`);
  return violated > 0 ? 1 : 0;
}

async function chaos(options: Options): Promise<number> {
  const { replay, seeds, from, steps } = options;
  const numbers = Array.from({ length: seeds }, (_, at) => from + at);
  if (options.kind === "destinations") {
    const plans = replay
      ? [await planOfFile(replay, destinationPlanSchema)]
      : numbers.map((seed) => destinationPlanOf(seed, steps));
    return liveAll(plans, destinationLives, options);
  }
  const plans = replay ? [await planOfFile(replay, planSchema)] : numbers.map((seed) => planOf(seed, steps));
  return liveAll(plans, syncLives, options);
}

await runCommand(USAGE, () => readOptions(process.argv.slice(2)), chaos);

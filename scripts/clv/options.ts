import { existsSync } from "node:fs";
import { dirname } from "node:path";
import { parseArgs } from "node:util";
import { type Day, dayOfIso } from "../../app/clv/calendar.ts";
import { isKnownTimeZone } from "../../app/platform/clock.ts";
import { isKnownCurrency } from "../../app/platform/currencies.ts";
import { BadOption } from "../bad-option.ts";
import { FORMAT_OPTIONS, FORMAT_USAGE, type LogFormat, parseFormat } from "../csv/format/format-options.ts";

/** What both commands take. */
interface LogCommand {
  readonly file: string;
  /** ISO 4217; the file's own where null. */
  readonly currency: string | null;
  /** Days as they are written where null. */
  readonly timeZone: string | null;
  readonly format: LogFormat;
}

export interface FitCommand extends LogCommand {
  readonly command: "fit";
  readonly calibrationEndDay: Day;
  /** The last day with an order where null. */
  readonly holdoutEndDay: Day | null;
  /** Whether the weak prior counts by which the app keeps small shops' parameters sensible; else plain maximum likelihood. */
  readonly prior: boolean;
  readonly json: boolean;
}

export interface ScoreCommand extends LogCommand {
  readonly command: "score";
  /** The last day with an order where null. */
  readonly asOfDay: Day | null;
  readonly horizonWeeks: number;
  /** Standard output where null. */
  readonly out: string | null;
}

export const USAGE = `npm run clv -- fit FILE.csv --calibration-end DATE     how well each model predicts the part of a log after that date
npm run clv -- score FILE.csv                          predictions of the chosen model, one row per customer

FILE.csv is a log of orders with a header: a customer, a date and, where known, an amount, also as Excel, Shopify and WooCommerce write it.
Amounts below zero are returns, and so are rows of a type like refund; orders without a customer are counted apart. How the file was read is said in one line; where it does not prove its format, these options do:

${FORMAT_USAGE}
  --currency EUR             of the amounts (default: what the file says, else none and two decimals)
  --timezone Europe/Amsterdam   in which times with an offset get their day (default: the day as it is written)
 fit
  --calibration-end D    last day that the models are shown (YYYY-MM-DD)
  --holdout-end D        last day that they have to predict (default: the last day with an order)
  --prior                with the weak prior that the app uses and score too (default: plain maximum likelihood)
  --json                 the report for a program
 score
  --as-of D              the day up to which the log counts (default: the last day with an order)
  --horizon-weeks 52     how far ahead
  --out FILE.csv         where the rows go (default: standard output)

With npm, --silent keeps npm's own lines out of the output: npm run --silent clv -- fit FILE.csv ... --json`;

const COMMANDS = {
  fit: ["calibration-end", "holdout-end", "prior", "json"],
  score: ["as-of", "horizon-weeks", "out"],
} as const;
const OF_BOTH = ["currency", "timezone", ...Object.keys(FORMAT_OPTIONS)];

/** Longest horizon in weeks; a century. */
const MOST_WEEKS = 5_218;

/** What the arguments ask for, or null where they ask for help. Throws BadOption with what would be right. */
export function parseClvOptions(args: readonly string[]): FitCommand | ScoreCommand | null {
  const { values, positionals } = parse(args);
  if (values.help) return null;
  const [command, file, ...rest] = positionals;
  if (command !== "fit" && command !== "score") {
    throw new BadOption(command ? `"${command}" should be fit or score` : "Say fit or score, and the file");
  }
  if (!file || rest.length > 0) {
    throw new BadOption(
      `${command} takes one file, a CSV of transactions${file ? `, and not ${1 + rest.length}` : ""}`,
    );
  }
  const strange = Object.keys(values).find(
    (name) => !OF_BOTH.includes(name) && !COMMANDS[command].some((known) => known === name),
  );
  if (strange) throw new BadOption(`--${strange} does not go with ${command}`);
  const log = { file, ...logOptions(values) };
  if (command === "score") {
    return {
      command,
      ...log,
      asOfDay: dateOption("as-of", values["as-of"]),
      horizonWeeks: horizonWeeks(values["horizon-weeks"]),
      out: outFile(values.out),
    };
  }
  const calibrationEndDay = dateOption("calibration-end", values["calibration-end"]);
  if (calibrationEndDay === null) {
    throw new BadOption(
      "fit needs --calibration-end, the last day that the models are shown, such as 1997-09-30",
    );
  }
  const holdoutEndDay = dateOption("holdout-end", values["holdout-end"]);
  if (holdoutEndDay !== null && holdoutEndDay <= calibrationEndDay) {
    throw new BadOption(
      `--holdout-end ${values["holdout-end"]} should be after --calibration-end ${values["calibration-end"]}`,
    );
  }
  return {
    command,
    ...log,
    calibrationEndDay,
    holdoutEndDay,
    prior: values.prior ?? false,
    json: values.json ?? false,
  };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        ...FORMAT_OPTIONS,
        currency: { type: "string" },
        timezone: { type: "string" },
        "calibration-end": { type: "string" },
        "holdout-end": { type: "string" },
        prior: { type: "boolean" },
        json: { type: "boolean" },
        "as-of": { type: "string" },
        "horizon-weeks": { type: "string" },
        out: { type: "string" },
        help: { type: "boolean", short: "h" },
      },
    });
  } catch (error) {
    throw new BadOption(error instanceof Error ? error.message : String(error));
  }
}

function logOptions(values: ReturnType<typeof parse>["values"]): Omit<LogCommand, "file"> {
  const { currency, timezone } = values;
  if (currency !== undefined && !isKnownCurrency(currency)) {
    throw new BadOption(`--currency: "${currency}" is not an ISO 4217 code such as EUR`);
  }
  if (timezone !== undefined && !isKnownTimeZone(timezone)) {
    throw new BadOption(`--timezone: "${timezone}" is not a time zone such as Europe/Amsterdam`);
  }
  return { currency: currency ?? null, timeZone: timezone ?? null, format: parseFormat(values) };
}

function dateOption(name: string, given: string | undefined): Day | null {
  if (given === undefined) return null;
  const day = dayOfIso(given);
  if (day === null) throw new BadOption(`--${name}: "${given}" is no date (YYYY-MM-DD)`);
  return day;
}

/** Looked at before the work and not after it. */
function outFile(given: string | undefined): string | null {
  if (given === undefined) return null;
  if (!existsSync(dirname(given))) throw new BadOption(`--out: there is no folder ${dirname(given)}`);
  return given;
}

function horizonWeeks(given: string | undefined): number {
  const weeks = given === undefined ? 52 : Number(given);
  if (weeks > 0 && weeks <= MOST_WEEKS) return weeks;
  throw new BadOption(`--horizon-weeks: "${given}" should be a number above 0 and up to ${MOST_WEEKS}`);
}

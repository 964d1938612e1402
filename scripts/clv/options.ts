import { existsSync } from "node:fs";
import { dirname } from "node:path";
import { parseArgs } from "node:util";
import { type Day, dayOfIso } from "../../app/clv/calendar.ts";
import { currencyDecimals, isKnownCurrency } from "../../app/platform/currencies.ts";

/** Where amounts come from: two decimals unless a currency says otherwise. */
export interface Money {
  readonly currency: string | null;
  readonly decimals: number;
}

export interface FitCommand {
  readonly command: "fit";
  readonly file: string;
  readonly money: Money;
  readonly calibrationEndDay: Day;
  /** The last day with an order where null. */
  readonly holdoutEndDay: Day | null;
  /** Whether the weak prior counts by which the app keeps small shops' parameters sensible; else plain maximum likelihood. */
  readonly prior: boolean;
  readonly json: boolean;
}

export interface ScoreCommand {
  readonly command: "score";
  readonly file: string;
  readonly money: Money;
  readonly horizonWeeks: number;
  /** Standard output where null. */
  readonly out: string | null;
}

export class BadOption extends Error {}

export const USAGE = `npm run clv -- fit FILE.csv --calibration-end DATE     how well each model predicts the part of a log after that date
npm run clv -- score FILE.csv                          predictions of the chosen model, one row per customer

FILE.csv has a header with cust or customer_id, date (YYYY-MM-DD) and, where known, amount; further columns are not read.

  --currency EUR         of the amounts (default: none, two decimals)
 fit
  --calibration-end D    last day that the models are shown (YYYY-MM-DD)
  --holdout-end D        last day that they have to predict (default: the last day with an order)
  --prior                with the weak prior that the app uses and score too (default: plain maximum likelihood)
  --json                 the report for a program
 score
  --horizon-weeks 52     how far ahead
  --out FILE.csv         where the rows go (default: standard output)

With npm, --silent keeps npm's own lines out of the output: npm run --silent clv -- fit FILE.csv ... --json`;

const COMMANDS = {
  fit: ["calibration-end", "holdout-end", "prior", "json"],
  score: ["horizon-weeks", "out"],
} as const;

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
    (name) => name !== "currency" && !COMMANDS[command].some((known) => known === name),
  );
  if (strange) throw new BadOption(`--${strange} does not go with ${command}`);
  const money = moneyOf(values.currency);
  if (command === "score") {
    return {
      command,
      file,
      money,
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
    file,
    money,
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
        currency: { type: "string" },
        "calibration-end": { type: "string" },
        "holdout-end": { type: "string" },
        prior: { type: "boolean" },
        json: { type: "boolean" },
        "horizon-weeks": { type: "string" },
        out: { type: "string" },
        help: { type: "boolean", short: "h" },
      },
    });
  } catch (error) {
    throw new BadOption(error instanceof Error ? error.message : String(error));
  }
}

function moneyOf(currency: string | undefined): Money {
  if (currency === undefined) return { currency: null, decimals: 2 };
  if (!isKnownCurrency(currency)) {
    throw new BadOption(`--currency: "${currency}" is not an ISO 4217 code such as EUR`);
  }
  return { currency, decimals: currencyDecimals(currency) };
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

import { type Day, isoOfDay } from "../app/clv/calendar.ts";
import { customerSummariesAt, dayRange } from "../app/clv/data/transaction-log.ts";
import { CRPS_TOLERANCE_FOR_TOTALS, chooseModel } from "../app/clv/selection/model-choice.ts";
import { BadOption } from "./bad-option.ts";
import {
  candidateLabel,
  candidatesOf,
  dataOf,
  type FitReport,
  type Split,
  spendModel,
} from "./clv/fit-report.ts";
import { fitText, reasonText } from "./clv/fit-text.ts";
import { type LogFile, readLogFile } from "./clv/log-file.ts";
import { type FitCommand, parseClvOptions, type ScoreCommand, USAGE } from "./clv/options.ts";
import { scoreRows, writeLines } from "./clv/score-file.ts";

/** Bad rows that are listed one by one; of the rest the number is given. */
const MOST_LISTED = 20;
const DAY_MS = 86_400_000;
const MOST_DAYS_LATER = 3_653;

async function main(): Promise<void> {
  const command = parseClvOptions(process.argv.slice(2));
  if (!command) return console.log(USAGE);
  const startedMs = performance.now();
  const today = Math.floor(Date.now() / DAY_MS);
  const source = readLogFile(command.file, { ...command, today });
  reportReading(source, command.command === "fit" && command.json);
  if (command.command === "score") await writeScores(command, source);
  else printFit(command, source, startedMs);
}

function printFit(command: FitCommand, source: LogFile, startedMs: number): void {
  const split = splitOf(command, source);
  const { calibrationEndDay, holdoutEndDay } = split;
  const { holdout } = chooseModel(source.log, holdoutEndDay, {
    calibrationEndDay,
    regularised: command.prior,
  });
  const spend = source.hasAmounts ? spendModel(source, split) : null;
  const { models, baselines } = holdout.ok
    ? candidatesOf(holdout.report, source.decimals)
    : { models: {}, baselines: {} };
  const report: FitReport = {
    data: dataOf(command.file, source, split),
    models: spend ? { ...models, gamma_gamma: spend } : models,
    baselines,
    selected: holdout.ok ? candidateLabel(holdout.report.chosen) : null,
    reason: holdout.ok ? holdout.report.chosen.reason : holdout.reason,
    seconds: (performance.now() - startedMs) / 1000,
  };
  console.log(command.json ? JSON.stringify(report, null, 1) : fitText(report));
}

/** The part that models are shown and the part that they have to predict; both need orders. */
function splitOf({ calibrationEndDay, holdoutEndDay }: FitCommand, { log }: LogFile): Split {
  const { firstDay, lastDay } = dayRange(log)!;
  const end = isoOfDay(calibrationEndDay);
  if (calibrationEndDay < firstDay) {
    throw new BadOption(
      `--calibration-end ${end} is before the first order (${isoOfDay(firstDay)}): give a day after it`,
    );
  }
  if (calibrationEndDay >= lastDay) {
    throw new BadOption(
      `--calibration-end ${end} leaves nothing to predict: the last order is of ${isoOfDay(lastDay)}, give a day before it`,
    );
  }
  if (holdoutEndDay !== null && holdoutEndDay > lastDay) {
    throw new BadOption(
      `--holdout-end ${isoOfDay(holdoutEndDay)} is after the last order (${isoOfDay(lastDay)}): nobody knows what came then, give that day or an earlier one`,
    );
  }
  return { calibrationEndDay, holdoutEndDay: holdoutEndDay ?? lastDay };
}

async function writeScores(command: ScoreCommand, source: LogFile): Promise<void> {
  const { horizonWeeks, out } = command;
  const endDay = endDayOf(command, source);
  const { fit, holdout } = chooseModel(source.log, endDay, { crpsTolerance: CRPS_TOLERANCE_FOR_TOTALS });
  if (!fit.ok) throw new Error(`No model can be fitted: ${reasonText(fit.reason)}`);
  const { model } = fit;
  await writeLines(scoreRows(source, model, { endDay, horizonWeeks }), out);
  const customers = customerSummariesAt(source.log, endDay).customerOf.length;
  const name = holdout.ok ? candidateLabel(holdout.report.chosen) : model.transactions.family;
  console.error(
    `${customers} customers as of ${isoOfDay(endDay)}, ${horizonWeeks} weeks ahead, by ${name}${out ? `: ${out}` : ""}`,
  );
}

/** The day up to which customers are scored; later orders are not looked at. */
function endDayOf({ asOfDay }: ScoreCommand, { log }: LogFile): Day {
  const { firstDay, lastDay } = dayRange(log)!;
  if (asOfDay === null) return lastDay;
  const asOf = isoOfDay(asOfDay);
  if (asOfDay < firstDay) {
    throw new BadOption(
      `--as-of ${asOf} is before the first order (${isoOfDay(firstDay)}): give a day after it`,
    );
  }
  if (asOfDay > lastDay + MOST_DAYS_LATER) {
    throw new BadOption(
      `--as-of ${asOf} is more than ten years after the last order (${isoOfDay(lastDay)}): is that day right?`,
    );
  }
  return asOfDay;
}

/** On standard error, so that a report for a program stays one; that report has the line on how the file was read itself. */
function reportReading({ understood, notes, refused }: LogFile, isForProgram: boolean): void {
  if (!isForProgram) console.error(understood);
  for (const { line, reason } of refused.slice(0, MOST_LISTED))
    console.error(`line ${line} refused: ${reason}`);
  if (refused.length > MOST_LISTED) console.error(`and ${refused.length - MOST_LISTED} rows more`);
  for (const note of notes) console.error(`note: ${note}`);
}

process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  // Whoever reads has seen enough.
  if (error.code === "EPIPE") process.exit(0);
  throw error;
});
try {
  await main();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  if (error instanceof BadOption) console.error(`\n${USAGE}`);
  process.exitCode = 1;
}

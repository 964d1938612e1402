import type { FitReport, Holdout } from "./fit-report.ts";

/** The report of `fit` for people. */
export function fitText(report: FitReport): string {
  const { data, models, baselines } = report;
  const sections = [dataText(data)];
  const rows = [
    ...Object.entries(models)
      .filter(([name]) => name !== "gamma_gamma")
      .map(([name, model]) => row(name, model.logLikelihood, model.boundary, model.holdout, report)),
    ...Object.entries(baselines).map(([name, { holdout }]) => row(name, null, false, holdout, report)),
  ];
  if (rows.length > 0) {
    sections.push(table([HEAD.slice(0, data.hasAmounts ? undefined : ORDER_COLUMNS), ...rows]));
  }
  sections.push(selectedText(report));
  const spend = spendText(report);
  if (spend) sections.push(spend);
  if (rows.length > 0) sections.push(parametersText(report), glossary(data.hasAmounts));
  sections.push(`${report.seconds.toFixed(2)} seconds`);
  return sections.join("\n\n");
}

const HEAD = [
  "",
  "log-likelihood",
  "orders MAE",
  "RMSE",
  "bias %",
  "AUC",
  "Gini",
  "top 10 %",
  "in 80 %",
  "CRPS",
  "value MAE",
  "RMSE",
  "bias %",
  "Gini",
  "top 10 %",
  "in 80 %",
];
/** Of a log without amounts. */
const ORDER_COLUMNS = 10;

function row(
  name: string,
  logLikelihood: number | null,
  boundary: boolean,
  holdout: Holdout,
  { selected, data }: FitReport,
): string[] {
  const { orders, value, crps, intervalCoverage80, valueIntervalCoverage80 } = holdout;
  const cells = [
    `${name === selected ? "> " : "  "}${name}${boundary ? " *" : ""}`,
    fixed(logLikelihood, 2),
    fixed(orders?.mae, 4),
    fixed(orders?.rmse, 4),
    fixed(orders?.biasPct, 1),
    fixed(orders?.auc, 3),
    fixed(orders?.gini, 3),
    percent(orders?.topDecileCapture),
    percent(intervalCoverage80),
    fixed(crps, 4),
    fixed(value?.mae, 2),
    fixed(value?.rmse, 2),
    fixed(value?.biasPct, 1),
    fixed(value?.gini, 3),
    percent(value?.topDecileCapture),
    percent(valueIntervalCoverage80),
  ];
  return cells.slice(0, data.hasAmounts ? undefined : ORDER_COLUMNS);
}

function dataText(data: FitReport["data"]): string {
  const refused = data.refusedRows === 0 ? "" : `, ${whole(data.refusedRows)} refused`;
  const value = data.holdoutValue === null ? "" : ` worth ${money(data.holdoutValue, data.currency)}`;
  return [
    `${data.file}: ${whole(data.rows)} rows${refused}, from ${data.firstDay} to ${data.lastDay}`,
    `Shown to the models: ${whole(data.customers)} customers until ${data.calibrationEnd}, ${whole(data.repeatCustomers)} of them with ${whole(data.repeatOrders)} repeat orders`,
    `To be predicted:     the ${data.holdoutWeeks.toFixed(1)} weeks until ${data.holdoutEnd}, in which they ordered ${whole(data.holdoutOrders)} times${value}`,
  ].join("\n");
}

const REASONS: Readonly<Record<string, string>> = {
  lowest_error:
    "its orders MAE is the lowest of the models whose CRPS is within 5 % of the best (score and the app add predictions up: they allow 1 %)",
  simpler_of_equals:
    "its orders MAE is about the lowest of the models whose CRPS is within 5 % of the best, and it is the simplest of those (score and the app add predictions up: they allow 1 %)",
  baseline_better: "the average customer has a lower orders MAE than every model",
  too_few_customers: "there are too few customers to tell habits from chance",
  no_repeat_purchases: "nobody bought twice before the end of calibration",
  history_too_short: "the time before the end of calibration is too short",
  did_not_converge: "no fit came to an end",
};

/** A reason of the choice, or of there being none, as the end of a sentence. */
export const reasonText = (reason: string): string => REASONS[reason] ?? reason;

function selectedText({ selected, reason }: FitReport): string {
  return selected
    ? `Selected: ${selected}, because ${reasonText(reason)}.`
    : `No model: ${reasonText(reason)}.`;
}

function spendText({ models, data }: FitReport): string | null {
  const spend = models.gamma_gamma;
  if (!spend?.params) return null;
  const error = spend.holdout.value;
  const measured = error
    ? `; the mean order value of those who ordered is missed by ${money(error.mae, data.currency)} on average`
    : "";
  return `Value of an order: gamma_gamma${spend.boundary ? " *" : ""}, ${parameters(spend.params)}, log-likelihood ${fixed(spend.logLikelihood, 2)}${measured}.`;
}

function parametersText({ models }: FitReport): string {
  const rows = Object.entries(models).flatMap(([name, { params }]) =>
    params && name !== "gamma_gamma" ? [[`  ${name}`, parameters(params)]] : [],
  );
  const width = Math.max(0, ...rows.map(([name]) => name?.length ?? 0));
  return [
    "Parameters, time in weeks:",
    ...rows.map(([name, text]) => `${name?.padEnd(width)}  ${text}`),
  ].join("\n");
}

const parameters = (params: Readonly<Record<string, number>>): string =>
  Object.entries(params)
    .map(([name, value]) => `${name} ${Number(value.toPrecision(5))}`)
    .join("  ");

function glossary(hasAmounts: boolean): string {
  const lines = [
    [
      "log-likelihood",
      "how probable the model makes what it was shown; compare only models of the same kind of time (weeks, or +season)",
    ],
    ["MAE, RMSE", "mean absolute and root mean squared error per customer; lower is better"],
    ["bias %", "predicted less actual, in per cent of the actual total; 0 is best"],
    [
      "AUC",
      "chance that a customer who ordered is ranked above one who did not; 0.5 is a coin, 1 is perfect",
    ],
    ["Gini", "how well the ranking separates the good customers from the others; 0 is chance, 1 is perfect"],
    ["top 10 %", "share of everything that the tenth with the highest predictions brought"],
    ["in 80 %", "share of customers whose outcome lay in their 80 % interval; 80 is best"],
    [
      "CRPS",
      "how far the whole predicted distribution of the orders is from what came; lower is better, and only the truth is best",
    ],
    ["*", "the data leave a parameter open: predictions hold, single parameters say little"],
    ["same_rate", "the plain rule that everybody goes on as so far"],
    ["cohort_average", "the plain rule that everybody buys as the average customer did"],
  ];
  const intro = hasAmounts ? "Errors of orders and of value:" : "Errors of orders (the file has no amounts):";
  return [intro, ...lines.map(([term, meaning]) => `  ${term?.padEnd(15)} ${meaning}`)].join("\n");
}

/** Columns as wide as their widest cell; the first to the left, numbers to the right. */
function table(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, at) => Math.max(...rows.map((cells) => cells[at]?.length ?? 0)));
  return rows
    .map((cells) =>
      cells
        .map((cell, at) => (at === 0 ? cell.padEnd(widths[at] ?? 0) : cell.padStart(widths[at] ?? 0)))
        .join("  ")
        .trimEnd(),
    )
    .join("\n");
}

const whole = (value: number): string => value.toLocaleString("en");
const fixed = (value: number | null | undefined, digits: number): string =>
  value == null ? "-" : value.toFixed(digits);
const percent = (share: number | null | undefined): string =>
  share == null ? "-" : (100 * share).toFixed(1);
const money = (value: number, currency: string | null): string =>
  `${value.toLocaleString("en", { minimumFractionDigits: 2, maximumFractionDigits: 2 })}${currency ? ` ${currency}` : ""}`;

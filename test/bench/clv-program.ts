import type { CustomerSummaryColumns } from "../../app/clv/data/customer-summary.ts";
import { DEFAULT_SCORE_OPTIONS, scoreColumns } from "../../app/clv/prediction/score.ts";
import { fitSpend, fitValueModel } from "../../app/clv/prediction/value-model.ts";
import { transactionFamily } from "../../app/clv/transactions/families.ts";
import {
  fitPlain,
  PLAIN_MODELS,
  PLAIN_SPEND,
  type PlainCustomer,
  type PlainFit,
  type PlainModel,
} from "./clv-plain.ts";
import { readColumns } from "./clv-shop.ts";
import { type ClvMeasured, clvTask } from "./clv-task.ts";
import { median, timed } from "./samples.ts";

// One model on one shop in a process of its own, so that its memory is nobody else's. Prints its figures as JSON.

const ROUNDS = 3;
const WEEKS = DEFAULT_SCORE_OPTIONS.horizonWeeks;

const task = clvTask.parse(JSON.parse(process.argv[2] ?? "{}"));
const columns = readColumns(task.folder);
const beforeBytes = peakBytes();
const times = task.model === "gamma_gamma" ? await timeSpend() : await timeFamily(task.model);
const measured: ClvMeasured = { ...times, memoryBytes: peakBytes() - beforeBytes, plain: plainTimes() };
console.log(JSON.stringify(measured));

function peakBytes(): number {
  return process.resourceUsage().maxRSS * 1024;
}

type Times = Pick<ClvMeasured, "fitMs" | "expectMs" | "scoreMs">;

async function timeSpend(): Promise<Times> {
  const fits: number[] = [];
  for (let round = 0; round < ROUNDS; round++) fits.push(await timed(async () => fitSpend(columns)));
  return { fitMs: median(fits), expectMs: null, scoreMs: null };
}

/** The fit is that of the family alone; the scores are those of all customers with intervals, of orders and of value. */
async function timeFamily(name: Exclude<typeof task.model, "gamma_gamma">): Promise<Times> {
  const whole = fitValueModel(columns, { family: name });
  if (!whole.ok) throw new Error(`${name} could not be fitted: ${whole.reason}`);
  const family = transactionFamily(name);
  const { params } = whole.model.transactions;
  const { x, tx, T } = columns;
  const expectAll = async (): Promise<void> => {
    let sum = 0;
    for (let i = 0; i < x.length; i++)
      sum += family.expectedTransactions(params, x[i]!, tx[i]!, T[i]!, WEEKS);
    refuseEndless(sum);
  };
  const fits: number[] = [];
  const expectations: number[] = [];
  const scores: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    fits.push(await timed(async () => family.fit(columns)));
    expectations.push(await timed(expectAll));
    scores.push(await timed(async () => scoreColumns(whole.model, columns)));
  }
  return { fitMs: median(fits), expectMs: median(expectations), scoreMs: median(scores) };
}

/** Some customers, fitted and scored by the plain implementation; how many, a look at a few of them decides. */
function plainTimes(): ClvMeasured["plain"] {
  const { model } = task;
  const plain = model === "gamma_gamma" ? PLAIN_SPEND : PLAIN_MODELS[model];
  const all = plainCustomers(columns, model === "gamma_gamma");
  const few = all.slice(0, 400);
  const lookSeconds = fitInSeconds(plain, few).seconds;
  const affordable = Math.floor((few.length * task.plainSeconds) / lookSeconds);
  const customers = all.slice(0, Math.max(few.length, affordable));
  const { fit, seconds } = fitInSeconds(plain, customers);
  if (model !== "gamma_gamma") refuseWorseFit(model, customers.length, fit);
  const share = customers.length / all.length;
  return {
    customers: customers.length,
    evaluations: fit.evaluations,
    fitMs: (1000 * seconds) / share,
    expectMs: expectMsOf(plain, fit.params, customers, share),
  };
}

function fitInSeconds(
  plain: PlainModel,
  customers: readonly PlainCustomer[],
): { fit: PlainFit; seconds: number } {
  const startedMs = performance.now();
  const fit = fitPlain(plain, customers);
  return { fit, seconds: (performance.now() - startedMs) / 1000 };
}

function expectMsOf(
  plain: PlainModel,
  params: readonly number[],
  customers: readonly PlainCustomer[],
  share: number,
): number | null {
  if (!plain.expected) return null;
  const startedMs = performance.now();
  let sum = 0;
  for (const customer of customers) sum += plain.expected(params, customer, WEEKS);
  refuseEndless(sum);
  return (performance.now() - startedMs) / share;
}

function refuseEndless(orders: number): void {
  if (!Number.isFinite(orders)) throw new Error(`${orders} orders are expected of ${task.model}`);
}

/** Speed at the price of a worse optimum would be none. */
function refuseWorseFit(
  name: Exclude<typeof task.model, "gamma_gamma">,
  rows: number,
  plain: PlainFit,
): void {
  const cut = (values: Float64Array): Float64Array => values.subarray(0, rows);
  const mine = transactionFamily(name).fit({
    x: cut(columns.x),
    tx: cut(columns.tx),
    T: cut(columns.T),
    meanValueMinor: cut(columns.meanValueMinor),
    sumLnGaps: cut(columns.sumLnGaps),
  });
  if (!mine || mine.logLikelihood < plain.logLikelihood - 1e-6 * Math.abs(plain.logLikelihood)) {
    throw new Error(
      `${name}: log-likelihood ${mine?.logLikelihood} is below the plain ${plain.logLikelihood}`,
    );
  }
}

function plainCustomers(
  from: CustomerSummaryColumns & { sumLnGaps: Float64Array },
  valued: boolean,
): PlainCustomer[] {
  return Array.from(from.x.keys())
    .filter((row) => !valued || (from.x[row]! > 0 && from.meanValueMinor[row]! > 0))
    .map((row) => ({
      x: from.x[row]!,
      tx: from.tx[row]!,
      T: from.T[row]!,
      sumLnGaps: from.sumLnGaps[row]!,
      mean: from.meanValueMinor[row]! / 100,
    }));
}

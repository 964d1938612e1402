import { customerSummariesAt, transactionLog } from "../../../../app/clv/data/transaction-log.ts";
import { scoreColumns } from "../../../../app/clv/prediction/score.ts";
import { CRPS_TOLERANCE_FOR_TOTALS, chooseModel } from "../../../../app/clv/selection/model-choice.ts";
import { Random } from "../../../shopify/generator/random.ts";
import { day, readLog } from "../reference.ts";

/** Looks of an experiment: one a day. */
export const DAYS = 90;

/** Somebody whose outcome is known for every day, whichever group they are drawn into. */
export interface Person {
  /** The predicted value of a year. */
  readonly covariate: number;
  /** What was spent (or given back: below 0) on day 1 to 90. */
  readonly events: readonly { readonly day: number; readonly amount: number }[];
}

const LOGS = {
  cdnow: { file: "cdnow/transactions.csv", end: "1997-09-30" },
  /** Without amounts: every order is worth one. */
  grocery: { file: "grocery/transactions.csv", end: "2006-12-31" },
  uci: { file: "uci/transactions.csv", end: "2011-09-09" },
} as const;
export type LogName = keyof typeof LOGS;
export const LOG_NAMES = Object.keys(LOGS) as readonly LogName[];

const known = new Map<LogName, readonly Person[]>();

/** The customers of a reference log with the app's own prediction as of its end of calibration, and the 90 days after it. */
export function peopleOfLog(name: LogName): readonly Person[] {
  const people = known.get(name) ?? readPeople(name);
  known.set(name, people);
  return people;
}

function readPeople(name: LogName): Person[] {
  const { file, end } = LOGS[name];
  const orders = [...readLog(file).values()];
  const endDay = day(end);
  const amountOf = (minor: number): number => (name === "grocery" ? 1 : minor);
  const log = transactionLog(
    orders.flatMap((own, customer) =>
      own.map((order) => ({ customer, day: order.day, valueMinor: amountOf(order.netSalesMinor) })),
    ),
    orders.length,
  );
  const { fit } = chooseModel(log, endDay, { crpsTolerance: CRPS_TOLERANCE_FOR_TOTALS });
  if (!fit.ok) throw new Error(fit.reason);
  const { columns, customerOf } = customerSummariesAt(log, endDay);
  const options = { horizonWeeks: 52, yearlyDiscount: 0.1, asOfDay: endDay };
  const { expectedValueMinor } = scoreColumns(fit.model, columns, options);
  return Array.from(customerOf, (customer, row) => ({
    covariate: expectedValueMinor[row] ?? Number.NaN,
    events: (orders[customer] ?? [])
      .filter((order) => order.day > endDay && order.day <= endDay + DAYS)
      .sort((one, other) => one.day - other.day)
      .map((order) => ({ day: order.day - endDay, amount: amountOf(order.netSalesMinor) })),
  }));
}

/**
 * People who order without memory at one rate, so that their spending has no correlation between days: the hardest case for an interval
 * of every look. `refunded`: share of the orders that are given back three days later. `tail`: Pareto index of the amounts.
 */
export function forgetfulPeople(
  count: number,
  {
    seed,
    ordersPerDay,
    tail,
    refunded,
  }: { seed: number; ordersPerDay: number; tail: number; refunded: number },
): Person[] {
  const random = new Random(seed);
  return Array.from({ length: count }, () => {
    const events: { day: number; amount: number }[] = [];
    for (let at = 1; at <= DAYS; at++) {
      if (random.next() >= ordersPerDay) continue;
      const amount = 20 * (1 - random.next()) ** (-1 / tail);
      events.push({ day: at, amount });
      if (random.next() < refunded && at + 3 <= DAYS) events.push({ day: at + 3, amount: -amount });
    }
    return { covariate: random.next(), events: events.sort((one, other) => one.day - other.day) };
  });
}

import {
  type TransactionLog,
  type TransactionRow,
  transactionLog,
} from "../../../../app/clv/data/transaction-log.ts";
import { seededUniform } from "../reference.ts";

const FIRST_DAY = 9_862;
const THIRTY_YEARS = 10_957;

/** Days of the orders of each customer. */
type Habits = (customer: number, uniform: () => number) => number[];

/** A log of a shop where nothing is as usual; `endDay` is the day up to which it is observed. */
export interface OddLog {
  readonly log: TransactionLog;
  readonly endDay: number;
}

function oddLog(customers: number, lastDay: number, valueMinor: number, habits: Habits): OddLog {
  const uniform = seededUniform(17);
  const rows: TransactionRow[] = [];
  for (let customer = 0; customer < customers; customer++) {
    for (const day of habits(customer, uniform)) {
      rows.push({ customer, day: FIRST_DAY + day, valueMinor: Math.ceil(valueMinor * (0.5 + uniform())) });
    }
  }
  return { log: transactionLog(rows, customers), endDay: FIRST_DAY + lastDay };
}

/** Customers of the first quarter who come back or not within a year and a half, as in a well-known log of a CD shop. */
const ordinary: Habits = (_, uniform) => {
  const first = Math.floor(90 * uniform());
  const pace = 20 + 200 * uniform();
  const stays = uniform() ** 2;
  const days = [first];
  for (let day = first; day < 540 && uniform() < stays; ) {
    day += 1 + Math.floor(pace * -Math.log(uniform()));
    if (day < 540) days.push(day);
  }
  return days;
};

export const ODD_LOGS: Readonly<Record<string, (valueMinor: number) => OddLog>> = {
  "all orders on one day": (value) => oddLog(60, 0, value, () => [0, 0, 0]),
  "all orders on one day, a year ago": (value) => oddLog(60, 365, value, () => [0, 0]),
  "orders on two neighbouring days": (value) => oddLog(60, 1, value, () => [0, 1]),
  "an ordinary year and a half": (value) => oddLog(60, 546, value, ordinary),
  "an ordinary year and a half, thirty years ago": (value) => oddLog(60, 546 + THIRTY_YEARS, value, ordinary),
  "one customer with 10,000 order days among ordinary ones": (value) =>
    oddLog(40, 10_000, value, (customer, uniform) =>
      customer === 0 ? Array.from({ length: 10_000 }, (_, day) => day) : ordinary(customer, uniform),
    ),
  "one customer with 10,000 order days and nobody else": (value) =>
    oddLog(1, 10_000, value, () => Array.from({ length: 10_000 }, (_, day) => day)),
  "everybody the same": (value) => oddLog(40, 400, value, () => [0, 30, 60, 90]),
  "everybody bought once": (value) => oddLog(40, 400, value, () => [0]),
  "everybody on every day": (value) =>
    oddLog(30, 99, value, () => Array.from({ length: 100 }, (_, day) => day)),
};

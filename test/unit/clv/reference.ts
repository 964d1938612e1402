import { existsSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import { z } from "zod";
import { dayOfIso } from "../../../app/clv/calendar.ts";
import {
  type CustomerSummaryColumns,
  customerSummary,
  customerSummaryColumns,
  type DatedAmount,
} from "../../../app/clv/data/customer-summary.ts";

const folder = resolve(import.meta.dirname, "../../../../shared/reference");

/** False where the reference data is not beside the repository: tests that need it are then reported as skipped. */
export const hasReference = existsSync(folder);

export function day(iso: string): number {
  const found = dayOfIso(iso);
  if (found === null) throw new Error(`Not a date: ${iso}`);
  return found;
}

/** Days and minor units of each customer of a transaction log, in the order of the file. */
export function readLog(file: string): Map<string, DatedAmount[]> {
  const customers = new Map<string, DatedAmount[]>();
  for (const line of readFileSync(resolve(folder, file), "utf8").split(/\r?\n/).slice(1)) {
    const [customer, date, amount] = line.split(",");
    if (!customer || !date) continue;
    const orders = customers.get(customer) ?? [];
    orders.push({ day: day(date), netSalesMinor: Math.round(Number(amount ?? 0) * 100) });
    customers.set(customer, orders);
  }
  return customers;
}

export function calibrationColumns(log: Map<string, DatedAmount[]>, endDay: number): CustomerSummaryColumns {
  return customerSummaryColumns(
    [...log.values()].flatMap((orders) => {
      const history = customerSummary(orders, endDay);
      return history ? [history] : [];
    }),
  );
}

export function readJson(file: string): unknown {
  return JSON.parse(readFileSync(resolve(folder, file), "utf8"));
}

const optimum = z.object({ params: z.array(z.number()), ll: z.number() });

export function readOptima(file: string) {
  return z
    .object({
      models: z.object({ bg_nbd: optimum, gamma_gamma: optimum.extend({ n: z.number() }).optional() }),
    })
    .parse(readJson(file)).models;
}

const stressRow = {
  params: z.array(z.number()),
  x: z.number(),
};

export function readStress() {
  return z
    .object({
      bg_nbd: z.array(
        z.object({
          ...stressRow,
          t_x: z.number(),
          T: z.number(),
          t: z.number(),
          ll: z.coerce.number(),
          p_alive: z.coerce.number(),
          cet: z.coerce.number(),
        }),
      ),
      gamma_gamma: z.array(
        z.object({
          ...stressRow,
          m: z.number(),
          ll: z.string().nullable(),
          exp_mean: z.coerce.number(),
        }),
      ),
    })
    .parse(readJson("stress.json"));
}

const fixedSet = z.object({
  params: z.object({
    bg_nbd: z.object({ r: z.number(), alpha: z.number(), a: z.number(), b: z.number() }),
    gamma_gamma: z.object({ p: z.number(), q: z.number(), v: z.number() }).optional(),
  }),
  holdout_weeks: z.number(),
  customers: z.array(
    z.object({
      cust: z.string(),
      x: z.number(),
      t_x: z.number(),
      T: z.number(),
      m_x: z.number(),
      exp_avg_value: z.number().nullish(),
      bg_nbd: z.object({
        ll: z.number(),
        p_alive: z.number(),
        cet_H: z.number(),
        cet_52: z.number(),
        disc_tx_52: z.number(),
        clv_52: z.number().nullish(),
      }),
    }),
  ),
});

export function readFixedCustomers() {
  return z.record(z.string(), fixedSet).parse(readJson("fixed-customers.json"));
}

export const shopSummary = z.object({
  countsZeroValueOrders: z.boolean(),
  customers: z.number(),
  orders: z.number(),
  netSalesMinor: z.number(),
  firstDay: z.string(),
  lastDay: z.string(),
  averageClvMinor: z.number(),
  medianClvMinor: z.number(),
  averageOrderValueMinor: z.number(),
  repeatPurchaseRate: z.number(),
  ordersPerCustomer: z.number(),
  firstOrderValueMinor: z.number(),
  firstOrderMultiple: z.number(),
  topDecileShareOfNetSales: z.number(),
  medianDaysBetweenOrders: z.number(),
  windows: z.record(z.string(), z.object({ customers: z.number(), averageClvMinor: z.number() })),
  cohorts: z.record(
    z.string(),
    z.object({ customers: z.number(), netSalesMinorByMonth: z.array(z.number()) }),
  ),
  zeroValueOrders: z.number(),
  withoutZeroValueOrders: z.object({
    customers: z.number(),
    orders: z.number(),
    netSalesMinor: z.number(),
  }),
});

export function readSummary(file: string) {
  return shopSummary.parse(readJson(file));
}

/** |got - wanted| / |wanted|, absolute where the wanted value is 0. */
export function relativeError(got: number, wanted: number): number {
  return Math.abs(got - wanted) / (wanted === 0 ? 1 : Math.abs(wanted));
}

/** Linear congruential numbers in (0, 1): draws for tests that need many and the same ones on every run. */
export function seededUniform(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return (state + 0.5) / 4_294_967_296;
  };
}

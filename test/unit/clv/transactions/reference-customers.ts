import { z } from "zod";
import type { CustomerSummaryColumns, DatedAmount } from "../../../../app/clv/data/customer-summary.ts";
import { calibrationColumns, readJson } from "../reference.ts";

const optimum = z.object({ params: z.array(z.number()), ll: z.number(), se: z.array(z.number()) });

/** Maximum-likelihood parameters of each family on one log, by its name. */
export function readTransactionOptima(file: string): Record<string, z.infer<typeof optimum>> {
  return z.object({ models: z.record(z.string(), optimum) }).parse(readJson(file)).models;
}

const vector = z.object({
  params: z.array(z.number()),
  x: z.number(),
  t_x: z.number(),
  T: z.number(),
  t: z.number(),
  ll: z.coerce.number(),
  p_alive: z.coerce.number(),
  cet: z.coerce.number(),
  dert: z.coerce.number().optional(),
});

export function readStressVectors() {
  const vectors = z.array(vector);
  return z.object({ bg_nbd: vectors, mbg_nbd: vectors, pareto_nbd: vectors }).parse(readJson("stress.json"));
}

const prediction = z.object({
  ll: z.number(),
  p_alive: z.number(),
  cet_39: z.number().optional(),
  cet_52: z.number().optional(),
  disc_tx_52: z.number().optional(),
  dert: z.number().optional(),
});

const customer = z
  .object({ x: z.number(), t_x: z.number(), T: z.number(), litt: z.number() })
  .catchall(z.unknown());

const fixedSet = z.object({
  params: z.record(z.string(), z.record(z.string(), z.number())),
  customers: z.array(customer),
});

/** Every prediction that the reference has of a family's fixed customers, with the parameters in the family's order. */
export function readFixedPredictions(family: string, parameterNames: readonly string[]) {
  const sets = z.record(z.string(), fixedSet).parse(readJson("fixed-customers.json"));
  return Object.values(sets).flatMap(({ params, customers }) => {
    const named = params[family];
    if (!named) return [];
    const ordered = parameterNames.map((name) => z.number().parse(named[name]));
    return customers.map((one) => ({
      params: ordered,
      x: one.x,
      tx: one.t_x,
      T: one.T,
      sumLnGaps: one.litt,
      wanted: prediction.parse(one[family]),
    }));
  });
}

/** Calibration columns with the sums of ln(gap) that CNBD-k asks for. */
export function columnsWithGaps(log: Map<string, DatedAmount[]>, endDay: number): CustomerSummaryColumns {
  const sumLnGaps = [...log.values()].flatMap((orders) => {
    const days = [...new Set(orders.map((order) => order.day))]
      .filter((day) => day <= endDay)
      .sort((l, r) => l - r);
    if (days.length === 0) return [];
    return [days.slice(1).reduce((sum, day, i) => sum + Math.log((day - days[i]!) / 7), 0)];
  });
  return { ...calibrationColumns(log, endDay), sumLnGaps: Float64Array.from(sumLnGaps) };
}

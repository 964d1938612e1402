import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { dayOfDate } from "../../../../app/clv/calendar.ts";
import {
  customerSummariesAt,
  type TransactionLog,
  transactionLog,
} from "../../../../app/clv/data/transaction-log.ts";
import { scoreColumns } from "../../../../app/clv/prediction/score.ts";
import { parseFittedModel } from "../../../../app/clv/prediction/value-model.ts";
import { errorMeasures } from "../../../../app/clv/selection/error-measures.ts";
import type { HoldoutReport } from "../../../../app/clv/selection/holdout-evaluation.ts";
import {
  CRPS_TOLERANCE_FOR_TOTALS,
  chooseModel,
  type ModelChoice,
} from "../../../../app/clv/selection/model-choice.ts";
import { Random } from "../../../shopify/generator/random.ts";
import { hasReference, relativeError } from "../reference.ts";
import { christmas, FIRST_DAY, type Intensity, seasonalShop, steady } from "../season/season-shop.ts";
import { holdoutShop, readAccuracy, SHOP_NAMES, twoParts } from "./holdout-shops.ts";

function reportOf({ holdout }: ModelChoice): HoldoutReport {
  if (!holdout.ok) throw new Error(holdout.reason);
  return holdout.report;
}

function chosenOf(report: HoldoutReport) {
  const { name, seasonal } = report.chosen;
  const found = report.candidates.find((one) => one.name === name && one.seasonal === seasonal);
  if (!found) throw new Error(`${name} is not among the candidates`);
  return found;
}

const sumOf = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0);

/** Every number in plain JSON, however deep. */
function numbersIn(value: unknown): number[] {
  if (typeof value === "number") return [value];
  if (typeof value !== "object" || value === null) return [];
  return Object.values(value).flatMap(numbersIn);
}

/** What has to hold of any choice: plain finite JSON, a model that can be stored, finite predictions of everybody. */
function expectSound(choice: ModelChoice, log: TransactionLog, endDay: number): void {
  expect(numbersIn(choice).every(Number.isFinite)).toBe(true);
  if (!choice.fit.ok) return;
  expect(parseFittedModel(JSON.parse(JSON.stringify(choice.fit.model)))).toEqual(choice.fit.model);
  const { columns } = customerSummariesAt(log, endDay);
  const scores = scoreColumns(choice.fit.model, columns, {
    horizonWeeks: 52,
    yearlyDiscount: 0.1,
    asOfDay: endDay,
  });
  for (const column of Object.values(scores)) expect(column.every(Number.isFinite)).toBe(true);
}

/** The report's parts say the same as each other. */
function expectConsistent(report: HoldoutReport): void {
  const { deciles, weekly, lift, customers, actualOrders, actualValueMinor, pit } = report;
  const chosen = chosenOf(report);
  const total = (
    key: "predictedOrders" | "actualOrders" | "predictedValueMinor" | "actualValueMinor",
  ): number => sumOf(deciles.map((decile) => decile.customers * decile[key]));
  expect(deciles).toHaveLength(10);
  expect(sumOf(deciles.map((decile) => decile.customers))).toBe(customers);
  expect(relativeError(total("actualOrders"), actualOrders)).toBeLessThan(1e-9);
  expect(relativeError(total("actualValueMinor"), actualValueMinor)).toBeLessThan(1e-9);
  expect(sumOf(weekly.map(({ actual }) => actual))).toBe(actualOrders);
  expect(
    relativeError(sumOf(weekly.map(({ predicted }) => predicted)), total("predictedOrders")),
  ).toBeLessThan(1e-9);
  expect(weekly).toHaveLength(Math.ceil(report.holdoutWeeks));
  expect(total("predictedOrders") / actualOrders - 1).toBeCloseTo(chosen.orders.bias ?? Number.NaN, 9);
  if (chosen.value) {
    expect(total("predictedValueMinor") / actualValueMinor - 1).toBeCloseTo(
      chosen.value.bias ?? Number.NaN,
      9,
    );
  }
  expect(lift).toHaveLength(21);
  expect(lift[0]).toBe(0);
  expect(lift[20]).toBeCloseTo(1, 12);
  lift.forEach((share, k) => {
    if (k > 0) expect(share).toBeGreaterThanOrEqual(lift[k - 1]!);
  });
  expect(sumOf(pit.orders)).toBeCloseTo(1, 9);
  if (pit.value) expect(sumOf(pit.value)).toBeCloseTo(1, 9);
}

describe.skipIf(!hasReference)("on the reference logs", () => {
  test.each(SHOP_NAMES)(
    "%s: the chosen model errs no more than the best of all packages, and its intervals hold four fifths within 3 points",
    (name) => {
      const { log, calibrationEndDay, endDay } = holdoutShop(name);
      const choice = chooseModel(log, endDay, { calibrationEndDay });
      const report = reportOf(choice);
      const chosen = chosenOf(report);
      const packages = readAccuracy().filter(({ dataset }) => dataset === name);
      const lowest = (column: string): number =>
        Math.min(...packages.map(({ figures }) => figures.get(column) ?? Number.NaN).filter(Number.isFinite));
      expect(packages.length).toBeGreaterThan(5);
      expect(chosen.orders.mae).toBeLessThanOrEqual(lowest("tx_mae"));
      expect(Math.abs((chosen.coverage80?.orders.calibrated ?? 0) - 0.8)).toBeLessThan(0.03);
      if (name === "grocery") expect(chosen.value).toBeNull();
      else {
        expect((chosen.value?.mae ?? Number.NaN) / 100).toBeLessThanOrEqual(lowest("rev_mae"));
        expect(Math.abs((chosen.coverage80?.value?.calibrated ?? 0) - 0.8)).toBeLessThan(0.03);
      }
      expectRule(report);
      expectConsistent(report);
      expectSound(choice, log, endDay);
      const fit = choice.fit;
      expect(fit.ok && fit.model.transactions.family).toBe(report.chosen.name);
      expect(fit.ok && fit.model.customers).toBe(customerSummariesAt(log, endDay).columns.x.length);
    },
  );

  /** Nobody whose distribution is sound has a mean error that is lower by more than a tie. */
  function expectRule(report: HoldoutReport): void {
    const chosen = chosenOf(report);
    const models = report.candidates.filter(({ crps, seasonal }) => crps !== null && !seasonal);
    const best = Math.min(...models.map(({ crps }) => crps!));
    const sound = models.filter(({ crps }) => crps! <= 1.05 * best);
    expect(sound).toContain(chosen);
    for (const { orders } of sound) expect(orders.mae).toBeGreaterThanOrEqual(chosen.orders.mae / 1.005);
    const baselines = report.candidates.filter(({ crps }) => crps === null);
    expect(baselines.map((one) => one.name)).toEqual(["same_rate", "cohort_average"]);
    for (const { orders } of baselines) expect(orders.mae).toBeGreaterThan(chosen.orders.mae);
  }

  test.each([
    ["cdnow_sample", 0.764],
    ["cdnow_master", 0.794],
    ["grocery", 1.512],
  ] as const)("%s: a model that the app chose before the holdout errs by %f orders in it", (name, mae) => {
    const shop = holdoutShop(name);
    const { fit } = chooseModel(shop.log, shop.calibrationEndDay, {
      crpsTolerance: CRPS_TOLERANCE_FOR_TOTALS,
    });
    if (!fit.ok) throw new Error(fit.reason);
    expect(fit.model.transactions.family).toBe("mbg_nbd");
    const { columns, orders, holdoutWeeks } = twoParts(shop);
    const scores = scoreColumns(fit.model, columns, { horizonWeeks: holdoutWeeks, yearlyDiscount: 0 });
    expect(errorMeasures(scores.expectedOrders, orders).mae).toBeCloseTo(mae, 3);
  });

  test("the order of the customers does not matter", () => {
    const { log, calibrationEndDay, endDay } = holdoutShop("cdnow_sample");
    const there = chooseModel(log, endDay, { calibrationEndDay });
    const back = chooseModel(shuffled(log), endDay, { calibrationEndDay });
    const [one, other] = [reportOf(there), reportOf(back)];
    expect(other.chosen).toEqual(one.chosen);
    one.candidates.forEach((candidate, i) => {
      const moved = other.candidates[i]!;
      expect(moved.name).toBe(candidate.name);
      expect(relativeError(moved.orders.mae, candidate.orders.mae)).toBeLessThan(1e-5);
      expect(relativeError(moved.value!.mae, candidate.value!.mae)).toBeLessThan(1e-5);
      if (candidate.crps !== null) expect(relativeError(moved.crps!, candidate.crps)).toBeLessThan(1e-5);
      if (!candidate.coverage80) return;
      const { plain, calibrated } = candidate.coverage80.orders;
      expect(moved.coverage80!.orders.plain).toBeCloseTo(plain, 5);
      // Which half teaches which depends on the order; both are halves of the same shop.
      expect(Math.abs(moved.coverage80!.orders.calibrated - calibrated)).toBeLessThan(0.02);
    });
    if (!there.fit.ok || !back.fit.ok) throw new Error("no fit");
    there.fit.model.transactions.params.forEach((value, i) => {
      expect(relativeError(back.fit.ok ? back.fit.model.transactions.params[i]! : 0, value)).toBeLessThan(
        1e-3,
      );
    });
    there.fit.model.intervalLevels.orders.forEach((level, i) => {
      expect(back.fit.ok && back.fit.model.intervalLevels.orders[i]).toBeCloseTo(level, 4);
    });
  });

  function shuffled({ customers, start, day, valueMinor }: TransactionLog): TransactionLog {
    const random = new Random(9);
    const places = Array.from({ length: customers }, (_, i) => i);
    for (let i = customers - 1; i > 0; i--) {
      const j = random.below(i + 1);
      [places[i], places[j]] = [places[j]!, places[i]!];
    }
    const rows = places.flatMap((customer, from) =>
      Array.from(day.subarray(start[from]!, start[from + 1]!), (date, k) => ({
        customer,
        day: date,
        valueMinor: valueMinor[start[from]! + k]!,
      })),
    );
    return transactionLog(rows, customers);
  }
});

describe("too little to choose from", () => {
  const once = (count: number, date: (customer: number) => number) =>
    transactionLog(
      Array.from({ length: count }, (_, customer) => ({ customer, day: date(customer), valueMinor: 2000 })),
      count,
    );

  test.each([
    ["no orders", transactionLog([], 0), 400, "too_few_customers", "too_few_customers"],
    ["one customer", once(1, () => 0), 400, "too_few_customers", "too_few_customers"],
    ["nobody yet", once(60, () => 500), 400, "too_few_customers", "too_few_customers"],
    ["one-time buyers only", once(60, (i) => i), 400, "no_repeat_purchases", "no_repeat_purchases"],
    ["all on one day", once(60, () => 400), 400, "history_too_short", "history_too_short"],
    ["a month", once(60, (i) => i % 30), 30, "history_too_short", "history_too_short"],
  ] as const)("%s is a reason", (_, log, endDay, fitReason, holdoutReason) => {
    const choice = chooseModel(log, endDay);
    expect(choice).toEqual({
      fit: { ok: false, reason: fitReason },
      holdout: { ok: false, reason: holdoutReason },
    });
  });

  test("a history too short for a test is fitted with the default family and nominal levels", () => {
    const random = new Random(4);
    const rows = Array.from({ length: 80 }, (_, customer) => customer).flatMap((customer) => [
      { customer, day: customer % 20, valueMinor: 1500 },
      ...(random.chance(0.5) ? [{ customer, day: 25 + random.below(40), valueMinor: 1800 }] : []),
    ]);
    const log = transactionLog(rows, 80);
    const choice = chooseModel(log, 66);
    expect(choice.holdout).toEqual({ ok: false, reason: "history_too_short" });
    if (!choice.fit.ok) throw new Error(choice.fit.reason);
    expect(choice.fit.model.transactions.family).toBe("mbg_nbd");
    expect(choice.fit.model.intervalLevels).toEqual({ orders: [0.1, 0.9], value: [0.1, 0.9] });
    expectSound(choice, log, 66);
  });

  test("whatever the log, there is a sound model or a reason", () => {
    const anyRow = fc.record({
      customer: fc.nat(24),
      day: fc.integer({ min: -50, max: 400 }),
      valueMinor: fc.constantFrom(0, 1, 2500, -500, 9e9),
    });
    fc.assert(
      fc.property(fc.array(anyRow, { maxLength: 90 }), fc.integer({ min: 0, max: 420 }), (rows, endDay) => {
        const log = transactionLog(rows, 25);
        const choice = chooseModel(log, endDay, { minCustomers: 1, minHistoryWeeks: 0 });
        expectSound(choice, log, endDay);
      }),
      { numRuns: 40, endOnFailure: true },
    );
  });
});

describe("a shop where everybody buys at one rate for ever", () => {
  test("is predicted by its average, as no model knows better", () => {
    const random = new Random(2);
    const customers = 300;
    const rows: { customer: number; day: number; valueMinor: number }[] = [];
    for (let customer = 0; customer < customers; customer++) {
      for (let at = random.between(0, 60); at < 365; at += random.exponential(1 / 60)) {
        rows.push({ customer, day: Math.floor(at), valueMinor: 1000 + random.below(1000) });
      }
    }
    const log = transactionLog(rows, customers);
    const choice = chooseModel(log, 364);
    const report = reportOf(choice);
    expect(report.chosen).toEqual({ name: "cohort_average", seasonal: false, reason: "baseline_better" });
    expectConsistent(report);
    expectSound(choice, log, 364);
    if (!choice.fit.ok) throw new Error(choice.fit.reason);
    const { columns } = customerSummariesAt(log, 364);
    const scores = scoreColumns(choice.fit.model, columns);
    const average =
      (52 * columns.x.reduce((sum, x) => sum + x, 0)) / columns.T.reduce((sum, T) => sum + T, 0);
    for (const orders of scores.expectedOrders) expect(relativeError(orders, average)).toBeLessThan(1e-3);
    expect(scores.pAlive.every((alive) => alive === 1)).toBe(true);
  });
});

test("a shop of subscribers among many who bought once keeps its model, though the rate so far is nearer", () => {
  const random = new Random(4);
  const rows: { customer: number; day: number; valueMinor: number }[] = [];
  const customers = 2000;
  for (let customer = 0; customer < customers; customer++) {
    const gap = customer % 5 === 0 ? 30 * random.between(1, 3) : Number.POSITIVE_INFINITY;
    for (let at = random.between(0, 500); at < 730; at += gap * (0.7 + 0.6 * random.next())) {
      rows.push({ customer, day: Math.floor(at), valueMinor: 1000 });
    }
  }
  const report = reportOf(chooseModel(transactionLog(rows, customers), 729));
  const mae = (name: string) => report.candidates.find((one) => one.name === name)?.orders.mae ?? Number.NaN;
  expect(mae("same_rate")).toBeLessThan(chosenOf(report).orders.mae);
  expect(chosenOf(report).orders.mae).toBeLessThan(mae("cohort_average") / 2);
});

describe("the choice", () => {
  const endDay = dayOfDate(2023, 12, 31);
  const shop = (intensity: Intensity) =>
    seasonalShop({ customers: 1500, fromDay: FIRST_DAY, toDay: endDay, intensity, seed: 2 });

  test("takes the simpler of two that err alike, which is the one that is named first", () => {
    const log = shop(steady);
    const choose = (families: readonly ["bg_nbd" | "mbg_nbd", "bg_nbd" | "mbg_nbd"]) =>
      reportOf(chooseModel(log, endDay, { families })).chosen;
    expect(choose(["bg_nbd", "mbg_nbd"])).toEqual({
      name: "bg_nbd",
      seasonal: false,
      reason: "lowest_error",
    });
    expect(choose(["mbg_nbd", "bg_nbd"])).toEqual({
      name: "mbg_nbd",
      seasonal: false,
      reason: "simpler_of_equals",
    });
  });

  test("uses a season where it predicts the distribution better, and none where there is none", () => {
    const busy = shop(christmas);
    const seasonal = chooseModel(busy, endDay);
    const report = reportOf(seasonal);
    expect(report.chosen.seasonal).toBe(true);
    const chosen = chosenOf(report);
    const without = report.candidates.find(({ name, seasonal }) => name === chosen.name && !seasonal);
    expect(chosen.crps!).toBeLessThan(without!.crps!);
    expect(seasonal.fit.ok && seasonal.fit.model.season).not.toBeNull();
    expectConsistent(report);
    expectSound(seasonal, busy, endDay);
    const plain = chooseModel(shop(steady), endDay);
    expect(reportOf(plain).chosen.seasonal).toBe(false);
    expect(plain.fit.ok && plain.fit.model.season).toBeNull();
  });
});

import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  type CustomerSummary,
  type CustomerSummaryColumns,
  customerSummaryColumns,
} from "../../../../app/clv/data/customer-summary.ts";
import { type ScoreColumns, scoreColumns, scoreCustomer } from "../../../../app/clv/prediction/score.ts";
import {
  type FittedModel,
  fitValueModel,
  NOMINAL_LEVELS,
  parseFittedModel,
} from "../../../../app/clv/prediction/value-model.ts";
import { discountedByWeek } from "../../../../app/clv/transactions/discounted-orders.ts";
import { transactionFamily } from "../../../../app/clv/transactions/families.ts";
import {
  calibrationColumns,
  day,
  hasReference,
  readFixedCustomers,
  readLog,
  relativeError,
  seededUniform,
} from "../reference.ts";
import { simulateShop } from "../simulated-shop.ts";

function history(x: number, tx: number, T: number, meanValueMinor = 2500): CustomerSummary {
  return { x, tx, T, meanValueMinor };
}

const bgNbd = transactionFamily("bg_nbd");

function many(count: number, one: CustomerSummary): CustomerSummary[] {
  return Array.from({ length: count }, () => one);
}

/** A shop of the given size with a spread of habits, the same on every run. */
function shopOf(size: number, seed = 11): CustomerSummary[] {
  const uniform = seededUniform(seed);
  return Array.from({ length: size }, () => {
    const days = 60 + Math.floor(300 * uniform());
    const x = Math.floor(uniform() ** 4 * 12);
    const last = x === 0 ? 0 : x + Math.floor((days - x) * uniform());
    return history(x, last / 7, days / 7, x === 0 ? 0 : 1000 + Math.floor(uniform() * 8000));
  });
}

function modelOf(histories: readonly CustomerSummary[]): FittedModel {
  const fit = fitValueModel(customerSummaryColumns(histories));
  if (!fit.ok) throw new Error(fit.reason);
  return fit.model;
}

function expectSound(scores: ScoreColumns): void {
  const at = (name: keyof ScoreColumns, i: number) => scores[name][i]!;
  for (const column of Object.values(scores)) expect(column.every(Number.isFinite)).toBe(true);
  for (let i = 0; i < scores.pAlive.length; i++) {
    expect(at("pAlive", i)).toBeGreaterThanOrEqual(0);
    expect(at("pAlive", i)).toBeLessThanOrEqual(1);
    expect(at("orderProbability", i)).toBeGreaterThanOrEqual(0);
    expect(at("orderProbability", i)).toBeLessThanOrEqual(at("pAlive", i) + 1e-12);
    expect(at("expectedOrders", i)).toBeGreaterThanOrEqual(at("orderProbability", i) * (1 - 1e-6));
    expect(at("ordersLow", i)).toBeLessThanOrEqual(at("ordersHigh", i));
    expect(at("expectedValueMinor", i)).toBeGreaterThanOrEqual(0);
    expect(at("valueLowMinor", i)).toBeGreaterThanOrEqual(0);
    expect(at("valueLowMinor", i)).toBeLessThanOrEqual(at("valueHighMinor", i));
    expect(at("nextOrderFromDays", i)).toBeLessThanOrEqual(at("nextOrderToDays", i));
    expect(at("nextOrderFromDays", i) >= 0).toBe(at("orderProbability", i) >= 0.5);
  }
}

describe("fitting a shop", () => {
  test("too little data is a reason and not a number", () => {
    const reasonOf = (histories: CustomerSummary[]) => {
      const fit = fitValueModel(customerSummaryColumns(histories));
      return fit.ok ? null : fit.reason;
    };
    expect(reasonOf([])).toBe("too_few_customers");
    expect(reasonOf([history(3, 5, 20)])).toBe("too_few_customers");
    expect(reasonOf(shopOf(19))).toBe("too_few_customers");
    expect(reasonOf(shopOf(20))).toBeNull();
    expect(reasonOf(many(50, history(0, 0, 30)))).toBe("no_repeat_purchases");
    expect(reasonOf(many(50, history(0, 0, 0)))).toBe("history_too_short");
    expect(reasonOf(many(50, history(1, 2, 4)))).toBe("history_too_short");
    expect(reasonOf(shopOf(60))).toBeNull();
  });

  test.each<[string, CustomerSummary[]]>([
    ["identical histories", many(50, history(1, 5, 10))],
    ["everybody bought today", many(50, history(4, 10, 10))],
    ["one repeat buyer among many", [...many(60, history(0, 0, 20)), history(1, 2, 20)]],
    ["everybody new but one", [...many(49, history(0, 0, 0)), history(1, 1, 10)]],
    ["counts in the thousands", [...many(20, history(5000, 500, 520)), ...many(40, history(0, 0, 300))]],
    ["counts in the millions", [...many(20, history(1e6, 500, 520)), ...many(20, history(2, 10, 520))]],
    ["long silence after thousands", [...many(9, history(3000, 10, 520)), ...many(40, history(1, 100, 300))]],
    ["time in huge units", [...many(40, history(1, 5e12, 1e13)), ...many(40, history(0, 0, 1e13))]],
    ["values of zero and below", [...many(30, history(1, 5, 10, -500)), ...many(30, history(2, 5, 10, 0))]],
    [
      "not-a-number rows",
      [...many(40, history(Number.NaN, Number.NaN, Number.NaN, Number.NaN)), ...shopOf(40)],
    ],
    ["infinite rows", [...many(5, history(Infinity, Infinity, Infinity, Infinity)), ...shopOf(40)]],
    ["values of almost nothing", many(60, history(1, 5, 10, 5e-324))],
    [
      "values over ten orders of magnitude",
      Array.from({ length: 60 }, (_, i) => history(1, 5, 10, 10 ** (i / 6))),
    ],
  ])("%s give finite answers", (_, histories) => {
    const fit = fitValueModel(customerSummaryColumns(histories));
    if (!fit.ok) throw new Error(fit.reason);
    expectSound(scoreColumns(fit.model, customerSummaryColumns(histories)));
  });

  test("whatever the rows, there is a sound answer or a reason", () => {
    const anyNumber = fc.oneof(
      fc.double(),
      fc.integer({ min: -3, max: 60 }),
      fc.constantFrom(0, Number.NaN, Number.POSITIVE_INFINITY, 1e300, 1e-300),
    );
    const anyRow = fc.record({ x: anyNumber, tx: anyNumber, T: anyNumber, meanValueMinor: anyNumber });
    fc.assert(
      fc.property(fc.array(anyRow, { maxLength: 50 }), (rows) => {
        const columns = customerSummaryColumns(rows);
        const fit = fitValueModel(columns, { minCustomers: 1, minHistoryWeeks: 0 });
        if (fit.ok) expectSound(scoreColumns(fit.model, columns));
      }),
      { endOnFailure: true },
    );
  });

  test("without a usable Gamma-Gamma the spend falls back to a shrunk mean, and says why", () => {
    const fewValues = modelOf([
      ...shopOf(40).map((one) => ({ ...one, meanValueMinor: 0 })),
      ...many(3, history(2, 9, 20)),
    ]);
    expect(fewValues.spend).toMatchObject({ family: "shrunk_mean", reason: "too_few_values" });
    expect(scoreCustomer(fewValues, history(3, 9, 20, 6500)).expectedSpendMinor).toBe((2500 + 3 * 6500) / 4);
  });
});

describe("a stored model", () => {
  test("comes back as it was, and predicts the same", () => {
    const model = modelOf(shopOf(200));
    expect(parseFittedModel(JSON.parse(JSON.stringify(model)))).toEqual(model);
    const fallback = modelOf(shopOf(40).map((one) => ({ ...one, meanValueMinor: 0 })));
    expect(parseFittedModel(JSON.parse(JSON.stringify(fallback)))).toEqual(fallback);
  });

  test("is refused when it is not a whole model of this version", () => {
    const model = modelOf(shopOf(200));
    const damaged: unknown[] = [
      null,
      "model",
      [],
      {},
      { ...model, version: 1 },
      { ...model, intervalLevels: { orders: [0.9, 0.1], value: [0.1, 0.9] } },
      { ...model, season: {} },
      { ...model, spend: null },
      { ...model, customers: -1 },
      { ...model, transactions: { ...model.transactions, family: "weibull" } },
      { ...model, transactions: { ...model.transactions, family: "nbd" } },
      { ...model, transactions: { ...model.transactions, params: [0.2, Number.NaN, 1, 1] } },
      { ...model, transactions: { ...model.transactions, covariance: [0] } },
      { ...model, spend: { ...model.spend, params: { p: 1, q: 0.9, v: 1 } } },
      { ...model, spend: { ...model.spend, family: "shrunk_mean", reason: "mood" } },
    ];
    for (const stored of damaged) expect(parseFittedModel(stored)).toBeNull();
  });
});

describe("scores", () => {
  const histories = shopOf(400);
  const columns = customerSummaryColumns(histories);
  const model = modelOf(histories);

  test("a column is scored as each customer alone, in whatever order", () => {
    const together = scoreColumns(model, columns);
    const reversed = scoreColumns(model, customerSummaryColumns([...histories].reverse()));
    expectSound(together);
    histories.forEach((one, i) => {
      const alone = scoreCustomer(model, one);
      expect(alone.expectedValueMinor).toBe(together.expectedValueMinor[i]);
      // Its search begins where that of a like customer ended.
      expect(relativeError(alone.valueHighMinor, together.valueHighMinor[i]!)).toBeLessThan(1e-6);
      expect(alone.ordersHigh).toBe(together.ordersHigh[i]);
      expect(alone.churnProbability).toBe(1 - together.orderProbability[i]!);
      expect(reversed.expectedValueMinor[histories.length - 1 - i]).toBe(together.expectedValueMinor[i]);
    });
  });

  test("a longer horizon never promises less, a discount never more", () => {
    const half = scoreColumns(model, columns, { horizonWeeks: 26, yearlyDiscount: 0.1 });
    const year = scoreColumns(model, columns, { horizonWeeks: 52, yearlyDiscount: 0.1 });
    const flat = scoreColumns(model, columns, { horizonWeeks: 52, yearlyDiscount: 0 });
    for (let i = 0; i < histories.length; i++) {
      expect(year.expectedValueMinor[i]).toBeGreaterThanOrEqual(half.expectedValueMinor[i]!);
      expect(year.ordersHigh[i]).toBeGreaterThanOrEqual(half.ordersHigh[i]!);
      expect(flat.expectedValueMinor[i]).toBeGreaterThanOrEqual(year.expectedValueMinor[i]!);
      expect(flat.valueHighMinor[i]).toBeGreaterThanOrEqual(year.valueHighMinor[i]!);
    }
  });

  test("no horizon promises nothing", () => {
    const none = scoreColumns(model, columns, { horizonWeeks: 0, yearlyDiscount: 0.1 });
    expectSound(none);
    expect(none.expectedOrders.every((orders) => orders === 0)).toBe(true);
    expect(none.valueHighMinor.every((value) => value === 0)).toBe(true);
  });

  test("the time of the next order is a range for those who will probably order, and a reason for the others", () => {
    const regular = scoreCustomer(model, history(30, 29.5, 30));
    expect(regular.orderProbability).toBeGreaterThan(0.5);
    expect(regular.nextOrder.ok && regular.nextOrder.fromDays >= 0 && regular.nextOrder.toDays <= 364).toBe(
      true,
    );
    expect(scoreCustomer(model, history(5, 3, 300)).nextOrder).toEqual({
      ok: false,
      reason: "order_unlikely",
    });
  });

  test("money counted in tenths of a cent gives ten times every amount", () => {
    const finer = (one: CustomerSummary) => ({ ...one, meanValueMinor: one.meanValueMinor * 10 });
    const scaled = scoreColumns(modelOf(histories.map(finer)), customerSummaryColumns(histories.map(finer)));
    const plain = scoreColumns(model, columns);
    for (let i = 0; i < histories.length; i++) {
      expect(relativeError(scaled.expectedValueMinor[i]! / 10, plain.expectedValueMinor[i]!)).toBeLessThan(
        1e-4,
      );
      expect(Math.abs(scaled.valueHighMinor[i]! / 10 - plain.valueHighMinor[i]!)).toBeLessThan(
        1e-3 * (1 + plain.valueHighMinor[i]!),
      );
    }
  });

  test("a weight is a repetition", () => {
    const weighted: CustomerSummaryColumns = {
      ...columns,
      weight: new Float64Array(histories.length).fill(2),
    };
    const fit = fitValueModel(weighted);
    const twice = modelOf([...histories, ...histories]);
    if (!fit.ok) throw new Error(fit.reason);
    expect(fit.model.customers).toBe(twice.customers);
    expect(
      relativeError(fit.model.transactions.logLikelihood, twice.transactions.logLikelihood),
    ).toBeLessThan(1e-10);
    expect(relativeError(fit.model.spend.params.q, twice.spend.params.q)).toBeLessThan(1e-5);
  });
});

describe("intervals of customers who behave as the model says", () => {
  test("hold at least 80 % of the outcomes, and a tenth or less lies above", () => {
    const timing = { r: 0.6, alpha: 4, a: 0.8, b: 3 };
    const customers = simulateShop(20_000, timing, { p: 6.25, q: 3.74, v: 1544 }, 52, 7);
    const columns = customerSummaryColumns(customers.map((customer) => customer.history));
    const model = modelOf(customers.map((customer) => customer.history));
    const scores = scoreColumns(model, columns, { horizonWeeks: 52, yearlyDiscount: 0 });
    let ordersInside = 0;
    let valueInside = 0;
    let ordersAbove = 0;
    let valueAbove = 0;
    customers.forEach(({ laterOrders, laterValueMinor }, i) => {
      if (laterOrders >= scores.ordersLow[i]! && laterOrders <= scores.ordersHigh[i]!) ordersInside += 1;
      if (laterOrders > scores.ordersHigh[i]!) ordersAbove += 1;
      if (laterValueMinor >= scores.valueLowMinor[i]! && laterValueMinor <= scores.valueHighMinor[i]!)
        valueInside += 1;
      if (laterValueMinor > scores.valueHighMinor[i]!) valueAbove += 1;
    });
    expect(ordersInside / customers.length).toBeGreaterThan(0.8);
    expect(valueInside / customers.length).toBeGreaterThan(0.8);
    expect(ordersAbove / customers.length).toBeLessThan(0.1);
    // Nearly every customer's value has a continuous upper tail, so it is met closely.
    expect(valueAbove / customers.length).toBeGreaterThan(0.08);
    expect(valueAbove / customers.length).toBeLessThan(0.11);
  });
});

describe.skipIf(!hasReference)("value against reference values", () => {
  test("discounted value of 52 weeks is the reference's, customer by customer", () => {
    let checked = 0;
    for (const { params, customers } of Object.values(readFixedCustomers())) {
      if (!params.gamma_gamma) continue;
      const { r, alpha, a, b } = params.bg_nbd;
      const timing = [r, alpha, a, b];
      const model: FittedModel = {
        version: 2,
        transactions: {
          family: "bg_nbd",
          params: timing,
          logLikelihood: 0,
          boundary: false,
          boundaryParameters: [],
          covariance: new Array(16).fill(0),
        },
        spend: {
          family: "gamma_gamma",
          params: params.gamma_gamma,
          levelVariance: 0,
          logLikelihood: 0,
          boundary: false,
        },
        season: null,
        intervalLevels: NOMINAL_LEVELS,
        customers: 1,
        repeatCustomers: 1,
      };
      for (const { x, t_x, T, m_x, bg_nbd: wanted } of customers) {
        if (wanted.clv_52 == null) continue;
        const score = scoreCustomer(model, history(x, t_x, T, m_x));
        expect(relativeError(score.pAlive, wanted.p_alive)).toBeLessThan(1e-9);
        // The reference discounts at the end of each week, the score each order at its own time.
        const byWeek = discountedByWeek(
          (weeks) => bgNbd.expectedTransactions(timing, x, t_x, T, weeks),
          52,
          0.1,
        );
        expect(relativeError(byWeek * score.expectedSpendMinor, wanted.clv_52)).toBeLessThan(1e-9);
        expect(score.expectedValueMinor).toBeGreaterThan(wanted.clv_52);
        expect(relativeError(score.expectedValueMinor, wanted.clv_52)).toBeLessThan(0.01);
        checked += 1;
      }
    }
    expect(checked).toBe(40);
  });

  test("every customer of a real log gets a sound prediction", () => {
    const columns = calibrationColumns(readLog("cdnow/transactions.csv"), day("1997-09-30"));
    const fit = fitValueModel(columns);
    if (!fit.ok) throw new Error(fit.reason);
    expect(fit.model.spend.family).toBe("gamma_gamma");
    expectSound(scoreColumns(fit.model, columns));
  });

  test("small shops, drawn from a real log, get sound predictions too", () => {
    const all = calibrationColumns(readLog("cdnow/transactions-sample.csv"), day("1997-09-30"));
    const uniform = seededUniform(5);
    for (const size of [20, 50, 100]) {
      for (let draw = 0; draw < 30; draw++) {
        const rows = Array.from({ length: size }, () => Math.floor(uniform() * all.x.length));
        const shop = customerSummaryColumns(
          rows.map((i) => history(all.x[i]!, all.tx[i]!, all.T[i]!, all.meanValueMinor[i]!)),
        );
        const fit = fitValueModel(shop);
        if (!fit.ok) throw new Error(`${size} customers: ${fit.reason}`);
        expectSound(scoreColumns(fit.model, shop));
      }
    }
  });
});

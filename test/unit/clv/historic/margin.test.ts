import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  type ChargedOrder,
  type CostRules,
  costsOfOrder,
  NO_COST,
  NO_COST_RULES,
} from "../../../../app/clv/historic/cost-rules.ts";
import { assumedCostMinor, type CostedLine, costOfGoods } from "../../../../app/clv/historic/goods-cost.ts";
import { costCoverage, marginOfOrder, type OrderSales } from "../../../../app/clv/historic/margin.ts";
import { anyCosts, rulesOf } from "../../../builders/any-costs.ts";
import { type PlainCostOrder, plainMargin } from "../../../oracle/order-costs.ts";

const line = (fields: Partial<CostedLine> = {}): CostedLine => ({
  netSalesMinor: 2_000,
  keptQuantity: 2,
  unitCostMinor: null,
  productCostMinor: null,
  ...fields,
});

describe("cost of goods sold", () => {
  test("the unit cost at ingestion goes before the product's, and that before the default margin", () => {
    const lines = [
      line({ unitCostMinor: 300, productCostMinor: 999 }),
      line({ productCostMinor: 450 }),
      line({ netSalesMinor: 1_001 }),
    ];
    expect(costOfGoods(lines, 4_000)).toEqual({
      lines: [
        { source: "ingestion", costMinor: 600 },
        { source: "product", costMinor: 900 },
        { source: "default_margin", costMinor: 601 },
      ],
      costMinor: 1_500,
      costKnownNetSalesMinor: 4_000,
      assumedCostMinor: 601,
    });
  });

  test("without a default margin the cost of unknown goods stays unknown, and the others keep theirs", () => {
    expect(costOfGoods([line({ unitCostMinor: 300 }), line()], null)).toMatchObject({
      lines: [{ costMinor: 600 }, { costMinor: null }],
      costMinor: 600,
      costKnownNetSalesMinor: 2_000,
      assumedCostMinor: null,
    });
  });

  test("goods of unknown cost that were given away cost nothing whatever the default margin is", () => {
    expect(costOfGoods([line({ netSalesMinor: 0 })], null).assumedCostMinor).toBe(0);
    expect(costOfGoods([line({ netSalesMinor: 0, productCostMinor: 120 })], null).costMinor).toBe(240);
  });

  test("of what came back nothing is lost, also where a fee was kept", () => {
    expect(costOfGoods([line({ netSalesMinor: 500, keptQuantity: 0 })], null)).toMatchObject({
      lines: [{ source: "nothing_kept", costMinor: 0 }],
      costKnownNetSalesMinor: 500,
    });
  });

  test("goods that stay cost no less than nothing, however much was given back for them", () => {
    expect(assumedCostMinor(-500, 4_000)).toBe(0);
    expect(costOfGoods([line({ netSalesMinor: -500, unitCostMinor: 300 })], null).costMinor).toBe(600);
  });

  test("the lines add up to the order to the minor unit, and none of unknown cost costs less than nothing", () => {
    const amount = fc.integer({ min: -300, max: 9_999 });
    const cost = fc.option(fc.integer({ min: 0, max: 12_000 }));
    const lines = fc.array(
      fc.record({
        netSalesMinor: amount,
        keptQuantity: fc.integer({ min: 0, max: 3 }),
        unitCostMinor: cost,
        productCostMinor: cost,
      }),
      { minLength: 1, maxLength: 6 },
    );
    fc.assert(
      fc.property(lines, fc.integer({ min: 0, max: 10_000 }), (drawn, marginBp) => {
        const goods = costOfGoods(drawn, marginBp);
        const costs = goods.lines.map(({ costMinor }) => costMinor ?? Number.NaN);
        expect(costs.reduce((sum, one) => sum + one, 0)).toBe(
          goods.costMinor + (goods.assumedCostMinor ?? Number.NaN),
        );
        for (const one of costs) expect(one).toBeGreaterThanOrEqual(0);
      }),
    );
  });
});

const charged = (fields: Partial<ChargedOrder> = {}): ChargedOrder => ({
  grossSalesMinor: 11_000,
  discountsMinor: 1_000,
  receivedMinor: 12_600,
  outstandingMinor: 0,
  countryCode: "NL",
  isCancelled: false,
  isSent: true,
  ...fields,
});
const rules: CostRules = {
  shipping: {
    everywhere: { fixedMinor: 495, shareBp: 0 },
    countries: { DE: { fixedMinor: 895, shareBp: 100 } },
  },
  payment: { everywhere: { fixedMinor: 25, shareBp: 290 }, countries: {} },
  fulfilment: { everywhere: { fixedMinor: 0, shareBp: 150 }, countries: { NL: NO_COST } },
};

describe("costs of an order", () => {
  test("each is a fixed amount, a share, both or nothing, and a country's takes the place of the general one", () => {
    expect(costsOfOrder(charged(), rules)).toEqual({ shipping: 495, payment: 25 + 365, fulfilment: 0 });
    expect(costsOfOrder(charged({ countryCode: "DE" }), rules)).toEqual({
      shipping: 895 + 100,
      payment: 390,
      fulfilment: 150,
    });
    expect(costsOfOrder(charged({ countryCode: null }), rules).shipping).toBe(495);
    expect(costsOfOrder(charged({ countryCode: "constructor" }), rules).shipping).toBe(495);
    expect(costsOfOrder(charged(), NO_COST_RULES)).toEqual({ shipping: 0, payment: 0, fulfilment: 0 });
  });

  test("goods without shipping and sales at the till cost the payment alone", () => {
    expect(costsOfOrder(charged({ isSent: false, countryCode: "DE" }), rules)).toEqual({
      shipping: 0,
      payment: 390,
      fulfilment: 0,
    });
  });

  test("an order that was cancelled was not sent, and whoever took the payment kept the fee", () => {
    const order = charged({ isCancelled: true, countryCode: "DE" });
    expect(costsOfOrder(order, rules)).toEqual({ shipping: 0, payment: 390, fulfilment: 0 });
  });

  test("what is still to be paid will cost its fee; an order of nothing costs none, and is sent all the same", () => {
    const unpaid = charged({ receivedMinor: 2_600, outstandingMinor: 10_000 });
    expect(costsOfOrder(unpaid, rules).payment).toBe(390);
    const free = charged({ grossSalesMinor: 500, discountsMinor: 500, receivedMinor: 0 });
    expect(costsOfOrder(free, rules)).toEqual({ shipping: 495, payment: 0, fulfilment: 0 });
  });
});

const sales = (fields: Partial<OrderSales> = {}): OrderSales => ({
  ...charged(),
  netSalesMinor: 10_000,
  costMinor: 3_000,
  costKnownNetSalesMinor: 6_000,
  shippingMinor: 495,
  ...fields,
});

describe("margin of an order", () => {
  test("sales without a known cost have the default margin, and without one there is no margin", () => {
    expect(costCoverage(sales())).toBe(0.6);
    expect(costCoverage(sales({ netSalesMinor: 0 }))).toBeNull();
    const basis = { rules: NO_COST_RULES };
    expect(marginOfOrder(sales(), { ...basis, defaultMarginBp: null })).toMatchObject({
      grossMarginMinor: null,
      contributionMinor: null,
    });
    expect(marginOfOrder(sales(), { ...basis, defaultMarginBp: 2_500 }).grossMarginMinor).toBe(4_000);
  });

  test("contribution takes off each cost and adds the shipping that was charged", () => {
    const { contributionMinor } = marginOfOrder(sales(), { defaultMarginBp: 2_500, rules });
    expect(contributionMinor).toBe(4_000 + 495 - 495 - 390);
  });

  test("an order that came back whole leaves a loss: the parcel, the fee, and no shipping where it was given back", () => {
    const returned = sales({
      netSalesMinor: 0,
      costMinor: 0,
      costKnownNetSalesMinor: 0,
      shippingMinor: 0,
    });
    expect(marginOfOrder(returned, { defaultMarginBp: null, rules })).toMatchObject({
      grossMarginMinor: 0,
      contributionMinor: -495 - 390,
    });
  });

  test("goods that cost more than they brought leave less than nothing", () => {
    const dear = sales({ costMinor: 12_000, costKnownNetSalesMinor: 10_000 });
    expect(marginOfOrder(dear, { defaultMarginBp: null, rules: NO_COST_RULES }).grossMarginMinor).toBe(
      -2_000,
    );
  });

  test("any order under any rules is what the plain definition says", () => {
    const cost = fc.option(fc.integer({ min: 0, max: 12_000 }));
    const order: fc.Arbitrary<PlainCostOrder> = fc.record({
      gross: fc.integer({ min: 0, max: 30_000 }),
      discounts: fc.integer({ min: 0, max: 9_000 }),
      lines: fc.array(
        fc.record({
          net: fc.integer({ min: -500, max: 15_000 }),
          kept: fc.integer({ min: 0, max: 3 }),
          unitCost: cost,
          productCost: cost,
        }),
        { maxLength: 4 },
      ),
      shipping: fc.integer({ min: 0, max: 900 }),
      received: fc.integer({ min: 0, max: 40_000 }),
      outstanding: fc.integer({ min: -5_000, max: 5_000 }),
      country: fc.constantFrom(null, "NL", "DE", "FR"),
      cancelled: fc.boolean(),
      sent: fc.constantFrom(true, true, false, null),
    });
    fc.assert(
      fc.property(order, anyCosts, (drawn, costs) => {
        const plain = plainMargin(drawn, costs);
        const goods = costOfGoods(
          drawn.lines.map(({ net, kept, unitCost, productCost }) => ({
            netSalesMinor: net,
            keptQuantity: kept,
            unitCostMinor: unitCost,
            productCostMinor: productCost,
          })),
          costs.defaultMarginBp,
        );
        expect(goods).toMatchObject({ costMinor: plain.cost, costKnownNetSalesMinor: plain.known });
        const found = marginOfOrder(
          {
            grossSalesMinor: drawn.gross,
            discountsMinor: drawn.discounts,
            netSalesMinor: plain.net,
            costMinor: goods.costMinor,
            costKnownNetSalesMinor: goods.costKnownNetSalesMinor,
            shippingMinor: drawn.shipping,
            receivedMinor: drawn.received,
            outstandingMinor: drawn.outstanding,
            countryCode: drawn.country,
            isCancelled: drawn.cancelled,
            isSent: drawn.sent,
          },
          { defaultMarginBp: costs.defaultMarginBp, rules: rulesOf(costs) },
        );
        expect(found).toEqual({
          grossMarginMinor: plain.margin,
          costs: {
            shipping: plain.shippingCost,
            payment: plain.paymentFee,
            fulfilment: plain.fulfilmentCost,
          },
          contributionMinor: plain.contribution,
        });
      }),
      { numRuns: 500 },
    );
  });
});

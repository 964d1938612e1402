import { NO_COST, NO_COST_RULES } from "../../../app/clv/historic/cost-rules.ts";
import type { CostPreview } from "../../../app/valuation/costs/preview-costs.ts";
import type { CostsFileReading } from "../../../app/valuation/costs/product-file.ts";
import type { CostsView } from "../../../app/valuation/costs/read-costs.ts";
import type { ProductCost, ProductCostsView } from "../../../app/valuation/costs/read-products.ts";
import { shop } from "./segments.ts";

const full: CostsView = {
  shop,
  canState: true,
  defaultMarginBp: 4_250,
  rules: {
    shipping: {
      everywhere: { fixedMinor: 695, shareBp: 0 },
      countries: { NL: { fixedMinor: 425, shareBp: 0 }, DE: { fixedMinor: 895, shareBp: 150 } },
    },
    payment: { everywhere: { fixedMinor: 25, shareBp: 290 }, countries: {} },
    fulfilment: { everywhere: { fixedMinor: 180, shareBp: 0 }, countries: {} },
  },
  formerCurrency: null,
  statedProducts: 14,
  steps: {
    netSalesMinor: 61_284_450,
    grossMarginMinor: 28_190_310,
    shippingMinor: 1_920_600,
    shippingCostMinor: 3_810_440,
    paymentCostMinor: 2_204_112,
    fulfilmentCostMinor: 1_440_180,
    contributionMinor: 22_656_178,
    costCoverage: 0.834,
  },
  recomputing: false,
};

export const costsViews = {
  full,
  nothing_stated: {
    ...full,
    defaultMarginBp: null,
    rules: NO_COST_RULES,
    statedProducts: 0,
    steps: {
      ...full.steps!,
      ...{ grossMarginMinor: null, contributionMinor: null, costCoverage: 0.12 },
      ...{ shippingCostMinor: 0, paymentCostMinor: 0, fulfilmentCostMinor: 0 },
    },
  },
  no_figures: {
    ...full,
    rules: { ...NO_COST_RULES, payment: { everywhere: NO_COST, countries: {} } },
    steps: null,
  },
  not_read: { ...full, canState: false, rules: NO_COST_RULES, defaultMarginBp: null, steps: null },
  former_currency: { ...full, rules: NO_COST_RULES, formerCurrency: "USD" },
  recomputing: { ...full, recomputing: true },
} as const satisfies Record<string, CostsView>;

const before = {
  netSalesMinor: 61_284_450,
  costCoverage: 0.834,
  grossMarginMinor: 28_190_310,
  contributionMinor: 22_656_178,
  unknown: 0,
  losing: 212,
};
export const preview: CostPreview = {
  customers: 4_182,
  before,
  after: { ...before, contributionMinor: 21_104_020, losing: 371 },
  moved: 318,
  movedAtTop: 41,
};
export const firstPreview: CostPreview = {
  ...preview,
  before: { ...before, grossMarginMinor: null, contributionMinor: null, unknown: 3_004, costCoverage: 0.12 },
  moved: 0,
  movedAtTop: 0,
};

const product = (productId: number, title: string, part: Partial<ProductCost> = {}): ProductCost => ({
  ...{
    productId,
    title,
    isDeleted: false,
    unitCostMinor: null,
    priceMinor: null,
    units: 0,
    netSalesMinor: 0,
  },
  ...part,
});
const products: ProductCostsView = {
  shop,
  canState: true,
  contains: "",
  page: 1,
  pages: 3,
  all: 61,
  products: [
    product(1, "Hand-thrown stoneware teapot, 1.2 litres, in speckled moss green with a bamboo handle", {
      ...{ units: 1_204, netSalesMinor: 7_224_000, priceMinor: 6_000 },
    }),
    product(2, "Assam second flush", {
      units: 311,
      netSalesMinor: 466_500,
      priceMinor: 1_500,
      unitCostMinor: 1_725,
    }),
    product(3, "Tea towel", { units: 1, netSalesMinor: 1_250, priceMinor: 1_250, isDeleted: true }),
    product(4, "Cup", { unitCostMinor: 310 }),
    product(5, "Saucer"),
  ],
};
export const productViews = {
  full: products,
  not_found: { ...products, contains: "samovar", pages: 1, all: 0, products: [] },
  empty: { ...products, pages: 1, all: 0, products: [] },
  not_read: { ...products, canState: false, pages: 1, all: 0, products: [] },
} as const satisfies Record<string, ProductCostsView>;

export const fileReading: Extract<CostsFileReading, { ok: true }> = {
  ok: true,
  changes: [{ productId: 1, unitCostMinor: 2_150 }],
  same: 12,
  empty: 44,
  refused: [
    { line: 9, product: "81003499", value: "4.20", reason: "unknown_product" },
    { line: 14, product: "Cup", value: "-3.00", reason: "negative" },
    { line: 15, product: "Tea towel", value: "about four", reason: "not_an_amount" },
  ],
  abovePrice: [{ title: "Assam second flush", unitCostMinor: 1_725, priceMinor: 1_500 }],
};

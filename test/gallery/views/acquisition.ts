import type { WonRow, WonView } from "../../../app/acquisition/won-view.ts";
import {
  type WonMonth,
  type WonQuestion,
  type WonSums,
  wonResult,
} from "../../../app/clv/acquisition/won-customers.ts";
import { shop } from "./shop.ts";

const JUNE = 2026 * 12 + 5;
const QUESTION: WonQuestion = {
  basis: "revenue",
  defaultMarginBp: null,
  spendMinor: null,
  expectedRange: { lowPpm: 820_000, highPpm: 1_190_000 },
  targetRatio: 3,
  cashBackMonths: 6,
};

interface Invented {
  readonly customers: number;
  /** Of a customer. */
  readonly first: number;
  readonly later: number;
  readonly expected: number | null;
}

function sumsOf({ customers, first, later, expected }: Invented): WonSums {
  const value = first + later;
  return {
    customers,
    repeatCustomers: Math.round(customers * 0.3),
    orders: Math.round(customers * 1.6),
    netSalesMinor: customers * value,
    // The spread is as large as the value.
    netSalesSquares: 2 * customers * value * value,
    costMinor: 0,
    costKnownNetSalesMinor: customers * value,
    firstOrderNetSalesMinor: customers * first,
    firstOrderCostMinor: 0,
    firstOrderCostKnownNetSalesMinor: customers * first,
    predictedCustomers: expected === null ? 0 : customers,
    expectedValueMinor: customers * (expected ?? 0),
  };
}

const monthsOf = ({ customers, first, later }: Invented): WonMonth[] =>
  Array.from({ length: 11 }, (_, at) => {
    const still = Math.round(customers * (1 - at / 12));
    const netSalesMinor = Math.round(still * (first + later * (1 - 0.75 ** at)));
    return { customers: still, netSalesMinor, costMinor: 0, costKnownNetSalesMinor: netSalesMinor };
  });

function won(invented: Invented, spendMinor: number | null) {
  const result = wonResult(sumsOf(invented), monthsOf(invented), { ...QUESTION, spendMinor });
  if (!result) throw new Error("revenue is always known");
  return result;
}

const row = (
  place: Pick<WonRow, "channel" | "key"> & { title?: string },
  invented: Invented,
  spend: number | null,
): WonRow => ({
  title: null,
  ...place,
  ...won(invented, spend),
});
const channel = (key: string, invented: Invented, spend: number | null) =>
  row({ channel: "", key }, invented, spend);

const asked = { dimension: "channel", basis: "revenue", months: 12 } as const;
const full = (fields: Partial<Extract<WonView, { state: "full" }>> = {}): WonView => ({
  shop,
  asked,
  state: "full",
  period: { from: JUNE - 11, to: JUNE },
  all: won({ customers: 1_204, first: 6_400, later: 4_100, expected: 3_150 }, 5_300_050),
  rows: [
    channel("meta", { customers: 512, first: 5_200, later: 3_300, expected: 2_400 }, 4_125_050),
    channel("google", { customers: 208, first: 7_100, later: 6_400, expected: 4_900 }, 1_031_000),
    channel("~online store", { customers: 260, first: 6_600, later: 4_000, expected: 3_000 }, null),
    channel("google organic", { customers: 180, first: 6_900, later: 4_100, expected: 3_300 }, null),
    channel("affiliate", { customers: 31, first: 4_400, later: 200, expected: 300 }, 84_000),
    channel("tiktok", { customers: 13, first: 2_900, later: 600, expected: 400 }, 58_000),
    channel(
      `podcast ${"een lange naam ".repeat(20)}`,
      { customers: 1, first: 2_900, later: 0, expected: 0 },
      1_000,
    ),
    channel("radio regio", { customers: 0, first: 0, later: 0, expected: null }, 60_000),
  ],
  more: 4,
  apart: { othersMinor: 0, wholeChannelMinor: 0, commissionMinor: 0 },
  unassigned: { orders: 17, netSalesMinor: 84_150 },
  learning: null,
  costCoverage: null,
  targetRatio: 3,
  cashBackMonths: 6,
  ...fields,
});

export const wonViews = {
  full: full(),
  campaigns: full({
    asked: { ...asked, dimension: "campaign" },
    rows: [
      row(
        { channel: "meta", key: "zomer sale 2026" },
        { customers: 212, first: 5_200, later: 3_300, expected: 2_400 },
        1_625_050,
      ),
      row({ channel: "google", key: "" }, { customers: 20, first: 5_200, later: 300, expected: 400 }, null),
      row(
        { channel: "affiliate", key: "voorjaar" },
        { customers: 14, first: 4_400, later: 200, expected: 300 },
        null,
      ),
      row(
        { channel: "google", key: "ü".repeat(255) },
        { customers: 12, first: 5_200, later: 300, expected: 400 },
        90_000,
      ),
    ],
    more: 0,
    apart: { othersMinor: 12_500, wholeChannelMinor: 1_031_000, commissionMinor: 84_000 },
  }),
  products: full({
    asked: { ...asked, dimension: "product" },
    rows: [
      row(
        { channel: "", key: "1", title: "Linnen tafelkleed" },
        { customers: 400, first: 5_200, later: 3_300, expected: 2_400 },
        null,
      ),
      row({ channel: "", key: "2" }, { customers: 80, first: 9_200, later: 300, expected: 400 }, null),
      row({ channel: "", key: "" }, { customers: 3, first: 0, later: 300, expected: 400 }, null),
    ],
    more: 120,
  }),
  partial: full({
    all: won({ customers: 40, first: 6_400, later: 1_000, expected: null }, null),
    rows: [
      row(
        { channel: "", key: "~online store" },
        { customers: 40, first: 6_400, later: 1_000, expected: null },
        null,
      ),
    ],
    more: 0,
    learning: "too_few_customers",
  }),
  noMargin: { shop, asked: { ...asked, basis: "margin" }, state: "no_margin" },
  empty: { shop, asked, state: "empty" },
} satisfies Record<string, WonView>;

import type { SpendFilePreview } from "../../../app/acquisition/spend-import.ts";
import type { SpendImportView, SpendView, TypedSpendView } from "../../../app/acquisition/spend-view.ts";
import type { SpendChanged } from "../../../app/ui/spend/changes.ts";
import type { SpendFileState } from "../../../app/ui/spend/use-spend-file.ts";
import { shop } from "./shop.ts";

const JUNE = 2026 * 12 + 5;

export const emptySpend: SpendView = {
  shop,
  today: "2026-06-15",
  isEmpty: true,
  period: { from: JUNE - 11, to: JUNE },
  totals: [],
  months: [],
  typed: { rows: [], before: 0, inAll: 0, page: 1 },
  imports: { rows: [], before: 0, inAll: 0, page: 1 },
  rules: [],
  channels: { names: ["meta", "google", "~online store", "email", "google organic"], inAll: 5 },
};

const typed = (entryId: string, fields: Partial<TypedSpendView>): TypedSpendView => ({
  entryId,
  kind: "ads",
  channel: "google",
  campaign: "",
  firstDay: "2026-05-01",
  lastDay: "2026-05-31",
  amountMinor: 31_000,
  hoursMilli: null,
  rateMinor: null,
  ...fields,
});

const oneOf = <Row>(rows: readonly Row[]) => ({ rows, before: 0, inAll: rows.length, page: 1 });

export const fullSpend: SpendView = {
  ...emptySpend,
  isEmpty: false,
  totals: [
    { channel: "meta", spendMinor: 4_125_050, commissionMinor: 0, customers: 412 },
    { channel: "google", spendMinor: 1_031_000, commissionMinor: 0, customers: 208 },
    { channel: "affiliate", spendMinor: 0, commissionMinor: 84_000, customers: 31 },
    { channel: "radio regio", spendMinor: 60_000, commissionMinor: 0, customers: 0 },
  ],
  months: [
    { month: JUNE - 2, spendMinor: 1_900_000 },
    { month: JUNE - 1, spendMinor: 2_216_050 },
    { month: JUNE, spendMinor: 1_100_000 },
  ],
  typed: oneOf([
    typed("a", {}),
    typed("b", { channel: "radio regio", campaign: "Zomeractie ".repeat(30), amountMinor: 60_000 }),
    typed("c", {
      kind: "own_time",
      channel: "meta",
      amountMinor: 45_000,
      hoursMilli: 7_500,
      rateMinor: 6_000,
      firstDay: "2026-06-01",
      lastDay: "2026-06-14",
    }),
  ]),
  imports: oneOf<SpendImportView>([
    {
      importId: "i",
      name: "Campagnerapport-mei-2026.csv",
      entries: 62,
      amountMinor: 2_185_050,
      firstDay: "2026-05-01",
      lastDay: "2026-05-31",
      importedAt: "2026-06-02T08:30:00Z",
      undoneAt: null,
      refusedRows: 3,
      refused: [
        { line: 14, column: "Kosten", value: "tien", reason: "bad_amount" },
        { line: 30, column: "Dag", value: "2026-13-01", reason: "bad_date" },
        { line: 31, column: "Valutacode", value: "USD", reason: "other_currency" },
      ],
    },
    {
      importId: "j",
      name: `${"een-heel-lange-naam-".repeat(6)}.csv`,
      entries: 4,
      amountMinor: 5_000,
      firstDay: "2026-05-01",
      lastDay: "2026-05-04",
      importedAt: "2026-06-01T08:30:00Z",
      undoneAt: "2026-06-01T09:30:00Z",
      refusedRows: 0,
      refused: [],
    },
  ]),
  rules: [
    {
      ruleId: "r",
      channel: "affiliate",
      commission: { by: "first_order_share", shareBp: 750 },
      firstMonth: JUNE - 8,
      lastMonth: null,
    },
    {
      ruleId: "s",
      channel: "blogdeals.nl",
      commission: { by: "new_customer", amountMinor: 500 },
      firstMonth: JUNE - 20,
      lastMonth: JUNE - 9,
    },
  ],
};

export const overlapping: SpendChanged = {
  change: "save",
  outcome: {
    state: "overlaps",
    with: {
      campaign: "zomeractie ".repeat(30),
      firstDay: "2026-05-20",
      lastDay: "2026-06-03",
      amountMinor: 12_500,
    },
  },
};

/** The second of five pages, in a shop of many channels. */
export const longSpend: SpendView = {
  ...fullSpend,
  typed: { ...fullSpend.typed, before: 50, inAll: 230, page: 2 },
  imports: { ...fullSpend.imports, before: 50, inAll: 52, page: 2 },
  channels: { ...fullSpend.channels, inAll: 1_200 },
};

const preview: SpendFilePreview = {
  source: "google",
  delimiter: ";",
  columns: [
    { column: "day", heading: "Dag" },
    { column: "campaign", heading: "Campagne" },
    { column: "amount", heading: "Kosten" },
    { column: "currency", heading: "Valutacode" },
  ],
  dates: "DD-MM-YYYY",
  decimal: ",",
  statedCurrency: "EUR",
  currency: "EUR",
  rows: 66,
  nothing: 4,
  totals: 2,
  statedTotalMinor: 2_200_000,
  totalMinor: 2_185_050,
  entries: 62,
  firstDay: "2026-05-01",
  lastDay: "2026-05-31",
  channels: [{ channel: "google", amountMinor: 2_185_050, isKnown: true }],
  shown: [
    {
      line: 4,
      kind: "import",
      channel: "google",
      campaign: "Merk",
      firstDay: "2026-05-01",
      lastDay: "2026-05-01",
      amountMinor: 10_250,
      overlaps: true,
    },
    {
      line: 5,
      kind: "import",
      channel: "google",
      campaign: "ü".repeat(2_000),
      firstDay: "2026-05-01",
      lastDay: "2026-05-07",
      amountMinor: 90_000,
      overlaps: false,
    },
  ],
  overlaps: { entries: 1, amountMinor: 10_250 },
  importedBefore: "2026-06-02T08:30:00Z",
  refusedRows: 1,
  refused: [{ line: 14, column: "Kosten", value: "tien", reason: "bad_amount" }],
};

const read = (answer: Extract<SpendFileState, { state: "read" }>["answer"]): SpendFileState => ({
  state: "read",
  name: "Campagnerapport.csv",
  answer,
});
export const fileStates = {
  idle: { state: "idle" },
  reading: { state: "busy", name: "Campagnerapport.csv" },
  failed: { state: "failed", why: "interrupted" },
  preview: read({ state: "preview", preview }),
  unstated: read({
    state: "preview",
    preview: {
      ...preview,
      source: "other",
      statedCurrency: null,
      totals: 0,
      statedTotalMinor: null,
      nothing: 0,
      overlaps: { entries: 0, amountMinor: 0 },
      importedBefore: null,
      refused: [],
      refusedRows: 0,
      channels: [{ channel: "radio regio", amountMinor: 2_185_050, isKnown: false }],
    },
  }),
  otherCurrency: read({ state: "refused", code: "other_currency", detail: ["USD"] }),
  noChannel: read({ state: "refused", code: "no_channel", detail: [] }),
  noPeriod: read({ state: "refused", code: "no_period", detail: [] }),
  openDates: read({
    state: "refused",
    code: "open_dates",
    detail: ["03/04/2026", "DMY", "2026-04-03", "MDY", "2026-03-04"],
  }),
  openAmounts: read({ state: "refused", code: "open_amounts", detail: ["1.270", "1.270"] }),
  openTotal: read({ state: "refused", code: "open_total", detail: ["1,250.50", "2"] }),
  tooManyMonths: read({ state: "refused", code: "too_many_months", detail: ["200000"] }),
  tooLarge: { state: "failed", why: "too_large" },
  unsure: { state: "unsure", name: "Campagnerapport.csv" },
  nothingLeft: { state: "stored", answer: { state: "nothing_left" } },
  undone: { state: "stored", answer: { state: "undone" } },
  stored: { state: "stored", answer: { state: "stored", entries: 61, amountMinor: 2_174_800 } },
} satisfies Record<string, SpendFileState>;

import type { HistoryFilePreview } from "../../../app/sync/history-file/preview.ts";
import type {
  FileRefusalView,
  HistoryFilesView,
  HistoryFileView,
} from "../../../app/sync/history-file/view.ts";

const facts = {
  fileId: "018f3c6e-0000-7000-8000-00000000000a",
  name: "orders_export_2024-01-01_until_2026-01-31_van-den-broek-theehandel.csv",
  uploadedAt: "2026-03-31T09:30:00Z",
};

const preview: HistoryFilePreview = {
  encoding: "utf-8",
  delimiter: ",",
  columns: 29,
  rows: 18_204,
  orders: 12_480,
  refused: 0,
  otherCurrency: 0,
  currencies: [{ currency: "EUR", orders: 12_480 }],
  firstDay: "2022-02-03",
  lastDay: "2026-03-29",
  customers: 6_120,
  there: 1_204,
  deleted: 0,
  addedBefore: 0,
  recent: 0,
  adding: 11_276,
  addingCounted: 11_190,
  addingNetSalesMinor: 61_204_355,
  addingOfCustomers: 10_902,
  addingOfNobody: 12,
  doubtful: 0,
  doubtfulNames: [],
};

const refusals: FileRefusalView[] = [
  { lineNo: 214, orderName: "#1187", column: "Id", value: "5.65012E+12", reason: "bad_id" },
  { lineNo: 902, orderName: "#1603", column: "Total", value: "1.266,61", reason: "bad_amount" },
  { lineNo: 1_377, orderName: "#1811", column: "Currency", value: "USD", reason: "other_currency" },
  { lineNo: 4_020, orderName: "", column: "Name", value: "", reason: "no_name" },
];

const earlier: HistoryFileView = {
  ...facts,
  fileId: "018f3c6e-0000-7000-8000-000000000001",
  name: "orders_export_1.csv",
  state: "done",
  added: 1,
  orders: 1,
  finishedAt: "2026-03-30T16:05:00Z",
};

const view = (...files: HistoryFileView[]): HistoryFilesView => ({
  historyFrom: "2026-01-30T00:00:00Z",
  currency: "EUR",
  files,
});

export const historyFiles = {
  empty: view(),
  left: view({ ...facts, state: "uploading", receivedBytes: 3_145_728, sizeBytes: 9_437_184 }),
  reading: view({ ...facts, state: "reading" }),
  preview: view({ ...facts, state: "preview", preview, refusals: [] }, earlier),
  doubtful: view({
    ...facts,
    state: "preview",
    preview: {
      ...preview,
      refused: 3,
      otherCurrency: 41,
      currencies: [
        { currency: "EUR", orders: 12_480 },
        { currency: "USD", orders: 41 },
      ],
      addedBefore: 1,
      deleted: 2,
      recent: 1,
      doubtful: 2,
      doubtfulNames: ["#1209", "#1410"],
    },
    refusals,
  }),
  nothing: view({
    ...facts,
    state: "preview",
    preview: { ...preview, adding: 0, there: 12_480 },
    refusals: [],
  }),
  refused: view({
    ...facts,
    state: "refused",
    code: "too_many_refused",
    detail: "412 / 2030",
    refusals,
    refused: 412,
  }),
  noExport: view({
    ...facts,
    state: "refused",
    code: "no_export",
    detail: "Financial Status, Lineitem price, Id",
    refusals: [],
    refused: 0,
  }),
  importing: view({ ...facts, state: "importing", lookedAt: 4_000, orders: 12_480 }, earlier),
  undoing: view({ ...facts, state: "undoing" }),
  done: view(
    { ...facts, state: "done", added: 11_276, orders: 12_480, finishedAt: "2026-03-31T09:41:00Z" },
    { ...earlier, state: "undone" },
  ),
  all: { ...view(earlier), historyFrom: null },
} as const satisfies Record<string, HistoryFilesView>;

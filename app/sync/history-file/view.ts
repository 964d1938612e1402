import type { Db } from "../../db/client.ts";
import { fileRefusals } from "../../db/queries/history-file/file-orders.ts";
import { type HistoryFileRow, historyFiles } from "../../db/queries/history-file/files.ts";
import { readShop } from "../../db/queries/source/shops.ts";
import type { ShopRef } from "../../platform/ids.ts";
import type { FileRefusalReason } from "./file-order.ts";
import type { FileRefusalCode } from "./file-text.ts";
import type { HistoryFilePreview } from "./preview.ts";

export interface FileRefusalView {
  readonly lineNo: number;
  readonly orderName: string;
  readonly column: string;
  readonly value: string;
  readonly reason: FileRefusalReason;
}

interface FileFacts {
  readonly fileId: string;
  readonly name: string;
  readonly uploadedAt: string;
}

export type HistoryFileView = FileFacts &
  (
    | { readonly state: "uploading"; readonly receivedBytes: number; readonly sizeBytes: number }
    | { readonly state: "reading" | "undoing" }
    | {
        readonly state: "refused";
        readonly code: FileRefusalCode;
        readonly detail: string;
        readonly refusals: readonly FileRefusalView[];
        readonly refused: number;
      }
    | {
        readonly state: "preview";
        readonly preview: HistoryFilePreview;
        readonly refusals: readonly FileRefusalView[];
      }
    | { readonly state: "importing"; readonly lookedAt: number; readonly orders: number }
    | {
        readonly state: "done" | "undone";
        readonly added: number;
        readonly orders: number;
        readonly finishedAt: string | null;
      }
  );

export interface HistoryFilesView {
  /** From when Shopify shows orders; null: the whole history. */
  readonly historyFrom: string | null;
  readonly currency: string;
  /** The latest first; the first one may wait for a decision. */
  readonly files: readonly HistoryFileView[];
}

const SHOWN_REFUSALS = 50;

export async function readHistoryFiles(db: Db, shop: ShopRef): Promise<HistoryFilesView> {
  const [stored, files] = await Promise.all([
    readShop(db.pool, shop.shopId),
    historyFiles(db.pool, shop.shopId),
  ]);
  return {
    historyFrom: stored?.historyFrom?.toISOString() ?? null,
    currency: stored?.currency ?? "USD",
    files: await Promise.all(files.map((file) => fileView(db, shop, file))),
  };
}

async function fileView(db: Db, shop: ShopRef, file: HistoryFileRow): Promise<HistoryFileView> {
  const facts = { fileId: file.fileId, name: file.name, uploadedAt: file.uploadedAt.toISOString() };
  // Both were stored by this app; see the types.
  const preview = file.preview as HistoryFilePreview | null;
  const refusal = file.refusal as { code: FileRefusalCode; detail?: string } | null;
  const refusals = async () =>
    (await fileRefusals(db.pool, shop.shopId, file.fileId, 0, SHOWN_REFUSALS)) as FileRefusalView[];
  switch (file.status) {
    case "uploading":
      return {
        ...facts,
        state: file.status,
        receivedBytes: file.receivedBytes,
        sizeBytes: file.sizeBytes,
      };
    case "refused":
      return {
        ...facts,
        state: file.status,
        code: refusal?.code ?? "no_export",
        detail: refusal?.detail ?? "",
        refusals: await refusals(),
        refused: preview ? preview.refused + preview.otherCurrency : 0,
      };
    case "preview":
      if (!preview) return { ...facts, state: "reading" };
      return { ...facts, state: file.status, preview, refusals: await refusals() };
    case "importing":
      return { ...facts, state: file.status, lookedAt: file.lookedAt, orders: preview?.orders ?? 0 };
    case "done":
    case "undone":
      return {
        ...facts,
        state: file.status,
        added: file.added,
        orders: preview?.orders ?? 0,
        finishedAt: file.finishedAt?.toISOString() ?? null,
      };
    default:
      return { ...facts, state: file.status };
  }
}

import { whileInstalled } from "../../db/fence.ts";
import { type AuditAction, addAuditEntry } from "../../db/queries/audit.ts";
import {
  addHistoryFilePart,
  beginHistoryFile,
  discardHistoryFile,
  moveHistoryFile,
} from "../../db/queries/history-file/files.ts";
import { historyFileJob } from "../../jobs/definitions/history-file.ts";
import { newId, type ShopRef } from "../../platform/ids.ts";
import type { SyncRuntime } from "../runtime.ts";
import { type FileRefusalCode, requireText, UnusableFile } from "./file-text.ts";

type GivingRuntime = Pick<SyncRuntime, "db" | "jobs" | "clock" | "log">;

/** A file may have this many bytes: about 300,000 rows of an export. */
export const MOST_FILE_BYTES = 100 * 1024 * 1024;
/** It comes in parts of this many, so that no request is long and none of it is held whole. */
export const PART_BYTES = 512 * 1024;

export interface GivenFile {
  readonly name: string;
  readonly sizeBytes: number;
  readonly uploadedBy: string;
}

export type Begun = { readonly fileId: string } | { readonly refused: "busy" };

/** Begins to take a file; what was given before and is not in the figures goes. */
export async function beginFile(runtime: GivingRuntime, shop: ShopRef, given: GivenFile): Promise<Begun> {
  const fileId = newId();
  const file = { ...given, fileId, uploadedAt: runtime.clock() };
  const begun = await whileInstalled(runtime.db, shop.shopId, (tx) =>
    beginHistoryFile(tx, shop.shopId, file),
  );
  return begun ? { fileId } : { refused: "busy" };
}

export type Taken =
  | { readonly receivedBytes: number; readonly isWhole: boolean }
  | { readonly refused: FileRefusalCode | "out_of_place" };

/** Takes the part of a file that begins at a byte. A beginning that is no CSV ends the file at once; the last part has it read. */
export async function takePart(
  runtime: GivingRuntime,
  shop: ShopRef,
  fileId: string,
  at: number,
  bytes: Buffer,
): Promise<Taken> {
  try {
    if (at === 0) requireText(bytes);
  } catch (error) {
    if (!(error instanceof UnusableFile)) throw error;
    await discardHistoryFile(runtime.db.pool, shop.shopId, fileId);
    return { refused: error.code };
  }
  return whileInstalled(runtime.db, shop.shopId, async (tx) => {
    const taken = await addHistoryFilePart(tx, shop.shopId, fileId, at, bytes);
    if (!taken) return { refused: "out_of_place" as const };
    if (taken.isWhole) await runtime.jobs.enqueue(historyFileJob, { shop: shop.domain, fileId }, { tx });
    return taken;
  });
}

/** Whether it was done: the file may have moved on meanwhile, or another one is being worked on. */
export async function confirmFile(
  runtime: GivingRuntime,
  shop: ShopRef,
  fileId: string,
  by: string,
): Promise<boolean> {
  return setOff(runtime, shop, fileId, {
    from: "preview",
    to: "importing",
    action: "history_file.added",
    by,
  });
}

export async function undoFile(
  runtime: GivingRuntime,
  shop: ShopRef,
  fileId: string,
  by: string,
): Promise<boolean> {
  return setOff(runtime, shop, fileId, { from: "done", to: "undoing", action: "history_file.taken_out", by });
}

export async function discardFile(runtime: GivingRuntime, shop: ShopRef, fileId: string): Promise<boolean> {
  return discardHistoryFile(runtime.db.pool, shop.shopId, fileId);
}

interface SettingOff {
  readonly from: "preview" | "done";
  readonly to: "importing" | "undoing";
  readonly action: AuditAction;
  readonly by: string;
}

function setOff(
  { db, jobs, clock }: GivingRuntime,
  shop: ShopRef,
  fileId: string,
  { from, to, action, by }: SettingOff,
): Promise<boolean> {
  return whileInstalled(db, shop.shopId, async (tx) => {
    if (!(await moveHistoryFile(tx, shop.shopId, fileId, [from], to, clock()))) return false;
    await jobs.enqueue(historyFileJob, { shop: shop.domain, fileId }, { tx });
    await addAuditEntry(tx, shop.shopId, { at: clock(), actor: by, action, subject: fileId });
    return true;
  });
}

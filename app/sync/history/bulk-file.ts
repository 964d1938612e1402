import { setImmediate } from "node:timers/promises";
import type { RefusedRow } from "../../db/queries/sync/refused-rows.ts";
import { idFromGid, newId } from "../../platform/ids.ts";
import { Refused } from "../mapping/order.ts";
import type { Resource } from "../runtime.ts";
import type { MappingShop } from "../shop/shop-facts.ts";
import { splitLines } from "./jsonl.ts";

export interface FileProgress {
  /** Lines, whether or not they could be used. */
  objects: number;
  roots: number;
  bytes: number;
  refused: number;
}

export interface FileReading extends FileProgress {
  /** Lines that are no JSON. */
  readonly malformed: number;
  /** Of them, those that do not even tell which order or customer they belong to. */
  readonly unidentified: number;
  /** The file ends inside a line. */
  readonly cutOff: boolean;
  /** Ids that have to be read singly, because a line of theirs could not be used. */
  readonly doubtful: ReadonlySet<number>;
}

/** Where a file's nodes go: Staging or FirstLoad. What maps throws Refused. */
export interface NodeSink {
  customer(node: unknown): void;
  /** Returns the order's id and whether its prices contain tax, which its lines do not say. */
  orderHead(node: unknown): { orderId: number; taxesIncluded: boolean };
  orderLine(orderId: number, node: unknown, taxesIncluded: boolean): void;
  /** Nothing of the order is kept. */
  refuseOrder(orderId: number): void;
  /** Waits while the database is further behind than one block; the next block fills while this one is copied. */
  drain(): Promise<void>;
  /** Everything that was added is in the database. */
  flush(): Promise<void>;
}

export interface FileReadingOptions {
  readonly chunks: AsyncIterable<Uint8Array>;
  readonly resource: Resource;
  readonly shop: Pick<MappingShop, "taxesIncluded">;
  readonly sink: NodeSink;
  /** Name of the operation, for the refused rows. */
  readonly reference: string;
  readonly now: () => Date;
  readonly onRefused: (row: RefusedRow) => void;
  /** Called after each block of lines. */
  readonly onProgress: (progress: FileProgress) => void;
}

const ROOT_TYPE = { orders: "Order", customers: "Customer" } as const;

/**
 * Reads a bulk operation's file to its end and hands on what it holds. Children are known by `__parentId`, wherever they stand.
 * A line that cannot be used is reported and left out; with a line, its whole order is.
 */
export async function readBulkFile(options: FileReadingOptions): Promise<FileReading> {
  const { resource, sink, shop, reference } = options;
  const rootType = ROOT_TYPE[resource];
  const progress: FileProgress = { objects: 0, roots: 0, bytes: 0, refused: 0 };
  const doubtful = new Set<number>();
  // Lines do not say whether their prices contain tax, their order does. Nearly all are as the shop is, so the others are noted.
  const otherTax = new Set<number>();
  let malformed = 0;
  let unidentified = 0;
  let cutOff = false;

  function refuse(raw: string, reason: string, detail: string, sourceId: number | null): void {
    progress.refused++;
    if (sourceId !== null && resource === "orders") sink.refuseOrder(sourceId);
    options.onRefused({
      refusedId: newId(),
      resource,
      origin: "bulk",
      reference,
      lineNo: progress.objects,
      sourceId,
      reason,
      detail,
      raw,
      refusedAt: options.now(),
    });
  }

  function stage(node: unknown): void {
    const parent = typeof node === "object" && node !== null && "__parentId" in node ? node.__parentId : null;
    if (parent !== null) {
      if (resource !== "orders") throw new Refused("bad_shape", "a customer has no children");
      const orderId = idFromGid(String(parent), "Order");
      sink.orderLine(orderId, node, otherTax.has(orderId) !== shop.taxesIncluded);
      return;
    }
    progress.roots++;
    if (resource === "customers") {
      sink.customer(node);
      return;
    }
    const { orderId, taxesIncluded } = sink.orderHead(node);
    if (taxesIncluded !== shop.taxesIncluded) otherTax.add(orderId);
  }

  for await (const block of splitLines(options.chunks)) {
    for (const line of block.lines) {
      let node: unknown;
      try {
        node = JSON.parse(line);
      } catch {
        if (block.unterminated) {
          cutOff = true;
          break;
        }
        progress.objects++;
        malformed++;
        const sourceId = idInText(line, rootType);
        if (sourceId === null) unidentified++;
        else doubtful.add(sourceId);
        refuse(line, "malformed_json", "the line is not JSON", sourceId);
        continue;
      }
      progress.objects++;
      try {
        stage(node);
      } catch (error) {
        if (!(error instanceof Refused || error instanceof RangeError)) throw error;
        const reason = error instanceof Refused ? error.reason : "bad_value";
        refuse(line, reason, error.message, idInText(line, rootType));
      }
    }
    progress.bytes += block.bytes;
    options.onProgress(progress);
    await sink.drain();
    // Chunks that wait in the stream come without a turn of the event loop, and nothing else would be sent or answered until they end.
    await setImmediate();
  }
  await sink.flush();
  return { ...progress, malformed, unidentified, cutOff, doubtful };
}

/** The id of the root that a line belongs to, as far as its text still tells. */
function idInText(line: string, rootType: string): number | null {
  const match = new RegExp(`"(?:__parentId|id)":"gid://shopify/${rootType}/(\\d+)"`).exec(line);
  const id = Number(match?.[1]);
  return match && Number.isSafeInteger(id) ? id : null;
}

export type Verdict = { ok: true } | { ok: false; code: string; message: string };

/**
 * Whether a file was read whole: to a complete last line, with as many lines and roots as Shopify says it wrote. A line that is no
 * JSON may have been a root, so it counts as one where one is missing.
 */
export function judgeReading(
  reading: FileReading,
  expected: { objects: number; roots: number; bytes: number | null },
): Verdict {
  const refuse = (code: string, message: string): Verdict => ({ ok: false, code, message });
  if (reading.cutOff) return refuse("TRUNCATED", "the file ends inside a line");
  if (expected.bytes !== null && reading.bytes !== expected.bytes) {
    return refuse("WRONG_SIZE", `the file has ${reading.bytes} bytes, ${expected.bytes} were announced`);
  }
  if (reading.objects !== expected.objects) {
    return refuse("WRONG_COUNT", `the file has ${reading.objects} lines, ${expected.objects} were announced`);
  }
  if (reading.roots > expected.roots || reading.roots + reading.malformed < expected.roots) {
    return refuse("WRONG_COUNT", `the file has ${reading.roots} roots, ${expected.roots} were announced`);
  }
  return { ok: true };
}

import { setImmediate } from "node:timers/promises";
import type { RefusedRow } from "../../db/queries/sync/refused-rows.ts";
import { idFromGid, newId } from "../../platform/ids.ts";
import { Refused } from "../mapping/node.ts";
import { RefusedLine } from "../mapping/order.ts";
import type { ErasedPeople } from "../privacy/erased-people.ts";
import { isUnfinished, type ResourceSpec } from "../resources.ts";
import type { MappingShop } from "../shop/shop-facts.ts";
import type { RowSink } from "../storing/row-sink.ts";
import { type AssembledRoot, Assembler } from "./assembler.ts";
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
  /**
   * Ids that have to be read singly: a line of theirs could not be used or stood too far away, they changed while the file was made
   * (their version in the file may be the older one of two within the same second), or a file cannot tell all of them.
   */
  readonly unsettled: ReadonlySet<number>;
}

export interface FileReadingOptions {
  readonly chunks: AsyncIterable<Uint8Array>;
  readonly spec: ResourceSpec;
  readonly facts: MappingShop;
  readonly erased: ErasedPeople;
  readonly sink: RowSink;
  /** Taken before Shopify began to write the file. */
  readonly lowWaterMark: Date;
  /** Name of the operation, for the refused rows. */
  readonly reference: string;
  readonly now: () => Date;
  readonly onRefused: (row: RefusedRow) => void;
  /** Called after each block of lines. */
  readonly onProgress: (progress: FileProgress) => void;
  /** See Assembler. */
  readonly heldNodes?: number;
}

/**
 * Reads a bulk operation's file to its end, and hands whole roots to the sink as rows. A line that cannot be used is reported, and its
 * whole root is left out.
 */
export async function readBulkFile(options: FileReadingOptions): Promise<FileReading> {
  const { spec, facts, erased, sink, reference } = options;
  const { gidType } = spec;
  const lowWaterMark = options.lowWaterMark.toISOString();
  const assembler = new Assembler(options.heldNodes);
  const progress: FileProgress = { objects: 0, roots: 0, bytes: 0, refused: 0 };
  const unsettled = new Set<number>();
  let malformed = 0;
  let unidentified = 0;
  let cutOff = false;

  function refuse(
    refusal: Pick<RefusedRow, "raw" | "reason" | "detail" | "lineNo"> & { sourceId: number | null },
  ): void {
    progress.refused++;
    const { sourceId } = refusal;
    if (sourceId !== null) {
      assembler.drop(sourceId);
      sink.refuse(sourceId);
    }
    options.onRefused({
      refusedId: newId(),
      resource: spec.tables.resource,
      origin: "bulk",
      reference,
      refusedAt: options.now(),
      ...refusal,
      raw: erased.keepable(refusal.raw),
    });
  }

  /** Takes a parsed line. Throws Refused, or a RangeError for an id that is none. */
  function take(node: unknown): void {
    if (typeof node !== "object" || node === null)
      throw new Refused("bad_shape", "the line is not an object");
    const lineNo = progress.objects;
    if ("__parentId" in node) {
      if (!spec.hasChildren) throw new Refused("bad_shape", "__parentId: nothing belongs to this resource");
      assembler.child(idFromGid(String(node.__parentId), gidType), node, lineNo);
      return;
    }
    progress.roots++;
    if (!("id" in node) || typeof node.id !== "string") throw new Refused("bad_shape", "id: is not text");
    assembler.root(idFromGid(node.id, gidType), node, lineNo);
  }

  function store(root: AssembledRoot, kept: Awaited<ReturnType<RowSink["kept"]>>): void {
    try {
      const { children } = root;
      const parts = { children, details: { refunds: null, kept } };
      const mapped = spec.map(root.node, parts, facts, erased);
      if (!mapped) return;
      sink.add(mapped);
      const isSettled = !mapped.isIncomplete && !isUnfinished(mapped, options.now());
      if (!isSettled || mapped.sourceUpdatedAt >= lowWaterMark) unsettled.add(root.id);
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      const at = error instanceof RefusedLine ? error.at : null;
      refuse({
        raw: JSON.stringify(at === null ? root.node : root.children[at]),
        reason: error.reason,
        detail: error.message,
        lineNo: (at === null ? root.lineNo : root.childLineNos[at]) ?? null,
        sourceId: root.id,
      });
    }
  }

  async function handOver(): Promise<void> {
    const whole = assembler.takeWhole();
    if (whole.length > 0) {
      const kept = await sink.kept(whole.map((root) => root.id));
      for (const root of whole) store(root, kept);
    }
    for (const sourceId of assembler.takeScattered()) {
      unsettled.add(sourceId);
      const detail = "nobody can say whether all of its lines were read; it is read singly";
      refuse({ raw: "", reason: "scattered", detail, lineNo: null, sourceId });
    }
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
        const sourceId = idInText(line, gidType);
        if (sourceId === null) unidentified++;
        else unsettled.add(sourceId);
        const lineNo = progress.objects;
        refuse({ raw: line, reason: "malformed_json", detail: "the line is not JSON", lineNo, sourceId });
        continue;
      }
      progress.objects++;
      try {
        take(node);
      } catch (error) {
        if (!(error instanceof Refused || error instanceof RangeError)) throw error;
        const reason = error instanceof Refused ? error.reason : "bad_value";
        const [detail, lineNo, sourceId] = [error.message, progress.objects, idInText(line, gidType)];
        refuse({ raw: line, reason, detail, lineNo, sourceId });
      }
    }
    progress.bytes += block.bytes;
    await handOver();
    options.onProgress(progress);
    await sink.drain();
    // Chunks that wait in the stream come without a turn of the event loop, and nothing else would be sent or answered until they end.
    await setImmediate();
  }
  assembler.end();
  await handOver();
  await sink.flush();
  return { ...progress, malformed, unidentified, cutOff, unsettled };
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

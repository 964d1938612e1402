import { Readable } from "node:stream";
import { stringify } from "csv-stringify/sync";
import type { Db } from "../db/client.ts";
import { holdShop } from "../db/fence.ts";
import { beginExport, endExport, exportById, memberPages } from "../db/queries/exports/records.ts";
import type { Clock } from "../platform/clock.ts";
import type { ShopRef } from "../platform/ids.ts";
import { readSegmentContext } from "../segments/segments.ts";
import { audienceCondition, audienceName } from "./audience.ts";
import { cellOf } from "./csv-cells.ts";
import { openGate } from "./gate.ts";
import { listedExportOf } from "./records.ts";

/** Members read at once: what is in memory, and how old consent can be when a row is written. */
const PAGE = 1_000;

/** The library quotes a cell that holds the whole record delimiter; a reader may end a row at half of it. */
const LINE_BREAK = /[\r\n]/;

export type ExportProblem = "unknown_export" | "unreadable" | "already_downloaded" | "never_valued";

/** The export cannot be streamed; asking again does not help, requesting a new export does. */
export class ExportRefused extends Error {
  readonly retry = "never";
  readonly problem: ExportProblem;
  constructor(problem: ExportProblem) {
    super(`The export cannot be streamed: ${problem}`);
    this.name = "ExportRefused";
    this.problem = problem;
  }
}

/**
 * The export as CSV (RFC 4180, CRLF, header, UTF-8). Each page of members is read, with consent as it stands, only when the
 * reader wants more, so memory stays flat and a slow reader slows the database down instead of filling a buffer. How many
 * went, and how many stayed out for which reason, is recorded at the end; a reader who leaves early makes it "failed",
 * with what had been read for it until then.
 */
export async function streamExport(db: Db, shop: ShopRef, exportId: string, clock: Clock): Promise<Readable> {
  const { shopId } = shop;
  const stored = await exportById(db.prisma, shopId, exportId);
  if (!stored) throw new ExportRefused("unknown_export");
  const record = listedExportOf(stored);
  if (record.status === "unreadable") throw new ExportRefused("unreadable");
  const context = await readSegmentContext(db, shop);
  if (!context) throw new ExportRefused("never_valued");
  if (!(await beginExport(db.prisma, shopId, exportId))) throw new ExportRefused("already_downloaded");

  const { columns, audience, format } = record;
  const facts = {
    audience: audienceName(audience),
    currency: context.facts.currency,
    asOf: context.asOf,
    decimalMark: stored.delimiter === ";" ? ("," as const) : ("." as const),
  };
  const condition = audienceCondition(context, audience);
  const gate = openGate();
  const end = (status: "done" | "failed") =>
    // Of a shop that is being erased nothing is left to write it for.
    db.transaction(async (tx) => {
      if (await holdShop(tx, shopId)) await endExport(tx, shopId, exportId, status, gate.counts, clock());
    });
  const lines = (rows: readonly (readonly string[])[]) =>
    stringify([...rows], { delimiter: stored.delimiter, record_delimiter: "\r\n", quoted_match: LINE_BREAK });

  async function* text(): AsyncGenerator<string> {
    yield (format === "csv_excel" ? "\uFEFF" : "") + lines([columns]);
    for await (const page of memberPages(db.pool, shopId, condition, PAGE)) {
      const rows = page
        .filter(gate.passes)
        .map((member) => columns.map((column) => cellOf(column, member, facts)));
      if (rows.length > 0) yield lines(rows);
    }
    await end("done");
  }

  const stream = Readable.from(text(), { objectMode: false });
  // An export that is done by now stays done: this is for a reader who left early, even before the first row. If the database
  // cannot be reached, the record stays "streaming", which is what is known of it.
  stream.on("close", () => void end("failed").catch(() => {}));
  return stream;
}

import { Readable } from "node:stream";
import { stringify } from "csv-stringify/sync";
import type { Db } from "../db/client.ts";
import { fenced, holdShop, installedGeneration, ShopLeft } from "../db/fence.ts";
import { addDraw, beginComparison, type DrawnPerson, shopHoldout } from "../db/queries/exports/draws.ts";
import { addExportedPeople } from "../db/queries/exports/people.ts";
import {
  beginExport,
  type ExportMemberRow,
  endExport,
  exportById,
  listedMembers,
  openLotOf,
} from "../db/queries/exports/records.ts";
import { listedIds } from "../db/queries/pages/customer-list.ts";
import { lockErasures } from "../db/queries/privacy/erasure.ts";
import { untilGone } from "../db/until-gone.ts";
import { type Clock, dayIn } from "../platform/clock.ts";
import { parseEncryptionKeys } from "../platform/encryption-keys.ts";
import { exportedHashes } from "../platform/exported-people.ts";
import { drawFor } from "../platform/holdout.ts";
import type { ShopRef } from "../platform/ids.ts";
import { readSegmentContext } from "../segments/segment-context.ts";
import { ruleSql } from "../segments/sql.ts";
import { adCells, adHeadings, META_NEEDS } from "./ad-file.ts";
import { adValueOf } from "./ad-value.ts";
import { findAudience } from "./audience.ts";
import { cellOf } from "./csv-cells.ts";
import { EXPERIMENT_DAYS } from "./experiment-plan.ts";
import { addCounts, type GateCounts, openGate } from "./gate.ts";
import { placementsOf } from "./placements.ts";
import { isForAds, isForTool, keyOrRule, listedExportOf } from "./records.ts";
import { mayExport } from "./staff.ts";
import { toolHeadings } from "./tool-headings.ts";
import { wouldReach } from "./would-reach.ts";

/** Members read at once: what is in memory. Of each page the gate is asked when it is read. */
const PAGE = 1_000;

/** The library quotes a cell that holds the whole record delimiter; a reader may end a row at half of it. */
const LINE_BREAK = /[\r\n]/;

export type ExportProblem =
  | "unknown_export"
  | "unreadable"
  | "already_downloaded"
  | "never_valued"
  | "not_allowed"
  | "too_few";

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

export interface ExportHost {
  readonly env: { readonly ERASURE_KEYS: string };
  readonly db: Db;
  readonly clock: Clock;
  /** Aborted when the reader leaves; what is being read of the database then ends in there too. */
  readonly signal?: AbortSignal;
}

export interface ExportFile {
  /** Segment, or "customers" for a list of them, and day of the download in the shop's calendar, such as at-risk-high-value-2026-03-31.csv. */
  readonly fileName: string;
  readonly stream: Readable;
}

/**
 * Begins the one download that an export allows: CSV (RFC 4180, CRLF, header, UTF-8). In the order of the segment. An address that several members
 * have is in a file for a tool once, for the first of them. Each page of members is read, with consent as it
 * stands, only when the reader wants more, so memory holds no more than the ids of all, and a slow reader slows the database down instead of filling a
 * buffer. Before the rows of a page leave, it is recorded who is in them. How many went, and how many stayed out for which reason, is
 * recorded at the end; a reader who leaves early makes it "failed", with what had been read for it until then. Throws ExportRefused
 * where there is no download to begin, and ShopLeft; the stream ends with ShopLeft where the installation ends.
 */
export async function openExportFile(
  { env, db: patient, clock, signal }: ExportHost,
  shop: ShopRef,
  exportId: string,
): Promise<ExportFile> {
  const db = signal ? untilGone(patient, { signal, turn: async () => () => {} }) : patient;
  const { shopId } = shop;
  const generation = await installedGeneration(db.pool, shopId);
  if (generation === null) throw new ShopLeft();
  const stored = await exportById(db.prisma, shopId, exportId);
  if (!stored) throw new ExportRefused("unknown_export");
  const record = listedExportOf(stored);
  if (record.status === "unreadable") throw new ExportRefused("unreadable");
  const { columns, format } = record;
  const audience = await findAudience(db.pool, shopId, keyOrRule(record.audience));
  if (!audience) throw new ExportRefused("unknown_export");
  const { rule, order } = audience;
  if (!rule) throw new ExportRefused("unreadable");
  const context = await readSegmentContext(db, shop, [rule]);
  if (!context) throw new ExportRefused("never_valued");
  const condition = ruleSql(rule, context);
  const { transaction } = fenced(db, shopId, generation);
  const begunAt = clock();
  const day = dayIn(context.facts.timeZone, begunAt);
  const lot = await shopHoldout(db.pool, shopId);
  const [alwaysBp, exportBp] = [lot?.shareBp ?? 0, record.heldOutBp ?? 0];
  const isDrawn = lot !== null && (alwaysBp > 0 || exportBp > 0);
  const placementBy = (lotId: string) =>
    isDrawn ? drawFor({ salt: lot.salt, alwaysBp, exportBp }, lotId) : () => "sent" as const;
  const value = format === "meta" ? await adValueOf(db.pool, shopId, context.asOf) : null;
  const lotId = await transaction(async (tx) => {
    // Between the request and the link somebody may have kept exports to others.
    if (!(await mayExport(tx, shopId, stored.requestedBy))) throw new ExportRefused("not_allowed");
    const open = await openLotOf(tx, shopId, exportId, { day, days: EXPERIMENT_DAYS });
    const begun = {
      at: begunAt,
      day,
      lotId: open ?? exportId,
      alwaysHeldOutBp: alwaysBp,
      valueBasis: value?.basis ?? null,
    };
    const needs = { needed: META_NEEDS, placementOf: placementBy(begun.lotId) };
    if (format === "meta" && !(await wouldReach(tx, shop, condition, needs)))
      throw new ExportRefused("too_few");
    if (!(await beginExport(tx, shopId, exportId, begun))) throw new ExportRefused("already_downloaded");
    if (alwaysBp > 0) await beginComparison(tx, shopId, day);
    return begun.lotId;
  });

  const facts = {
    audience: audience.name,
    currency: context.facts.currency,
    asOf: context.asOf,
    decimalMark: stored.delimiter === ";" ? ("," as const) : ("." as const),
    isForSpreadsheet: format === "csv_excel",
  };
  const headings = (): readonly string[] => {
    if (isForAds(format)) return adHeadings(format);
    return isForTool(format) ? toolHeadings(format, columns) : columns;
  };
  const cellsOf = (member: ExportMemberRow): string[] =>
    isForAds(format)
      ? adCells(format, member, { columns, currency: facts.currency, shareOfValue: value?.shareOfValue ?? 1 })
      : columns.map((column) => cellOf(column, member, facts));
  const placementOf = placementBy(lotId);
  const counts: GateCounts = { members: 0, included: 0, excluded: {} };
  /** Addresses of several members of whom one was written or held out; a tool takes an address once. */
  const asked = new Set<string>();
  const isOnce = isForTool(format) || isForAds(format);
  const keys = parseEncryptionKeys(env.ERASURE_KEYS).slice(0, 1);

  const lines = (rows: readonly (readonly string[])[]) =>
    stringify([...rows], { delimiter: stored.delimiter, record_delimiter: "\r\n", quoted_match: LINE_BREAK });

  /**
   * An erasure comes before it, and the person is not on the page, or after it, and finds the person recorded. A page counts once it is
   * committed: of one that was cancelled nobody is recorded.
   */
  const readPage = async (partNo: number, ids: readonly number[]) => {
    const read = await transaction(async (tx) => {
      await lockErasures(tx, shopId, "shared");
      const page = await listedMembers(tx, shopId, condition, ids);
      const drawn: DrawnPerson[] = [];
      const placements = await placementsOf(tx, shop, placementOf, page);
      const own = new Set<string>();
      const gate = openGate<ExportMemberRow>({
        isRepeated({ email, sharers }) {
          if (!isOnce || email === null || sharers.length === 0) return false;
          const isRepeated = asked.has(email) || own.has(email);
          own.add(email);
          return isRepeated;
        },
        isHeldOut({ customer_id: customerId, expected_value_minor: expected, sharers }) {
          const placement = placements.get(customerId) ?? "sent";
          // The lot of an address is that of everybody who has it: they are compared with nobody.
          if (sharers.length === 0) drawn.push({ customerId, placement, expectedMinor: expected ?? 0 });
          return placement !== "sent";
        },
      });
      const going = page.filter(gate.passes);
      if (isDrawn && drawn.length > 0) await addDraw(tx, shopId, exportId, partNo, drawn);
      if (going.length === 0) return { text: "", counts: gate.counts, own };
      const hashes = exportedHashes(keys, shopId, identitiesOf(going));
      // The database stores the one while the other is made.
      const [, text] = await Promise.all([
        addExportedPeople(tx, shopId, exportId, partNo, hashes),
        (async () => lines(going.map(cellsOf)))(),
      ]);
      return { text, counts: gate.counts, own };
    });
    addCounts(counts, read.counts);
    for (const address of read.own) asked.add(address);
    return read.text;
  };
  const end = (status: "done" | "failed") =>
    // Of a shop that is being erased nothing is left to write it for.
    patient.transaction(async (tx) => {
      if (await holdShop(tx, shopId)) await endExport(tx, shopId, exportId, status, counts, clock());
    });

  async function* text(): AsyncGenerator<string> {
    yield (format === "csv_excel" ? "\uFEFF" : "") + lines([headings()]);
    const listed = await transaction((tx) => listedIds(tx, shopId, condition, order));
    for (let partNo = 0; partNo * PAGE < listed.length; partNo++) {
      const page = await readPage(partNo, listed.slice(partNo * PAGE, (partNo + 1) * PAGE));
      if (page !== "") yield page;
    }
    await end("done");
  }

  // One page at most waits for the reader: what it says of consent is no older.
  const stream = Readable.from(text(), { objectMode: false, highWaterMark: 1 });
  // An export that is done by now stays done: this is for a reader who left early, even before the first row. If the database
  // cannot be reached, the record stays "streaming", which is what is known of it.
  stream.on("close", () => void end("failed").catch(() => {}));
  return { fileName: `${fileNameOf(audience.name)}-${day}.csv`, stream };
}

/** Small letters of ASCII, as headers take them, and digits, joined by hyphens. */
function fileNameOf(name: string): string {
  const words = name
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .match(/[a-z0-9]+/g);
  return (words ?? ["segment"]).join("-").slice(0, 80);
}

function identitiesOf(members: readonly ExportMemberRow[]) {
  return {
    customerIds: members.map((member) => member.customer_id),
    emails: members.map(({ email }) => email?.toLowerCase() ?? ""),
  };
}

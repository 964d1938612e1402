import { z } from "zod";
import type { Db, Tx } from "../db/client.ts";
import { whileInstalled } from "../db/fence.ts";
import { type AuditAct, type AuditDetails, addAuditEntry } from "../db/queries/audit.ts";
import {
  allSegments,
  insertSegment,
  lockSegments,
  type NewSegmentRow,
  nameIsTaken,
  type SavedSegment,
  type SegmentRow,
  saveSegment,
  segmentVersion,
  setArchived,
} from "../db/queries/segments/stored.ts";
import { readShop } from "../db/queries/source/shops.ts";
import { segmentMembersJob } from "../jobs/definitions/segment-members.ts";
import type { JobQueue } from "../jobs/queue.ts";
import type { Clock } from "../platform/clock.ts";
import type { ShopId, ShopRef } from "../platform/ids.ts";
import type { ListOrder } from "./list-order.ts";
import { circleThrough, usedSegments } from "./membership/uses.ts";
import { type Rule, rule, type StoredRule, toStored } from "./rule.ts";
import { isTemplateKey, type TemplateKey } from "./segment-key.ts";
import { type StoredSegment, storedSegmentOf } from "./stored.ts";
import { readRule } from "./stored-rule.ts";
import { templateOf } from "./templates.ts";

/** A shop has at most this many segments of its own in use, and so many archived. */
export const MOST_SEGMENTS = 200;
export const MOST_ARCHIVED = 1_000;
const LONGEST_NAME = 255;

/** What is wrong with a rule, and where in its tree. */
export interface RuleIssue {
  readonly path: readonly (string | number)[];
  readonly message: string;
}

type PlainReason = "bad_name" | "name_taken" | "changed_meanwhile" | "not_found" | "too_many";
export type SaveFailure =
  | { readonly ok: false; readonly reason: PlainReason }
  | { readonly ok: false; readonly reason: "bad_rule"; readonly issues: readonly RuleIssue[] }
  /** The rule asks about segments that the shop does not have, by key. */
  | { readonly ok: false; readonly reason: "unknown_segment"; readonly keys: readonly string[] }
  /** The rule asks about archived segments, by name: their members are not known, and taken for nobody they would change its meaning. */
  | { readonly ok: false; readonly reason: "uses_archived"; readonly by: readonly string[] }
  /** The segment would be made of itself: from it, in the order of use, by name or, of the app's, by key. */
  | { readonly ok: false; readonly reason: "cycle"; readonly through: readonly string[] };
/** Others in use, by name, ask about the segment; or there are too many archived ones. */
export type ArchiveFailure =
  | { readonly ok: false; readonly reason: "in_use"; readonly by: readonly string[] }
  | { readonly ok: false; readonly reason: "not_found" | "too_many_archived" };
export type SaveOutcome = { readonly ok: true; readonly segment: StoredSegment } | SaveFailure;

export interface SegmentsHost {
  readonly db: Db;
  readonly jobs: Pick<JobQueue, "enqueue">;
  readonly clock: Clock;
}

const nameSchema = z
  .string()
  .trim()
  .min(1)
  .max(LONGEST_NAME)
  .refine((text) => text.isWellFormed() && !text.includes("\0"));

export interface NewSegment {
  readonly name: string;
  /** As it comes from outside. */
  readonly rule: unknown;
  readonly templateKey?: TemplateKey | undefined;
  /** That of the template where it is not said; by net sales where there is none. */
  readonly order?: ListOrder | undefined;
}

export async function createSegment(
  host: SegmentsHost,
  shop: ShopRef,
  given: NewSegment,
  by: string,
): Promise<SaveOutcome> {
  const name = checkedName(given.name);
  if (name === null) return refused("bad_name");
  const its = checkedRule(given.rule);
  if ("ok" in its) return its;
  const { templateKey = null } = given;
  const listOrder = given.order ?? (templateKey ? templateOf(templateKey).order : "net_sales");
  return change(host, shop, by, (on) =>
    add(on, { name, rule: its.rule, templateKey, listOrder, currency: on.currency }, by),
  );
}

export interface SegmentEdit {
  readonly name?: string | undefined;
  readonly rule?: unknown;
  readonly order?: ListOrder | undefined;
  /** The one that was seen. */
  readonly revision: number;
}

/** Saves the next version. What is left out stays; so a segment whose rule cannot be read can be renamed. */
export async function updateSegment(
  host: SegmentsHost,
  shop: ShopRef,
  key: string,
  given: SegmentEdit,
  by: string,
): Promise<SaveOutcome> {
  const name = given.name === undefined ? undefined : checkedName(given.name);
  if (name === null) return refused("bad_name");
  const its = given.rule === undefined ? undefined : checkedRule(given.rule);
  if (its && "ok" in its) return its;
  return change(host, shop, by, async (on) => {
    const before = inUse(on, key, given.revision);
    if ("ok" in before) return before;
    const { rule: next, currency } = its ? { rule: its.rule, currency: on.currency } : before;
    const { order = before.listOrder } = given;
    return saveNext(on, before, { name: name ?? before.name, rule: next, currency, listOrder: order }, by);
  });
}

/** Makes the name and rule of an earlier version the present ones: the next version, so that this can be undone as well. */
export function returnToVersion(
  host: SegmentsHost,
  shop: ShopRef,
  key: string,
  { version, revision }: { readonly version: number; readonly revision: number },
  by: string,
): Promise<SaveOutcome> {
  return change(host, shop, by, async (on) => {
    const before = inUse(on, key, revision);
    if ("ok" in before) return before;
    const old = await segmentVersion(on.tx, on.shop, before.segmentId, version);
    if (!old) return refused("not_found");
    return saveNext(on, before, { ...old, listOrder: before.listOrder }, by, { version });
  });
}

/** A second segment with the same rule, under a name of its own. */
export async function duplicateSegment(
  host: SegmentsHost,
  shop: ShopRef,
  key: string,
  asked: string,
  by: string,
): Promise<SaveOutcome> {
  const name = checkedName(asked);
  if (name === null) return refused("bad_name");
  return change(host, shop, by, async (on) => {
    const original = on.segments.find(isNamed(key));
    return original ? add(on, { ...original, name }, by) : refused("not_found");
  });
}

/**
 * Takes a segment out of use, unless others in use ask about it. Nothing of it is lost; archiving an archived one changes nothing.
 */
export function archiveSegment(
  host: SegmentsHost,
  shop: ShopRef,
  key: string,
  by: string,
): Promise<Extract<SaveOutcome, { ok: true }> | ArchiveFailure> {
  return change<ArchiveFailure>(host, shop, by, async ({ tx, shop: shopId, now, segments }) => {
    const row = segments.find(isNamed(key));
    if (!row) return { ok: false, reason: "not_found" };
    if (row.archivedAt) return { row };
    const asks = ({ rule: its }: SegmentRow) => usedSegments(readRule(its).rule ?? { all: [] }).includes(key);
    const users = segments.filter((other) => !other.archivedAt && asks(other));
    if (users.length > 0) return { ok: false, reason: "in_use", by: users.map(({ name }) => name) };
    if (segments.filter((other) => other.archivedAt).length >= MOST_ARCHIVED)
      return { ok: false, reason: "too_many_archived" };
    await setArchived(tx, shopId, row.segmentId, now, by);
    return { row: { ...row, archivedAt: now }, act: { action: "segment.archived" }, isOther: true };
  });
}

/** Takes an archived segment back into use, unless its name was given away, there is no room, or its rule cannot be used any more. */
export function restoreSegment(
  host: SegmentsHost,
  shop: ShopRef,
  key: string,
  by: string,
): Promise<SaveOutcome> {
  return change(host, shop, by, async (on) => {
    const row = on.segments.find(isNamed(key));
    if (!row) return refused("not_found");
    if (!row.archivedAt) return { row };
    const failure = (await noRoomFor(on, row.name)) ?? misuse(on, row.segmentId, row);
    if (failure) return failure;
    await setArchived(on.tx, on.shop, row.segmentId, null, by);
    return { row: { ...row, archivedAt: null }, act: { action: "segment.restored" }, isOther: true };
  });
}

interface Change {
  readonly tx: Tx;
  readonly shop: ShopId;
  readonly now: Date;
  readonly currency: string | null;
  /** Every segment of the shop, archived ones included. */
  readonly segments: readonly SegmentRow[];
}

interface Changed {
  readonly row: SegmentRow;
  /** Absent where nothing was changed. */
  readonly act?: Pick<AuditAct, "action" | "details">;
  /** Its members have to be found. */
  readonly isOther?: boolean;
}

/** One change at a time in a shop, with its entry in the audit log and the job that follows from it, all or nothing. */
async function change<F extends { readonly ok: false } = SaveFailure>(
  { db, jobs, clock }: SegmentsHost,
  { shopId, domain }: ShopRef,
  by: string,
  work: (on: Change) => Promise<Changed | NoInfer<F>>,
): Promise<Extract<SaveOutcome, { ok: true }> | F> {
  const now = clock();
  return whileInstalled(db, shopId, async (tx) => {
    await lockSegments(tx, shopId);
    const { currency = null } = (await readShop(tx, shopId)) ?? {};
    const outcome = await work({ tx, shop: shopId, now, currency, segments: await allSegments(tx, shopId) });
    if ("ok" in outcome) return outcome;
    const { row, act, isOther = false } = outcome;
    if (isOther) await jobs.enqueue(segmentMembersJob, { shop: domain, whole: false }, { tx });
    if (act) await addAuditEntry(tx, shopId, { ...act, at: now, actor: by, subject: row.segmentId });
    return { ok: true, segment: storedSegmentOf(row) };
  });
}

async function add(on: Change, segment: NewSegmentRow, by: string): Promise<Changed | SaveFailure> {
  const failure = (await noRoomFor(on, segment.name)) ?? misuse(on, null, segment);
  if (failure) return failure;
  const row = await insertSegment(on.tx, on.shop, segment, by, on.now);
  return { row, act: { action: "segment.created" }, isOther: true };
}

async function saveNext(
  on: Change,
  before: SegmentRow,
  next: SavedSegment & Pick<SegmentRow, "listOrder">,
  by: string,
  details: AuditDetails = {},
): Promise<Changed | SaveFailure> {
  const { tx, shop, now } = on;
  if (await nameIsTaken(tx, shop, next.name, before.segmentId)) return refused("name_taken");
  // Under another name it is not made worse.
  const failure = next.rule === before.rule ? null : misuse(on, before.segmentId, next);
  if (failure) return failure;
  const row = await saveSegment(tx, shop, before.segmentId, next, by, now);
  const act = { action: "segment.changed", details: { ...details, revision: row.revision } } as const;
  return { row, act, isOther: true };
}

/** Whether a rule that is going to be in use asks about what is not, or the segment itself. `key`: null for a new segment. */
function misuse(
  { segments }: Change,
  key: string | null,
  { name, rule: saved }: SavedSegment,
): SaveFailure | null {
  const ruleOf = (of: string): Rule | null => {
    if (of === key) return readRule(saved).rule;
    if (isTemplateKey(of)) return templateOf(of).rule;
    const row = segments.find(isNamed(of));
    return row ? readRule(row.rule).rule : null;
  };
  const isThere = (of: string) => isTemplateKey(of) || segments.some(isNamed(of));
  const used = usedSegments(readRule(saved).rule ?? { all: [] });
  const keys = used.filter((of) => !isThere(of));
  if (keys.length > 0) return { ok: false, reason: "unknown_segment", keys };
  const archived = segments.filter(({ segmentId, archivedAt }) => archivedAt && segmentId !== key);
  const by = archived.filter(({ segmentId }) => used.includes(segmentId)).map((row) => row.name);
  if (by.length > 0) return { ok: false, reason: "uses_archived", by };
  const circle = key === null ? null : circleThrough(key, ruleOf);
  if (!circle) return null;
  const nameOf = (of: string) => (of === key ? name : (segments.find(isNamed(of))?.name ?? of));
  return { ok: false, reason: "cycle", through: circle.map(nameOf) };
}

const refused = (reason: PlainReason): SaveFailure => ({ ok: false, reason });

/** Letter for letter, as SQL compares the keys that stand in rules: one in capitals names no segment. */
const isNamed = (key: string) => (row: SegmentRow) => row.segmentId === key;

function inUse({ segments }: Change, key: string, revision: number): SegmentRow | SaveFailure {
  const row = segments.find(isNamed(key));
  if (!row || row.archivedAt) return refused("not_found");
  return row.revision === revision ? row : refused("changed_meanwhile");
}

async function noRoomFor({ tx, shop, segments }: Change, name: string): Promise<SaveFailure | null> {
  if (segments.filter((row) => !row.archivedAt).length >= MOST_SEGMENTS) return refused("too_many");
  return (await nameIsTaken(tx, shop, name, null)) ? refused("name_taken") : null;
}

/** As it is stored; null for what is no name. */
const checkedName = (given: unknown): string | null => nameSchema.safeParse(given).data ?? null;

/** As it is stored. */
function checkedRule(given: unknown): { readonly rule: StoredRule } | SaveFailure {
  const parsed = rule.safeParse(given);
  if (parsed.success) return { rule: toStored(parsed.data) };
  const issues = parsed.error.issues.map(({ path, message }) => ({
    path: path.map((step) => (typeof step === "symbol" ? String(step) : step)),
    message,
  }));
  return { ok: false, reason: "bad_rule", issues };
}

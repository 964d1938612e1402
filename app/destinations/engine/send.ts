import { noteListProblem } from "../../db/queries/destinations/lists.ts";
import { listMembersByAddress } from "../../db/queries/destinations/members.ts";
import { changePeople, lockPeople, type PeopleTx } from "../../db/queries/destinations/people-lock.ts";
import {
  dropJob,
  intendToSend,
  loseJob,
  noteJobRef,
  noteRefused,
  noteStandings,
  type OutcomeOfPerson,
  peopleToSend,
  postponePeople,
  readSendable,
  settleJob,
} from "../../db/queries/destinations/sending.ts";
import { lockErasures } from "../../db/queries/privacy/erasure.ts";
import { parseEncryptionKeys } from "../../platform/encryption-keys.ts";
import { exportedHashes } from "../../platform/exported-people.ts";
import { newId } from "../../platform/ids.ts";
import { isErased, loadErasedPeople } from "../../sync/privacy/erased-people.ts";
import {
  KeyRefused,
  type PersonOutcome,
  type PersonToSend,
  type Standing,
  ToolRefused,
  ToolUnavailable,
} from "../tool.ts";
import { isSpent, type ListTask, type Turn } from "./host.ts";
import { isListGone } from "./remove.ts";
import { addToRun } from "./run.ts";
import type { SegmentState } from "./segment-state.ts";
import { hashOfValues, heldOutOf, knownFields, readFacts, readLot, valuesOf } from "./values.ts";

/** Looked up at the same time, which the rate limits allow for. */
export const LOOK_UPS_AT_ONCE = 4;
/** People who turn out not to be sendable after all are looked at again after this time. */
const LOOK_AGAIN_MS = 60_000;
/** An import of a few people takes no longer. */
const FIRST_POLL_MS = 1_000;

/**
 * Sends one batch of the people who are to be added or updated: looks up in the tool how each of them stands, reads once more what is known of them
 * here, notes whom it is about to send, and sends. Returns whether there may be more.
 */
export async function sendBatch(turn: Turn, task: ListTask, segment: SegmentState): Promise<boolean> {
  const { host, shop, definition } = turn;
  const { db, clock } = host;
  const { listId } = task.row;
  const { limits } = definition;
  const people = await peopleToSend(db.pool, shop.shopId, listId, clock(), limits.rows);
  const addresses = people.map(({ address }) => address);
  const lookedAt = clock();
  let isWhole = false;
  try {
    if (task.mustPrepare && addresses.length > 0) {
      await turn.tool.prepareFields(task.row.toolListId, knownFields(task.row.fields), turn.signal);
      task.mustPrepare = false;
    }
    if (addresses.length > 0) isWhole = await lookUp(turn, task, addresses, lookedAt);
  } catch (error) {
    if (!(error instanceof ToolRefused)) throw error;
    await stopList(turn, task, error);
    return false;
  }
  if (task.row.problem === "tool_refused") await noteListProblem(db.pool, shop.shopId, listId, null);
  for (let rest = addresses; rest.length > 0 && !task.stopped; ) {
    turn.signal.throwIfAborted();
    const sent = await sendPart(turn, task, segment, rest, lookedAt);
    rest = rest.slice(sent);
  }
  return isWhole && !task.stopped;
}

/** What is refused of a list keeps no other waiting. */
export async function stopList(turn: Turn, task: ListTask, { words }: ToolRefused): Promise<void> {
  const { host, shop } = turn;
  if (await isListGone(turn, task)) return;
  const problem = { code: "tool_refused", words, at: host.clock() };
  await noteListProblem(host.db.pool, shop.shopId, task.row.listId, problem);
  task.stopped = true;
}

const changerOf =
  ({ host, shop, destination }: Turn) =>
  <T>(work: (tx: PeopleTx) => Promise<T>): Promise<T> =>
    changePeople(host.db, shop.shopId, destination.destinationId, work);

/** Returns false where the turn is over. */
async function lookUp(
  turn: Turn,
  task: ListTask,
  addresses: readonly string[],
  lookedAt: Date,
): Promise<boolean> {
  const { shop, definition } = turn;
  const { addsUnknown } = definition;
  const { lookUp: size } = definition.limits;
  const parts: string[][] = [];
  const change = changerOf(turn);
  const refused: RefusedLookUp[] = [];
  const answered: string[] = [];
  for (let at = 0; at < addresses.length; at += size) parts.push([...addresses.slice(at, at + size)]);
  let leftOut = 0;
  let known = 0;
  for (let at = 0; at < parts.length; at += LOOK_UPS_AT_ONCE) {
    if (at > 0 && isSpent(turn)) return false;
    const some = parts.slice(at, at + LOOK_UPS_AT_ONCE);
    const found: Standing[] = [];
    await Promise.all(some.map((part) => planEach(turn, task, part, { answered, found, refused })));
    known += found.length;
    const [first] = refused;
    // Nobody at all could be looked up: it is not about these people.
    if (first && known === 0 && addresses.length > 1) throw first.error;
    const told = { standings: found, addsUnknown, at: lookedAt };
    leftOut += await change((tx) => noteStandings(tx, shop.shopId, task.row.listId, told));
  }
  const refusals = refused.map(({ address, error: { status, words } }) => ({
    address,
    code: `status_${status}`,
    words,
  }));
  if (refusals.length > 0)
    await change((tx) => noteRefused(tx, shop.shopId, task.row.listId, refusals, lookedAt));
  await addToRun(turn, task.row, "looking_up", { leftOut, refused: refusals.length });
  return true;
}

export interface RefusedLookUp {
  readonly address: string;
  readonly error: ToolRefused;
}

/** What look-ups came to until now, whatever becomes of the rest. */
export interface LookedUp {
  /** Whom the tool was asked about without a refusal. Of some of them it may have said nothing. */
  readonly answered: string[];
  readonly found: Standing[];
  /** Asked about alone. */
  readonly refused: RefusedLookUp[];
}

/** One whom the tool does not look up keeps nobody else from it. */
export async function planEach(
  turn: Turn,
  task: ListTask,
  addresses: readonly string[],
  told: LookedUp,
): Promise<void> {
  try {
    const found = await turn.tool.plan(task.row.toolListId, addresses, turn.signal);
    for (const one of found) told.found.push(one);
    for (const address of addresses) told.answered.push(address);
  } catch (error) {
    if (!(error instanceof ToolRefused)) throw error;
    turn.budget.refusals -= 1;
    const [only, ...others] = addresses;
    if (only !== undefined && others.length === 0) {
      told.refused.push({ address: only, error });
      return;
    }
    if (turn.budget.refusals <= 0) throw error;
    const half = Math.ceil(addresses.length / 2);
    await planEach(turn, task, addresses.slice(0, half), told);
    await planEach(turn, task, addresses.slice(half), told);
  }
}

interface Intent {
  readonly jobId: string;
  readonly people: readonly PersonToSend[];
  /** How many of the addresses it dealt with, from the first on. */
  readonly dealt: number;
}

/** Returns how many of the addresses it dealt with: as many as one request takes. */
async function sendPart(
  turn: Turn,
  task: ListTask,
  segment: SegmentState,
  addresses: readonly string[],
  lookedAt: Date,
): Promise<number> {
  const intent = await intend(turn, task, segment, addresses, lookedAt);
  if (intent.people.length > 0) await request(turn, task, segment, intent, lookedAt);
  return intent.dealt;
}

/**
 * Who of them goes, as consent, membership and values stand in this transaction: nobody is erased meanwhile, and what is noted before the request is
 * known whatever becomes of it.
 */
async function intend(
  { host, shop, destination, definition }: Turn,
  { row }: ListTask,
  segment: SegmentState,
  addresses: readonly string[],
  lookedAt: Date,
): Promise<Intent> {
  const { db, env, clock } = host;
  const { shopId } = shop;
  const { listId, segmentKey } = row;
  const { limits, bytesOf, fields: table } = definition;
  const fields = knownFields(row.fields);
  const keys = parseEncryptionKeys(env.ERASURE_KEYS).slice(0, 1);
  const jobId = newId();
  return db.transaction(async (tx) => {
    await lockErasures(tx, shopId, "shared");
    const locked = await lockPeople(tx, shopId, destination.destinationId);
    const now = clock();
    const sendable = await readSendable(locked, shopId, listId, addresses, now, lookedAt);
    const nobody = { jobId, people: [], dealt: addresses.length };
    const facts = await readFacts(tx, shop, segment.name);
    if (sendable.size === 0 || !facts) return nobody;
    const placementOf = await readLot(tx, shop, row);
    const erased = await loadErasedPeople(tx, shopId, env.ERASURE_KEYS);
    const members = await listMembersByAddress(tx, shopId, segmentKey, [...sendable.keys()]);
    const out = await heldOutOf(tx, shop, placementOf, members);
    const byAddress = new Map(members.map((member) => [member.email, member]));
    const going: (PersonToSend & { readonly customerId: number; readonly hash: string })[] = [];
    const staying: string[] = [];
    let bytes = 0;
    let dealt = 0;
    for (const address of addresses) {
      const known = sendable.get(address);
      const member = byAddress.get(address);
      if (known) {
        const mayGo =
          member?.outcome === "INCLUDED" &&
          !out.has(member.customer_id) &&
          !isErased(erased, member.customer_id, address);
        if (mayGo) {
          const values = valuesOf(fields, member, facts, table);
          const person = { address, toolId: known.toolId, values };
          bytes += bytesOf(person);
          if (going.length > 0 && (going.length >= limits.rows || bytes > limits.bytes)) break;
          going.push({ ...person, customerId: member.customer_id, hash: hashOfValues(values) });
        } else staying.push(address);
      }
      dealt++;
    }
    const later = new Date(now.getTime() + LOOK_AGAIN_MS);
    if (staying.length > 0) await postponePeople(locked, shopId, listId, staying, later);
    if (going.length > 0) {
      const hashes = {
        addresses: exportedHashes(keys, shopId, { customerIds: [], emails: going.map((its) => its.address) }),
        customers: exportedHashes(keys, shopId, {
          customerIds: going.map((its) => its.customerId),
          emails: [],
        }),
      };
      const { destinationId } = destination;
      await intendToSend(locked, shopId, { listId, destinationId, jobId, people: going, hashes, at: now });
    }
    return {
      jobId,
      people: going.map(({ address, toolId, values }) => ({ address, toolId, values })),
      dealt,
    };
  });
}

async function request(
  turn: Turn,
  task: ListTask,
  segment: SegmentState,
  { jobId, people }: Intent,
  lookedAt: Date,
): Promise<void> {
  const { host, shop, tool, signal } = turn;
  const { db, clock } = host;
  const { shopId } = shop;
  const change = changerOf(turn);
  try {
    const applied = await tool.apply(task.row.toolListId, people, signal);
    if (applied.jobRef !== null) {
      const nextPollAt = new Date(clock().getTime() + FIRST_POLL_MS);
      await noteJobRef(db.pool, shopId, jobId, applied.jobRef, nextPollAt);
      await addToRun(turn, task.row, "sending", {});
      return;
    }
    const told = applied.outcomes.map(outcomeOf);
    const counts = await change((tx) =>
      settleJob(tx, shopId, jobId, { outcomes: told, rest: "unknown", at: clock() }),
    );
    await addToRun(turn, task.row, "sending", counts);
  } catch (error) {
    if (error instanceof ToolUnavailable) {
      await change((tx) =>
        error.mayBeDone ? loseJob(tx, shopId, jobId, clock()) : dropJob(tx, shopId, jobId),
      );
    } else if (error instanceof KeyRefused) await change((tx) => dropJob(tx, shopId, jobId));
    if (!(error instanceof ToolRefused)) throw error;
    await refused(turn, task, segment, { jobId, people, lookedAt, error });
  }
}

/** One row that the tool does not take fails by itself: the others are sent without it. */
async function refused(
  turn: Turn,
  task: ListTask,
  segment: SegmentState,
  its: {
    readonly jobId: string;
    readonly people: readonly PersonToSend[];
    readonly lookedAt: Date;
    readonly error: ToolRefused;
  },
): Promise<void> {
  const { host, shop } = turn;
  const { jobId, people, lookedAt, error } = its;
  const change = changerOf(turn);
  if (await isListGone(turn, task)) {
    await change((tx) => dropJob(tx, shop.shopId, jobId));
    return;
  }
  turn.budget.refusals -= 1;
  if (people.length === 1 || turn.budget.refusals <= 0) {
    const { status, words } = error;
    const outcomes = people.map(({ address }) => ({ address, code: `status_${status}`, words }));
    const counts = await change((tx) =>
      settleJob(tx, shop.shopId, jobId, { outcomes, rest: "unknown", at: host.clock() }),
    );
    await addToRun(turn, task.row, "sending", counts);
    return;
  }
  await change((tx) => dropJob(tx, shop.shopId, jobId));
  const addresses = people.map(({ address }) => address);
  const half = Math.ceil(addresses.length / 2);
  for (const part of [addresses.slice(0, half), addresses.slice(half)]) {
    if (!task.stopped) await sendPart(turn, task, segment, part, lookedAt);
  }
}

export function outcomeOf(its: PersonOutcome): OutcomeOfPerson {
  return its.outcome === "done"
    ? { address: its.address, toolId: its.toolId, code: null }
    : { address: its.address, code: its.code, words: its.words };
}

import { noteListProblem } from "../../db/queries/destinations/lists.ts";
import {
  dropJob,
  loseJob,
  noteJobRef,
  type OutcomeOfPerson,
  peopleToSend,
  settleJob,
} from "../../db/queries/destinations/sending.ts";
import { KeyRefused, type PersonOutcome, type PersonToSend, ToolRefused, ToolUnavailable } from "../tool.ts";
import { changerOf, type ListTask, type Turn } from "./host.ts";
import { type Intent, intend } from "./intent.ts";
import { lookUp } from "./look-up.ts";
import { addToRun } from "./run.ts";
import type { SegmentState } from "./segment-state.ts";
import { isListGone, stopList } from "./stopped-list.ts";
import { knownFields } from "./values.ts";

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

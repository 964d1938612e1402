import {
  type DestinationRow,
  destinationById,
  forgetKeyWhenDone,
  isStopped,
  noteAvailable,
  noteKeyRefused,
  noteUnavailable,
} from "../../db/queries/destinations/destinations.ts";
import { erasureCounts } from "../../db/queries/destinations/erasures.ts";
import {
  destinationLists,
  endRemoving,
  forgetAsked,
  isAtRest,
  noteListInStep,
  noteListTurn,
} from "../../db/queries/destinations/lists.ts";
import { markWithdrawn } from "../../db/queries/destinations/members.ts";
import { changePeople } from "../../db/queries/destinations/people-lock.ts";
import { endRun } from "../../db/queries/destinations/runs.ts";
import { endLostJobs, loseUnanswered, openJobs } from "../../db/queries/destinations/sending.ts";
import type { Again, JobOutcome } from "../../jobs/queue.ts";
import type { ShopRef } from "../../platform/ids.ts";
import { errorFields } from "../../platform/log.ts";
import { UnreadableToken } from "../../shopify/token-cipher.ts";
import { KeyRefused, ToolRefused, ToolUnavailable, toolName } from "../tool.ts";
import { toolDefinition } from "../tools/all.ts";
import { askWhoWasThere, isAnybodyUnasked } from "./ask-before.ts";
import { brakeLeavers } from "./brake.ts";
import { compareList, isDayOld } from "./compare.ts";
import { passOnErasures } from "./erase.ts";
import { type EngineHost, isSpent, type ListTask, type Turn } from "./host.ts";
import { LONGEST_JOB_MS, pollJobs } from "./in-flight.ts";
import { openKey, openTool, RateSpent } from "./open-tool.ts";
import { isReadBackDue, readBack } from "./read-back.ts";
import { giveUpOldRemovals, removeLeavers } from "./remove.ts";
import { readSegmentStates } from "./segment-state.ts";
import { sendBatch } from "./send.ts";

/** Requests of a turn; then other destinations have theirs. */
const TURN_REQUESTS = 240;
/** Requests that the tool refuses in a turn, before what is left of a batch is put off. */
const TURN_REFUSALS = 40;
const FIRST_PAUSE_MS = 5_000;
const LONGEST_PAUSE_MS = 3_600_000;
/** Erasures wait for an import, or for what the tool refused. */
const ERASED_AGAIN_MS = 300_000;

/**
 * One turn of a destination. First erased people; then, of all its lists together, whoever may not be written to any more and whoever left is removed,
 * before anybody is added; then each list gets one batch after the other. A list of which somebody drawn is still to be asked about gets its answers so, and
 * then goes on like the others. Whatever the tool was asked to do is noted before, and is known as done only by
 * what the tool said of that person. A tool that is not available is asked again after a growing pause; one that refuses the key is left alone.
 */
export async function keepDestination(
  host: EngineHost,
  shop: ShopRef,
  destinationId: string,
  signal: AbortSignal,
  { only }: { readonly only?: "erasures" } = {},
): Promise<JobOutcome> {
  const { db, clock, log } = host;
  const { shopId } = shop;
  const row = await destinationById(db.pool, shopId, destinationId);
  if (!row?.sealedKey || !row.keyId) return;
  if (only === undefined) await giveUpOldRemovals(host, shop, destinationId);
  if (isStopped(row)) return;
  const waitMs = (row.nextTryAt?.getTime() ?? 0) - clock().getTime();
  if (waitMs > 0) return { againAfterMs: waitMs };
  const about = { shop: shop.domain, tool: row.tool };
  const { sealedKey, keyId } = row;
  const later: Turn["later"] = { error: null };
  try {
    const key = openKey(host, shopId, destinationId, { sealedKey, keyId });
    const definition = toolDefinition(toolName.parse(row.tool));
    const budget = { requests: TURN_REQUESTS, refusals: TURN_REFUSALS };
    const onRequest = () => {
      budget.requests -= 1;
    };
    const tool = openTool(host, shopId, destinationId, definition, key, onRequest);
    const turn: Turn = { host, shop, destination: row, definition, tool, signal, budget, later };
    const again = only === "erasures" ? await erase(turn) : await keepAll(turn);
    if (later.error && again !== AT_ONCE) throw later.error;
    if (row.failures > 0) await noteAvailable(db.pool, shopId, destinationId);
    return again;
  } catch (error) {
    if (error instanceof RateSpent && !later.error) return { againAfterMs: error.waitMs };
    if (error instanceof KeyRefused || error instanceof UnreadableToken) {
      const [code, words] =
        error instanceof KeyRefused ? ["key_refused", error.words] : ["key_unreadable", ""];
      log.warn(`destinations.${code}`, about);
      await noteKeyRefused(db.pool, shopId, destinationId, sealedKey, { code, words, at: clock() });
      return;
    }
    if (!(error instanceof ToolUnavailable || error instanceof ToolRefused)) throw error;
    const again = pauseAfter(host, row, error instanceof RateSpent ? later.error : error);
    log.warn("destinations.unavailable", { ...about, ...errorFields(error), ...again });
    const at = clock();
    const nextTryAt = new Date(at.getTime() + again.againAfterMs);
    await noteUnavailable(db.pool, shopId, destinationId, { at, nextTryAt });
    return again;
  }
}

/** What the tool asked for, or twice as long each time; with jitter, so that not everybody comes back at once. */
function pauseAfter({ random }: EngineHost, { failures }: DestinationRow, error: unknown): Again {
  const asked = error instanceof ToolUnavailable ? error.retryAfterMs : null;
  const ownMs = Math.min(FIRST_PAUSE_MS * 2 ** Math.min(failures, 20), LONGEST_PAUSE_MS);
  return { againAfterMs: Math.ceil((asked ?? ownMs) * (1 + random() / 4)) };
}

/** Of a shop without the app: until each erasure is done, as nothing else comes back to them. */
async function erase(turn: Turn): Promise<JobOutcome> {
  const { host, shop, destination } = turn;
  await endLost(turn);
  await pollJobs(turn, []);
  if (!(await passOnErasures(turn))) return AT_ONCE;
  const counts = await erasureCounts(host.db.pool, shop.shopId);
  const open = counts.get(destination.destinationId)?.waiting ?? 0;
  return open > 0 ? { againAfterMs: ERASED_AGAIN_MS } : undefined;
}

/** Of requests without an answer nobody knows what became of them, and a day later nothing becomes of them any more. */
async function endLost({ host, shop, destination }: Turn): Promise<void> {
  const { db, clock, log } = host;
  const { shopId } = shop;
  const { destinationId } = destination;
  const at = clock();
  const askedBefore = new Date(at.getTime() - LONGEST_JOB_MS);
  const lost = await changePeople(db, shopId, destinationId, async (tx) => {
    const requests = await loseUnanswered(tx, shopId, destinationId, at);
    await endLostJobs(tx, shopId, destinationId, { askedBefore, at });
    return requests;
  });
  if (lost > 0) log.warn("destinations.answer_lost", { shop: shop.domain, requests: lost });
}

const AT_ONCE: Again = { againAfterMs: 0 };

async function keepAll(turn: Turn): Promise<JobOutcome> {
  const { host, shop, destination, signal } = turn;
  const { db, clock, log } = host;
  const { shopId } = shop;
  const { destinationId } = destination;
  await endLost(turn);
  if (!(await passOnErasures(turn))) return AT_ONCE;

  const lists = (await destinationLists(db.pool, shopId, destinationId))
    .filter(({ state, removing }) => state !== "ended" || removing)
    .sort((a, b) => (a.lastTurnAt?.getTime() ?? 0) - (b.lastTurnAt?.getTime() ?? 0));
  const tasks = lists.map((row): ListTask => ({ row, stopped: false }));
  const removeAll = async () => {
    for (const task of tasks) if (!(await removeLeavers(turn, task))) return false;
    return true;
  };
  for (const { row } of tasks)
    if (row.state !== "ended")
      await changePeople(db, shopId, destinationId, (tx) => markWithdrawn(tx, shopId, row.listId));
  if (!(await removeAll())) return AT_ONCE;
  await pollJobs(turn, tasks);
  // Those that waited for an import which has ended now.
  if (!(await passOnErasures(turn))) return AT_ONCE;

  const segmentState = await readSegmentStates(db.pool, shopId);
  const active = tasks.filter(({ row }) => destination.state === "active" && row.state === "active");
  let next: number | null = null;
  const soonest = (ms: number) => {
    next = Math.min(next ?? ms, ms);
  };
  const isOpen = (task: ListTask) => !task.stopped && task.row.problem !== "list_gone";
  const isKept = ({ row }: ListTask) => segmentState(row.segmentKey).state === "kept";
  const brake = async ({ row }: ListTask) => {
    const held = await brakeLeavers(db, shopId, row, clock());
    if (held > 0) log.warn("destinations.brake", { shop: shop.domain, list: row.listId, held });
  };
  const asking = new Set<ListTask>();
  for (const task of active) {
    signal.throwIfAborted();
    const compared = await compareList(turn, task, segmentState(task.row.segmentKey));
    task.isBehind = typeof compared === "object";
    if (typeof compared === "object") soonest(compared.againAfterMs);
    if (isOpen(task) && isKept(task) && (await isAnybodyUnasked(turn, task))) {
      asking.add(task);
      continue;
    }
    await brake(task);
  }
  if (!(await removeAll())) return AT_ONCE;

  let open = active.filter((task) => isOpen(task) && isKept(task));
  for (const task of open) task.mustPrepare = true;
  while (open.length > 0) {
    const more: ListTask[] = [];
    for (const task of open) {
      signal.throwIfAborted();
      if (isSpent(turn)) return AT_ONCE;
      // Whatever becomes of it: the others come first in the next turn.
      await noteListTurn(db.pool, shopId, task.row.listId, clock());
      if (!asking.has(task)) {
        if (await sendBatch(turn, task, segmentState(task.row.segmentKey))) more.push(task);
        continue;
      }
      const asked = await askWhoWasThere(turn, task);
      if (asked !== "not_now") more.push(task);
      if (asked !== "everybody") continue;
      asking.delete(task);
      await brake(task);
      if (!(await removeLeavers(turn, task))) return AT_ONCE;
    }
    open = more;
  }
  for (const task of active.filter(isOpen)) {
    if (!isReadBackDue(task, clock())) continue;
    await readBack(turn, task);
    // What was found is repaired in the next turn, or the reading goes on there.
    return AT_ONCE;
  }

  // Without a question to the tool nobody would know that it does not take the key any more.
  const isToBeKnown = active.some(({ row }) => row.askedAt !== null || isDayOld(row, clock()));
  if (isToBeKnown && turn.budget.requests === TURN_REQUESTS) await turn.tool.account(signal);
  for (const task of tasks) {
    const { listId, askedAt } = task.row;
    if (task.isBehind) continue;
    if (await isDone(turn, task)) await endRun(db.pool, shopId, listId, clock());
    if (askedAt) await forgetAsked(db.pool, shopId, listId, askedAt);
  }
  await db.transaction((tx) => forgetKeyWhenDone(tx, shopId, destinationId));
  for (const { nextPollAt } of await openJobs(db.pool, shopId, destinationId))
    if (nextPollAt) soonest(Math.max(nextPollAt.getTime() - clock().getTime(), 0));
  return next === null ? undefined : { againAfterMs: next };
}

/** Whether nothing is left to do for a list, as it stands: it is in step, at rest, empty, or nothing can be done before somebody mends it. */
async function isDone({ host, shop, destination }: Turn, { row, stopped }: ListTask): Promise<boolean> {
  const { db, clock } = host;
  const { listId, destinationId, removing, state, problem } = row;
  if (removing)
    return changePeople(db, shop.shopId, destinationId, (tx) => endRemoving(tx, shop.shopId, listId));
  if (destination.state !== "active" || state !== "active") return isAtRest(db.pool, shop.shopId, listId);
  if (stopped || problem === "list_gone") return true;
  return noteListInStep(db.pool, shop.shopId, listId, clock());
}

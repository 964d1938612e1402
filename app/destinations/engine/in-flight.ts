import { changePeople } from "../../db/queries/destinations/people-lock.ts";
import { notePoll, openJobs, settleJob } from "../../db/queries/destinations/sending.ts";
import { type Polled, ToolRefused, ToolUnavailable } from "../tool.ts";
import { isSpent, type ListTask, type Turn } from "./host.ts";
import { RateSpent } from "./open-tool.ts";
import { addToRun } from "./run.ts";
import { outcomeOf } from "./send.ts";

/** An import that has not ended by then never does. */
export const LONGEST_JOB_MS = 86_400_000;
const LONGEST_PAUSE_MS = 60_000;

/**
 * Asks what became of imports that are due. An import that the tool does not know any more, or that does not end, is given up: its people may be there
 * and are sent again. One of which the tool says nothing keeps no other waiting.
 */
export async function pollJobs(turn: Turn, tasks: readonly ListTask[]): Promise<void> {
  const { host, shop, destination, signal } = turn;
  const { db, clock, log } = host;
  for (const job of await openJobs(db.pool, shop.shopId, destination.destinationId)) {
    const now = clock();
    if (job.toolRef === null || (job.nextPollAt !== null && job.nextPollAt > now)) continue;
    if (isSpent(turn)) return;
    signal.throwIfAborted();
    const polled = await pollOne(turn, job.toolRef);
    const isOver = now.getTime() - job.askedAt.getTime() > LONGEST_JOB_MS;
    if (polled?.state === "running" && !isOver) {
      const pauseMs = Math.min(1_000 * 2 ** Math.min(job.polls, 10), LONGEST_PAUSE_MS);
      await notePoll(db.pool, shop.shopId, job.jobId, new Date(now.getTime() + pauseMs));
      continue;
    }
    const isGivenUp = polled?.state !== "ended";
    const counts = await changePeople(db, shop.shopId, destination.destinationId, (tx) =>
      settleJob(tx, shop.shopId, job.jobId, {
        outcomes: isGivenUp ? [] : polled.outcomes.map(outcomeOf),
        rest: isGivenUp ? "again" : polled.rest,
        outcome: isGivenUp ? "given_up" : "ended",
        at: clock(),
      }),
    );
    if (isGivenUp) log.warn("destinations.import_given_up", { shop: shop.domain, list: job.listId });
    const task = tasks.find(({ row }) => row.listId === job.listId);
    if (task) await addToRun(turn, task.row, "sending", counts);
  }
}

/** Null where the tool knows of no such import. Without an answer it counts as running. */
async function pollOne({ tool, signal, later }: Turn, toolRef: string): Promise<Polled | null> {
  try {
    return await tool.poll(toolRef, signal);
  } catch (error) {
    if (error instanceof ToolRefused) return null;
    if (!(error instanceof ToolUnavailable) || error instanceof RateSpent) throw error;
    later.error ??= error;
    return { state: "running" };
  }
}

import { z } from "zod";
import type { DestinationRunRow } from "../db/queries/destinations/runs.ts";
import { PROBLEM_CODES, type ProblemCode } from "./problem.ts";

export const RUN_KINDS = ["first", "step", "read_back", "end"] as const;
export type RunKind = (typeof RUN_KINDS)[number];

/** `waiting`: for the tool's rate limit, or for its import to end. */
export const RUN_STEPS = [
  "comparing",
  "removing",
  "looking_up",
  "sending",
  "waiting",
  "reading_back",
] as const;
export type RunStep = (typeof RUN_STEPS)[number];

export interface RunCounts {
  readonly added: number;
  readonly updated: number;
  readonly removed: number;
  /** By what the tool says of them. */
  readonly leftOut: number;
  readonly refused: number;
}

export interface Run extends RunCounts {
  readonly runId: string;
  readonly kind: RunKind;
  readonly startedAt: string;
  /** Null while it goes on. */
  readonly endedAt: string | null;
  readonly problem: ProblemCode | null;
  readonly words: string | null;
}

export interface RunProgress {
  readonly startedAt: string;
  readonly step: RunStep;
  readonly done: number;
  /** Null where that is not known yet. */
  readonly of: number | null;
}

const count = z.number().catch(0);
/** As a run is stored. */
export const storedCounts = z
  .object({
    ...{ added: count, updated: count, removed: count, leftOut: count, refused: count },
    step: z.enum(RUN_STEPS).catch("comparing"),
    done: count,
  })
  .catch({
    ...{ added: 0, updated: 0, removed: 0, leftOut: 0, refused: 0 },
    ...{ step: "comparing", done: 0 },
  });
export type StoredCounts = z.infer<typeof storedCounts>;

export function runOf(row: DestinationRunRow): Run {
  const { added, updated, removed, leftOut, refused } = storedCounts.parse(row.counts);
  return {
    runId: row.runId,
    kind: RUN_KINDS.find((kind) => kind === row.kind) ?? "step",
    startedAt: row.startedAt.toISOString(),
    endedAt: row.endedAt?.toISOString() ?? null,
    ...{ added, updated, removed, leftOut, refused },
    problem: PROBLEM_CODES.find((code) => code === row.problem) ?? null,
    words: row.words,
  };
}

/** What is left is what the list has to do now. */
export function runProgressOf(
  row: DestinationRunRow,
  left: { readonly toSend: number; readonly leaving: number },
): RunProgress {
  const { step, added, updated, removed, refused } = storedCounts.parse(row.counts);
  const done = step === "removing" ? removed : added + updated + refused;
  const more = step === "removing" ? left.leaving : left.toSend;
  return { startedAt: row.startedAt.toISOString(), step, done, of: done + more };
}

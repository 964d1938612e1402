import type { ProblemCode } from "./problem.ts";

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

/** Why a destination or a list is not kept in step. What a later version of the app writes is `tool_refused` to this one. */
export const PROBLEM_CODES = [
  /** The tool does not take the key (any more). */
  "key_refused",
  /** The tool does not answer, or asks to wait. */
  "tool_unavailable",
  /** The tool refused something else. */
  "tool_refused",
  /** The merchant deleted the list in the tool. */
  "list_gone",
  /** The segment cannot be counted, or its members are still to be found: everybody who is there stays, and nobody is added. */
  "segment_unsettled",
  /** The key cannot be decrypted: it has to be given once more. */
  "key_unreadable",
  /** Of an ended list: the people who were to be taken off are still there, and the app does not try any more. */
  "removal_given_up",
] as const;
export type ProblemCode = (typeof PROBLEM_CODES)[number];

export interface Problem {
  readonly code: ProblemCode;
  /** The tool's own. */
  readonly words: string | null;
  readonly since: string;
  /** When it is tried again by itself; null where it is not. */
  readonly nextTryAt: string | null;
}

interface StoredProblem {
  readonly problem: string | null;
  readonly problemWords: string | null;
  readonly problemAt: Date | null;
}

export function problemOf(row: StoredProblem, nextTryAt: Date | null): Problem | null {
  if (row.problem === null) return null;
  return {
    code: PROBLEM_CODES.find((code) => code === row.problem) ?? "tool_refused",
    words: row.problemWords,
    since: (row.problemAt ?? new Date(0)).toISOString(),
    nextTryAt: nextTryAt?.toISOString() ?? null,
  };
}

import { HELD_OUT, LEFT_OUT_REASONS, type LeftOutReason, SAME_ADDRESS } from "../platform/consent-gate.ts";

/** Why somebody in the segment is not on the list, beside what the gate says. */
export const LIST_REASONS = [
  SAME_ADDRESS,
  /** Unsubscribed, bounced or blocked in the tool itself. */
  "SUPPRESSED_IN_TOOL",
  /** Unknown to a tool whose lists hold only whom its audience has. */
  "NOT_IN_AUDIENCE",
] as const;

export const LEFT_OUT_OF_LISTS = [...LEFT_OUT_REASONS, ...LIST_REASONS, HELD_OUT] as const;
export type LeftOutOfList = LeftOutReason | (typeof LIST_REASONS)[number] | typeof HELD_OUT;

/** A person as a page shows one. */
export interface PersonSample {
  readonly customerId: number | null;
  readonly address: string;
}

export interface Sampled {
  readonly people: number;
  /** Up to five of them. */
  readonly samples: readonly PersonSample[];
}

export interface LeftOutSampled extends Sampled {
  readonly reason: LeftOutOfList;
}

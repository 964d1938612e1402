import type { ListResult } from "../../../app/destinations/result.ts";
import { measured, people } from "./export-results.ts";

type Comparison = Extract<ListResult, { state: "measured" }>;

/** The day after the list began. */
const FIRST = 20_466;

const compared = (its: ReturnType<typeof measured>): Comparison => ({
  ...its,
  ...{
    sent: { ...its.sent, people: 1_204, buyers: 402 },
    heldOut: { ...its.heldOut, people: 134, buyers: 31 },
  },
  ...{ before: { sent: 36, heldOut: 4 }, alwaysHeldOut: 71, notYetCompared: 38, isOver: false },
});

export const listResults = {
  more: compared(measured("between", 402, 240, 78, FIRST)),
  no_difference: { ...compared(measured("no_difference_seen", 60, 310, 41, FIRST)), notYetCompared: 1 },
  less: { ...compared(measured("between", -380, 230, 78, FIRST)), notYetCompared: 0 },
  too_early: {
    ...compared(measured("too_early", 31, 900, 2, FIRST)),
    ...{ sent: people(540, 31, 120), heldOut: people(61, 3, 90), alwaysHeldOut: 0 },
  },
  split_broken: {
    ...compared(measured("split_broken", 402, 240, 30, FIRST)),
    ...{ sent: people(1_204, 260, 900), heldOut: people(41, 9, 820) },
  },
  gathering: { state: "gathering", sent: 64, heldOut: 7, needed: 10, before: { sent: 18, heldOut: 2 } },
  not_begun: { state: "not_begun" },
  no_lot: { state: "no_lot" },
  over: { state: "over" },
} as const satisfies Record<string, ListResult>;

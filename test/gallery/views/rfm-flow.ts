import type { RfmGroup } from "../../../app/clv/historic/rfm.ts";
import type { RfmFlow, RfmMove } from "../../../app/valuation/pages/rfm-flow.ts";
import { shop } from "./segments.ts";

type Moves = readonly [from: RfmGroup, ...to: readonly (readonly [RfmGroup, number])[]];

/** Spent and expected by group, in euros a customer. */
const WORTH: Readonly<Record<RfmGroup, readonly [spent: number, expected: number]>> = {
  CHAMPIONS: [612, 318],
  LOYAL: [438, 171],
  ACTIVE: [164, 98],
  NEW: [61, 55],
  PROMISING: [58, 37],
  NEEDS_ATTENTION: [152, 41],
  ALMOST_LOST: [57, 12],
  AT_RISK: [149, 14],
  PREVIOUSLY_LOYAL: [402, 29],
  DORMANT: [54, 2],
  PROSPECTS: [0, 0],
};

const ALL: readonly Moves[] = [
  ["CHAMPIONS", ["CHAMPIONS", 318], ["LOYAL", 74], ["ACTIVE", 6]],
  ["LOYAL", ["CHAMPIONS", 61], ["LOYAL", 402], ["NEEDS_ATTENTION", 9], ["PREVIOUSLY_LOYAL", 58]],
  ["ACTIVE", ["CHAMPIONS", 12], ["ACTIVE", 377], ["NEEDS_ATTENTION", 83]],
  ["NEW", ["ACTIVE", 31], ["NEW", 88], ["PROMISING", 140]],
  ["PROMISING", ["ACTIVE", 14], ["NEW", 5], ["PROMISING", 121], ["ALMOST_LOST", 96]],
  ["NEEDS_ATTENTION", ["ACTIVE", 27], ["NEEDS_ATTENTION", 204], ["AT_RISK", 66]],
  ["ALMOST_LOST", ["NEW", 4], ["ALMOST_LOST", 511], ["DORMANT", 78]],
  ["AT_RISK", ["ACTIVE", 8], ["AT_RISK", 455]],
  ["PREVIOUSLY_LOYAL", ["CHAMPIONS", 3], ["LOYAL", 11], ["PREVIOUSLY_LOYAL", 297]],
  ["DORMANT", ["NEW", 3], ["DORMANT", 688]],
  ["PROSPECTS", ["ACTIVE", 2], ["NEW", 117]],
];

const movesOf = (all: readonly Moves[], isPredicted: boolean): RfmMove[] =>
  all.flatMap(([from, ...moves]) =>
    moves.map(([to, customers]) => ({
      from,
      to,
      customers,
      netSalesMinor: customers * WORTH[to][0] * 100,
      expectedMinor: isPredicted ? customers * WORTH[to][1] * 100 : null,
    })),
  );

const OCTOBER = 2026 * 12 + 9;
const ends = [
  { month: OCTOBER + 1, key: "2026-11", day: "2026-11-20", isOver: false },
  { month: OCTOBER, key: "2026-10", day: "2026-10-31", isOver: true },
  { month: OCTOBER - 1, key: "2026-09", day: "2026-09-30", isOver: true },
  { month: OCTOBER - 2, key: "2026-08", day: "2026-08-31", isOver: true },
] as const;

const full: RfmFlow = {
  state: "full",
  shop,
  from: ends[2],
  to: ends[1],
  ends,
  problem: null,
  moves: movesOf(ALL, true),
};

export const rfmFlows = {
  full,
  running: { ...full, from: ends[1], to: ends[0] },
  not_earlier: { ...full, problem: "not_earlier" },
  unpredicted: {
    ...full,
    moves: movesOf(
      [
        ["NEW", ["NEW", 2], ["PROMISING", 1]],
        ["PROSPECTS", ["NEW", 1]],
      ],
      false,
    ),
  },
  one_month: { state: "one_month", shop },
  empty: { state: "empty", shop },
} satisfies Record<string, RfmFlow>;

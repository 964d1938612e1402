import {
  HELD_OUT,
  INCLUDED,
  LEFT_OUT_REASONS,
  type LeftOutReason,
  SAME_ADDRESS,
} from "../platform/consent-gate.ts";

export interface LeftOut {
  readonly reason: LeftOutReason | typeof SAME_ADDRESS | typeof HELD_OUT;
  readonly customers: number;
}

/** How many came to the gate, went through, and stayed out by reason. */
export interface GateCounts {
  members: number;
  included: number;
  excluded: Record<string, number>;
}

/**
 * The way out for every file and every destination: lets a person through only as consent and address stand in the row that
 * is about to be sent, and counts each decision. The decision itself is `SEND_OUTCOME`; the lot is asked only about people who may be
 * written to, so that those whom it holds out can be compared with those who go. `isRepeated`: somebody else with the address was asked about before.
 */
export function openGate<Person extends { readonly outcome: string }>({
  isRepeated,
  isHeldOut,
}: {
  readonly isRepeated: (person: Person) => boolean;
  readonly isHeldOut: (person: Person) => boolean;
}): {
  readonly counts: GateCounts;
  readonly passes: (person: Person) => boolean;
} {
  const counts: GateCounts = { members: 0, included: 0, excluded: {} };
  const reasonOf = (person: Person): string => {
    if (person.outcome !== INCLUDED) return person.outcome;
    if (isRepeated(person)) return SAME_ADDRESS;
    return isHeldOut(person) ? HELD_OUT : INCLUDED;
  };
  return {
    counts,
    passes(person) {
      counts.members += 1;
      const reason = reasonOf(person);
      if (reason === INCLUDED) counts.included += 1;
      else counts.excluded[reason] = (counts.excluded[reason] ?? 0) + 1;
      return reason === INCLUDED;
    },
  };
}

/** Adds what one gate counted to what was counted before. */
export function addCounts(to: GateCounts, { members, included, excluded }: GateCounts): void {
  to.members += members;
  to.included += included;
  for (const [reason, customers] of Object.entries(excluded))
    to.excluded[reason] = (to.excluded[reason] ?? 0) + customers;
}

/** Reasons that apply to at least one customer, in the gate's order. */
export function leftOutOf(counts: Readonly<Record<string, number>>): readonly LeftOut[] {
  return ([...LEFT_OUT_REASONS, SAME_ADDRESS, HELD_OUT] as const)
    .map((reason) => ({ reason, customers: counts[reason] ?? 0 }))
    .filter(({ customers }) => customers > 0);
}

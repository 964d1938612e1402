import type { OutcomeRow } from "../db/queries/destinations/members.ts";
import { LEFT_OUT_OF_LISTS, type LeftOutOfList, type LeftOutSampled, type PersonSample } from "./left-out.ts";

const sampleOf = ({ customerId, address }: { customerId: number; address: string | null }): PersonSample => ({
  customerId,
  address: address ?? "",
});

/** Reasons that apply to at least one person, in their order. `more`: beside what the gate says. */
export function leftOutOfList(
  outcomes: readonly OutcomeRow[],
  more: readonly LeftOutSampled[],
): readonly LeftOutSampled[] {
  const found = new Map<LeftOutOfList, LeftOutSampled>();
  for (const one of more) if (one.people > 0) found.set(one.reason, one);
  for (const { outcome, customers, samples } of outcomes) {
    const reason = LEFT_OUT_OF_LISTS.find((one) => one === outcome);
    if (reason) found.set(reason, { reason, people: customers, samples: samples.map(sampleOf) });
  }
  return LEFT_OUT_OF_LISTS.flatMap((reason) => found.get(reason) ?? []);
}

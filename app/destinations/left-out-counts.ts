import type { OutcomeRow } from "../db/queries/destinations/members.ts";
import {
  LEFT_OUT_OF_LISTS,
  type LeftOutOfList,
  type LeftOutSampled,
  type PersonSample,
  type Sampled,
} from "./left-out.ts";

const sampleOf = ({ customerId, address }: { customerId: number; address: string | null }): PersonSample => ({
  customerId,
  address: address ?? "",
});

/** Reasons that apply to at least one person, in their order. */
export function leftOutOfList(
  outcomes: readonly OutcomeRow[],
  suppressed: Sampled,
  more: readonly LeftOutSampled[] = [],
): readonly LeftOutSampled[] {
  const found = new Map<LeftOutOfList, LeftOutSampled>(more.map((one) => [one.reason, one]));
  for (const { outcome, customers, samples } of outcomes) {
    const reason = LEFT_OUT_OF_LISTS.find((one) => one === outcome);
    if (reason) found.set(reason, { reason, people: customers, samples: samples.map(sampleOf) });
  }
  if (suppressed.people > 0) {
    const samples = suppressed.samples.map(({ customerId, address }) => ({ customerId, address }));
    found.set("SUPPRESSED_IN_TOOL", { reason: "SUPPRESSED_IN_TOOL", people: suppressed.people, samples });
  }
  return LEFT_OUT_OF_LISTS.flatMap((reason) => found.get(reason) ?? []);
}

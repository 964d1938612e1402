import type { PersonWhy } from "../../segments/person-why.ts";

/** Rejects where there is no answer. */
export type AskWhy = (customerId: number, segmentKey: string, signal: AbortSignal) => Promise<PersonWhy>;

export const askWhy: AskWhy = async (customerId, segmentKey, signal) => {
  const path = `/app/customers/${customerId}/why/${segmentKey}`;
  const response = await fetch(path, { signal });
  if (!response.ok) throw new Error(`Why a customer is in a segment was answered with ${response.status}`);
  return response.json();
};

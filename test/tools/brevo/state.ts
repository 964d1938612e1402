import type { ToolFaults } from "../server/faults.ts";
import type { Job, Jobs } from "../server/jobs.ts";
import type { Harm } from "../server/requests.ts";
import type { BrevoStore } from "./store.ts";

/** One import; the addresses that it did not take are in a file behind an address of its own. */
export interface Process {
  readonly id: number;
  readonly job: Job;
  readonly invalidEmails: string[];
}

export interface BrevoState {
  readonly account: { name: string };
  readonly store: BrevoStore;
  readonly jobs: Jobs;
  readonly processes: Map<number, Process>;
  readonly faults: ToolFaults;
  readonly harm: Harm[];
  url(): string;
}

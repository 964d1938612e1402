import type { ToolFaults } from "../server/faults.ts";
import type { Job, Jobs } from "../server/jobs.ts";
import type { Harm } from "../server/requests.ts";
import type { MailchimpStore } from "./store.ts";

export interface OperationResult {
  status_code: number;
  operation_id: string | null;
  /** JSON text. */
  response: string;
}

export interface MailchimpState {
  readonly account: { id: string; name: string };
  readonly store: MailchimpStore;
  readonly jobs: Jobs;
  readonly batches: Map<string, { job: Job; results: OperationResult[] }>;
  readonly faults: ToolFaults;
  readonly harm: Harm[];
  url(): string;
}

import type { ToolFaults } from "../server/faults.ts";
import type { Job, Jobs } from "../server/jobs.ts";
import type { Harm } from "../server/requests.ts";
import type { ProfileUpsert } from "./schema.ts";
import type { KlaviyoStore } from "./store.ts";

/** ImportErrorResponseObjectResource */
export interface ImportError {
  id: string;
  code: string;
  title: string;
  detail: string;
  source: { pointer: string };
  original_payload: ProfileUpsert;
}

export interface Import {
  job: Job;
  listIds: string[];
  errors: ImportError[];
}

export interface KlaviyoState {
  readonly account: { id: string; name: string };
  readonly store: KlaviyoStore;
  readonly jobs: Jobs;
  readonly imports: Map<string, Import>;
  readonly faults: ToolFaults;
  readonly harm: Harm[];
  url(): string;
}

import type { KeptDetails } from "../../db/queries/source/kept.ts";
import type { MappedSource } from "../resources.ts";

/** Where rows go: Staging or FirstLoad. */
export interface RowSink {
  /** What is stored of these that a new version cannot tell. */
  kept(ids: readonly number[]): Promise<KeptDetails>;
  add(mapped: MappedSource): void;
  /** Nothing of it is kept, whether it was added before or will be. */
  refuse(id: number): void;
  /** Waits while the database is further behind than one block; the next block fills while this one is copied. */
  drain(): Promise<void>;
  /** Everything that was added is in the database. */
  flush(): Promise<void>;
}

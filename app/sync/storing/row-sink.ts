import type { KeptDetails } from "../../db/queries/source/kept.ts";
import type { MappedSource } from "../resources.ts";

/** Where rows go: Staging or FirstLoad. */
export interface RowSink {
  /** The stored values of these rows that a new version does not contain. */
  kept(ids: readonly number[]): Promise<KeptDetails>;
  add(mapped: MappedSource): void;
  /** Nothing of this root is stored, whether its rows were added before or come later. */
  refuse(id: number): void;
  /** Waits while the database is further behind than one block; the next block fills while this one is copied. */
  drain(): Promise<void>;
  /** Everything that was added is in the database. */
  flush(): Promise<void>;
}

import type { ToolFaults } from "./faults.ts";

export interface Job {
  readonly id: string;
  readonly kind: string;
  /** Number of the request that asked for it. */
  readonly request: number;
  readonly createdAt: Date;
  readonly total: number;
  done: number;
  failed: number;
  endedAt: Date | null;
  readonly never: boolean;
}

interface Pending {
  job: Job;
  rest: () => void;
}

/** Work that a tool does after it has answered. Without a fault it is done before the answer arrives. */
export class Jobs {
  readonly byId = new Map<string, Job>();
  #pending: Pending[] = [];
  readonly #faults: ToolFaults;
  readonly #now: () => Date;

  constructor(faults: ToolFaults, now: () => Date) {
    this.#faults = faults;
    this.#now = now;
  }

  /** `work(index)` does one row and says whether the tool took it; `ended` is called once, after the last. */
  start(
    made: { id: string; kind: string; request: number; total: number },
    work: (index: number) => boolean,
    ended?: () => void,
  ): Job {
    const fault = this.#faults.takeForJob();
    const job: Job = {
      ...made,
      createdAt: this.#now(),
      done: 0,
      failed: 0,
      endedAt: null,
      never: fault?.kind === "never",
    };
    this.byId.set(job.id, job);
    const until = (count: number) => {
      while (job.done < count) {
        if (!work(job.done)) job.failed++;
        job.done++;
      }
      if (job.done < job.total) return;
      job.endedAt = this.#now();
      ended?.();
    };
    if (fault === null) until(job.total);
    else if (fault.kind !== "never") {
      if (fault.kind === "half" && job.total > 1) until(Math.floor(job.total / 2));
      this.#pending.push({ job, rest: () => until(job.total) });
    }
    return job;
  }

  get running(): Job[] {
    return [...this.byId.values()].filter((job) => job.endedAt === null);
  }

  /** Ends what is late: all of it, or one job. */
  finish(id?: string): void {
    const [ending, waiting] = [
      this.#pending.filter(({ job }) => id === undefined || job.id === id),
      this.#pending.filter(({ job }) => id !== undefined && job.id !== id),
    ];
    this.#pending = waiting;
    for (const { rest } of ending) rest();
  }
}

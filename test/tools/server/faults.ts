import type { ToolRequest } from "./requests.ts";

/** What goes wrong with a request. `when` chooses requests; `times` counts down to 0 (default 1). */
export type RequestFault = { times?: number; when?: (request: ToolRequest) => boolean } & (
  | { kind: "too many"; retryAfterSeconds: number | null }
  /** A 403 of something in front of the tool: no body of the tool's, no header that says when to come back. */
  | { kind: "bare 403" }
  | { kind: "status"; status: number }
  /** Nothing happens until the promise is kept: `before` the request is looked at, or `after` it took effect. */
  | { kind: "hold"; at: "before" | "after"; until: Promise<void> }
  /** The connection is cut: `before` anything happened, or `after` the request took effect. */
  | { kind: "drop"; at: "before" | "after" }
  /** The request takes effect; the connection is cut in the middle of the answer. */
  | { kind: "cut" }
);

/** What happens to a job that the tool works off after its 202. */
export type JobFault =
  /** Stays in progress and never touches anybody. */
  | { kind: "never" }
  /** Touches nobody until the test calls `finishJobs`. */
  | { kind: "late" }
  /** The first half takes effect at once, the rest at `finishJobs`. */
  | { kind: "half" };

/** Troubles to order. All are off by default; faults of one list are taken first in, first out. */
export class ToolFaults {
  #requests: RequestFault[] = [];
  #jobs: JobFault[] = [];
  /** Every job from now on is late. */
  holdJobs = false;
  /** Addresses (lower case) whose rows are refused, and what is said of it. */
  refusePeople = new Map<string, string>();

  add(fault: RequestFault): void {
    this.#requests.push({ ...fault });
  }

  addJob(...faults: JobFault[]): void {
    this.#jobs.push(...faults);
  }

  clear(): void {
    this.#requests = [];
    this.#jobs = [];
    this.holdJobs = false;
    this.refusePeople.clear();
  }

  /** Uses up one fault that fits the request. */
  takeFor(request: ToolRequest): RequestFault | null {
    const fault = this.#requests.find((one) => (one.times ?? 1) > 0 && (one.when?.(request) ?? true));
    if (!fault) return null;
    fault.times = (fault.times ?? 1) - 1;
    if (fault.times <= 0) this.#requests.splice(this.#requests.indexOf(fault), 1);
    return fault;
  }

  takeForJob(): JobFault | null {
    return this.#jobs.shift() ?? (this.holdJobs ? { kind: "late" } : null);
  }
}

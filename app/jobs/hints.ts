import { EventEmitter, once } from "node:events";

/**
 * Tells waiting code in this process that something it polls for has probably happened. A hint may be lost (the process
 * that got it may be another one), so waiting code also polls.
 */
export class Hints {
  readonly #events = new EventEmitter();

  constructor() {
    this.#events.setMaxListeners(0);
  }

  give(key: string): void {
    this.#events.emit(key);
  }

  /** Resolves at the hint or after `ms`, whichever comes first; throws when aborted. */
  async wait(key: string, ms: number, signal?: AbortSignal): Promise<void> {
    const timeout = AbortSignal.timeout(Math.ceil(ms));
    try {
      await once(this.#events, key, { signal: signal ? AbortSignal.any([signal, timeout]) : timeout });
    } catch (error) {
      if (signal?.aborted || !timeout.aborted) throw error;
    }
  }
}

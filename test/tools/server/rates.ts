/** So many requests in a window of so many milliseconds that begins with the first of them. */
export interface Window {
  readonly limit: number;
  readonly ms: number;
}

export interface RateState {
  /** Milliseconds until a refused request may come again; null where it is let through. */
  readonly waitMs: number | null;
  readonly window: Window;
  readonly remaining: number;
  readonly resetMs: number;
}

/** Fixed windows by name of bucket. A refused request is not counted. */
export class Rates {
  readonly #started = new Map<string, { at: number; used: number }>();

  /** The state of the last window of the list, or of the window that refuses. */
  take(bucket: string, windows: readonly Window[], nowMs: number): RateState {
    const states = windows.map((window) => {
      const key = `${bucket} ${window.ms}`;
      let started = this.#started.get(key);
      if (!started || nowMs - started.at >= window.ms) {
        started = { at: nowMs, used: 0 };
        this.#started.set(key, started);
      }
      return { window, started, resetMs: started.at + window.ms - nowMs };
    });
    const full = states.find(({ window, started }) => started.used >= window.limit);
    if (!full) for (const { started } of states) started.used++;
    const told = full ?? states.at(-1);
    if (!told) throw new Error(`the bucket ${bucket} has no window`);
    return {
      waitMs: full ? full.resetMs : null,
      window: told.window,
      remaining: Math.max(0, told.window.limit - told.started.used),
      resetMs: told.resetMs,
    };
  }
}

/** What is asked for more than may wait. */
export class TooManyWaiting extends Error {
  readonly retry = "later";
  constructor() {
    super("too much is being asked for at once");
    this.name = "TooManyWaiting";
  }
}

interface Line {
  running: number;
  readonly waiting: (() => void)[];
}

/** How much may run at once for each key, and how much may wait for it; keys do not wait for each other. */
export class Turns<Key> {
  readonly #running: number;
  readonly #waiting: number;
  readonly #lines = new Map<Key, Line>();

  constructor({ running, waiting }: { running: number; waiting: number }) {
    this.#running = running;
    this.#waiting = waiting;
  }

  /**
   * Waits for a turn; the function that it returns ends the turn, and does nothing when called again. Throws TooManyWaiting, or the
   * signal's reason when it is aborted before the turn comes.
   */
  async take(key: Key, signal?: AbortSignal): Promise<() => void> {
    signal?.throwIfAborted();
    const line = this.#lines.get(key) ?? { running: 0, waiting: [] };
    this.#lines.set(key, line);
    if (line.running < this.#running) {
      line.running++;
    } else {
      if (line.waiting.length >= this.#waiting) throw new TooManyWaiting();
      await new Promise<void>((resolve, reject) => {
        const come = () => {
          signal?.removeEventListener("abort", leave);
          resolve();
        };
        const leave = () => {
          line.waiting.splice(line.waiting.indexOf(come), 1);
          reject(signal?.reason);
        };
        line.waiting.push(come);
        signal?.addEventListener("abort", leave, { once: true });
      });
    }
    let ended = false;
    return () => {
      if (ended) return;
      ended = true;
      const next = line.waiting.shift();
      // The turn goes on to the next one.
      if (next) next();
      else if (--line.running === 0) this.#lines.delete(key);
    };
  }
}

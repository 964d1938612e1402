/** Characters that are gathered before they are copied to the database. */
const COPY_CHARS = 1 << 20;

type WriteRow = (row: object) => string;

/** Gathers rows of a root's table and its children's as COPY text, and copies one block while the next one fills. */
export class CopyBuffer {
  readonly #writers: readonly WriteRow[];
  readonly #copy: (texts: readonly string[]) => Promise<void>;
  #texts: string[];
  #chars = 0;
  #copying: Promise<void> = Promise.resolve();

  /** `writers`: one for each table, the root's first. `copy` gets a text for each. */
  constructor(writers: readonly WriteRow[], copy: (texts: readonly string[]) => Promise<void>) {
    this.#writers = writers;
    this.#copy = copy;
    this.#texts = writers.map(() => "");
  }

  add(rows: readonly (readonly object[])[]): void {
    for (const [at, write] of this.#writers.entries()) {
      for (const row of rows[at] ?? []) {
        const text = write(row);
        this.#texts[at] += text;
        this.#chars += text.length;
      }
    }
  }

  /** Waits while the database is further behind than one block. */
  async drain(): Promise<void> {
    if (this.#chars < COPY_CHARS) return;
    await this.#copying;
    this.#begin();
  }

  async flush(): Promise<void> {
    await this.#copying;
    this.#begin();
    await this.#copying;
  }

  /** Nothing more is sent when it resolves; never throws. */
  async close(): Promise<void> {
    await this.#copying.catch(() => {});
  }

  #begin(): void {
    const texts = this.#texts;
    this.#texts = this.#writers.map(() => "");
    this.#chars = 0;
    this.#copying = this.#copy(texts);
    // The error is thrown where the copying is awaited; without this it would be an unhandled rejection before.
    this.#copying.catch(() => {});
  }
}

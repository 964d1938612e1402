import { Worker } from "node:worker_threads";

/** A thread's program: it answers one message with one message. */
export interface ThreadProgram {
  readonly url: URL;
  /** Begins its time. A thread that has not answered when this aborts is ended. */
  readonly limit: () => AbortSignal;
}

export type ThreadOutcome<Answer> =
  | { readonly ok: true; readonly answer: Answer }
  | { readonly ok: false; readonly reason: "took_too_long" };

/**
 * Asks a thread of its own and ends it, also one that computes without a pause: when it has answered, when its time is over, and when
 * `signal` aborts. `transfer` is moved to the thread and empty here afterwards. Rejects where the thread fails, ends without an answer
 * or is aborted.
 */
export async function askThread<Answer>(
  { url, limit }: ThreadProgram,
  question: unknown,
  transfer: readonly ArrayBuffer[],
  signal?: AbortSignal,
): Promise<ThreadOutcome<Answer>> {
  signal?.throwIfAborted();
  const thread = new Worker(url);
  const ended = new AbortController();
  try {
    return await new Promise<ThreadOutcome<Answer>>((resolve, reject) => {
      const isOver = () => resolve({ ok: false, reason: "took_too_long" });
      limit().addEventListener("abort", isOver, { signal: ended.signal });
      signal?.addEventListener("abort", () => reject(signal.reason), { signal: ended.signal });
      thread.once("message", (answer: Answer) => resolve({ ok: true, answer }));
      thread.once("error", reject);
      thread.once("exit", (code) =>
        reject(new Error(`the model's thread ended with code ${code} and no answer`)),
      );
      thread.postMessage(question, transfer);
    });
  } finally {
    ended.abort();
    await thread.terminate();
  }
}

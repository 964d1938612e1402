import { setTimeout as delay } from "node:timers/promises";
import { AdminUnavailable } from "../../shopify/errors.ts";

const MAX_BREAKS = 5;
/** Whoever reads a file holds locks of the shop meanwhile, for this long six times at most. */
const STALLED_MS = 30_000;

/** The file is not where Shopify said; files of bulk operations live seven days. */
export class FileGone extends Error {
  readonly retry = "later";
  constructor(status: number) {
    super(`The file of the bulk operation is gone (status ${status})`);
    this.name = "FileGone";
  }
}

export interface DownloadOptions {
  readonly signal?: AbortSignal;
  /** A connection over which nothing comes in this time, while it is waited for, counts as broken. */
  readonly stalledMs?: number;
}

/**
 * The bytes of a file. A download that breaks off goes on from where it was (Range), up to five times in a row without
 * a byte in between; what arrives is the file exactly once. Throws FileGone, AdminUnavailable.
 */
export async function* download(
  url: string,
  fetchFile: typeof fetch,
  { signal, stalledMs = STALLED_MS }: DownloadOptions = {},
): AsyncGenerator<Uint8Array> {
  let offset = 0;
  let breaks = 0;
  for (;;) {
    let failure: unknown;
    const stalled = new AbortController();
    /** Only what is waited for counts: the reader of the file takes as long as it takes. */
    const inTime = async <T>(waiting: Promise<T>): Promise<T> => {
      const timer = setTimeout(() => stalled.abort(new Error(`nothing came for ${stalledMs} ms`)), stalledMs);
      return waiting.finally(() => clearTimeout(timer));
    };
    try {
      const response = await inTime(
        fetchFile(url, {
          headers: offset > 0 ? { Range: `bytes=${offset}-` } : {},
          signal: signal ? AbortSignal.any([signal, stalled.signal]) : stalled.signal,
        }),
      );
      if (response.status === 403 || response.status === 404 || response.status === 410) {
        await response.body?.cancel();
        throw new FileGone(response.status);
      }
      // Everything had arrived before the connection broke.
      if (response.status === 416 && offset > 0) return;
      if (!response.ok || !response.body) {
        throw new AdminUnavailable(`The bulk file was answered with ${response.status}`, response.status);
      }
      // A server that does not know Range sends the whole file again.
      let skip = response.status === 206 ? 0 : offset;
      for await (const chunk of chunksOf(response.body, inTime)) {
        const fresh = skip === 0 ? chunk : chunk.subarray(Math.min(skip, chunk.length));
        skip -= chunk.length - fresh.length;
        if (fresh.length === 0) continue;
        offset += fresh.length;
        breaks = 0;
        yield fresh;
      }
      return;
    } catch (error) {
      if (error instanceof FileGone) throw error;
      if (signal?.aborted) throw signal.reason;
      failure = error;
    }
    breaks++;
    if (breaks > MAX_BREAKS) {
      throw new AdminUnavailable("The download of the bulk file keeps breaking off", null, {
        cause: failure,
      });
    }
    await delay(50 * 2 ** breaks, undefined, { signal });
  }
}

async function* chunksOf(
  body: ReadableStream<Uint8Array>,
  inTime: <T>(waiting: Promise<T>) => Promise<T>,
): AsyncGenerator<Uint8Array> {
  const reader = body.getReader();
  try {
    for (;;) {
      const { done, value } = await inTime(reader.read());
      if (done) return;
      yield value;
    }
  } finally {
    // Of no effect after the end; ends the connection where the caller stops early.
    await reader.cancel().catch(() => {});
  }
}

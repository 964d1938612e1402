/** What may be held of bodies that are still on their way, by all requests of a process together. */
export class BodyMemory {
  readonly #limitBytes: number;
  readonly #held = new Set<HeldBody>();
  #bytes = 0;

  constructor(limitBytes: number) {
    this.#limitBytes = limitBytes;
  }

  /** Bytes that are held now. */
  get bytes(): number {
    return this.#bytes;
  }

  /**
   * Counts `bytes` more of a body. Beyond the limit the largest of those that are not whole yet has to go: so half-sent large
   * bodies never keep out a small one. The caller may lose its own.
   */
  add(body: HeldBody, bytes: number): void {
    this.#held.add(body);
    body.bytes += bytes;
    this.#bytes += bytes;
    while (this.#bytes > this.#limitBytes && this.#held.has(body)) {
      let largest = body;
      for (const other of this.#held) if (!other.isWhole && other.bytes > largest.bytes) largest = other;
      this.release(largest);
      largest.giveUp();
    }
  }

  release(body: HeldBody): void {
    if (this.#held.delete(body)) this.#bytes -= body.bytes;
    body.bytes = 0;
  }
}

interface HeldBody {
  bytes: number;
  /** Read to its end and in use: it cannot be given up any more. */
  isWhole: boolean;
  readonly giveUp: () => void;
}

export interface BodyLimits {
  readonly limitBytes: number;
  /** From the first read to the last byte. */
  readonly withinMs: number;
  readonly memory: BodyMemory;
}

/** 413: longer than the limit; 408: too slow; 429: no memory for it now; 400: the client went before its end. */
type RefusedStatus = 400 | 408 | 413 | 429;

const REASONS: Readonly<Record<RefusedStatus, string>> = {
  400: "The body ended too early",
  408: "The body took too long",
  413: "The body is too large",
  429: "Too much is being sent at once",
};

/**
 * Reads the body and answers with what `use` makes of it, or refuses it: with 408, 413 or 429 the connection is closed, so
 * that nobody goes on sending. Its memory is given back when `use` has ended.
 */
export async function withBody(
  request: Request,
  limits: BodyLimits,
  use: (body: Buffer) => Promise<Response>,
): Promise<Response> {
  if (Number(request.headers.get("Content-Length") ?? 0) > limits.limitBytes) return refusal(413);
  const gaveUp = Promise.withResolvers<RefusedStatus>();
  const held: HeldBody = { bytes: 0, isWhole: false, giveUp: () => gaveUp.resolve(429) };
  const timer = setTimeout(() => gaveUp.resolve(408), limits.withinMs);
  try {
    const body = await readAll(request, limits, held, gaveUp.promise);
    clearTimeout(timer);
    return typeof body === "number" ? refusal(body) : await use(body);
  } finally {
    clearTimeout(timer);
    limits.memory.release(held);
  }
}

async function readAll(
  request: Request,
  { limitBytes, memory }: BodyLimits,
  held: HeldBody,
  gaveUp: Promise<RefusedStatus>,
): Promise<Buffer | RefusedStatus> {
  if (!request.body) return Buffer.alloc(0);
  const reader = request.body.getReader();
  const chunks: Uint8Array[] = [];
  const broken = () => 400 as const;
  for (;;) {
    const step = await Promise.race([reader.read().catch(broken), gaveUp]);
    if (typeof step === "number") {
      await reader.cancel().catch(() => {});
      return step;
    }
    if (step.done) {
      held.isWhole = true;
      return Buffer.concat(chunks);
    }
    memory.add(held, step.value.length);
    if (held.bytes > limitBytes) {
      await reader.cancel();
      return 413;
    }
    chunks.push(step.value);
  }
}

function refusal(status: RefusedStatus): Response {
  const again: HeadersInit = status === 429 ? { "Retry-After": "5" } : {};
  return new Response(REASONS[status], { status, headers: { ...again, Connection: "close" } });
}

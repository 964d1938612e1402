import { type AppLoadContext, createRequestHandler, type ServerBuild } from "@remix-run/node";
import { untilGone } from "../db/until-gone.ts";
import { newId, type ShopId } from "../platform/ids.ts";
import { errorFields, originFields, withFields } from "../platform/log.ts";
import { BodyMemory, withBody } from "../platform/request-body.ts";
import { TooManyWaiting, Turns } from "../platform/turns.ts";
import type { Runtime } from "../runtime.ts";

/** A form of the app has a few hundred bytes. */
const MAX_FORM_BYTES = 64 * 1024;
const MAX_FORM_MS = 5_000;
const MAX_FORMS_BYTES = 8 * 1024 * 1024;
/** A large file comes in parts to an address of its own: see app/sync/history-file/give-file.ts. */
const FILE_PART = /^\/app\/history-file\/[0-9a-f-]{36}\/parts$/;
const MAX_PART_BYTES = 512 * 1024;
const MAX_PART_MS = 15_000;
const MAX_PARTS_BYTES = 16 * 1024 * 1024;
/**
 * These come whole: a report of ads, of which app/acquisition/spend-import.ts takes as many bytes; and a file of costs of 1 MB, as JSON, and
 * the changes of as many products as it can have.
 */
const WHOLE_FILE =
  /^\/app\/(?:acquisition\/spend\/file|costs\/products\/file|costs\/products(?:\.data)?)\/?$/i;
const MAX_WHOLE_FILE_BYTES = 4 * 1024 * 1024;
const MAX_WHOLE_FILE_MS = 60_000;
const MAX_WHOLE_FILES_BYTES = 16 * 1024 * 1024;

export interface PageLimits {
  /** Requests of one shop that are worked on at once, and that may wait; what is more is answered with 429. */
  readonly running: number;
  readonly waiting: number;
  readonly formMs: number;
}

export interface PageRequestOptions {
  readonly build: ServerBuild | (() => Promise<ServerBuild>);
  readonly mode: "production" | "development";
  readonly limits?: Partial<PageLimits> | undefined;
}

const BODILESS = new Set(["GET", "HEAD"]);

/**
 * Answers what is not a file and not a webhook. Before a route runs: no address holds a NUL, which PostgreSQL cannot store; a body is read
 * only of a request with a good session token, up to 64 KiB, 512 KiB of a part of a file and 4 MiB of a report of ads or a file of costs; a shop has a fixed number of turns and no more than a third of the pages' connections,
 * so that no shop slows another, and as many again for its downloads, which come without a session; and what a route asks the database ends when its client leaves.
 */
export function pageRequestHandler(runtime: Runtime, options: PageRequestOptions) {
  const { running, waiting, formMs }: PageLimits = {
    running: 6,
    waiting: 12,
    formMs: MAX_FORM_MS,
    ...options.limits,
  };
  const handle = createRequestHandler(options.build, options.mode);
  const turns = new Turns<Asker>({ running, waiting });
  const connections = new Turns<Asker>({
    running: Math.max(1, Math.floor(runtime.env.DATABASE_POOL / 3)),
    waiting: Number.POSITIVE_INFINITY,
  });
  const forms = { limitBytes: MAX_FORM_BYTES, withinMs: formMs, memory: new BodyMemory(MAX_FORMS_BYTES) };
  const parts = {
    limitBytes: MAX_PART_BYTES,
    withinMs: MAX_PART_MS,
    memory: new BodyMemory(MAX_PARTS_BYTES),
  };
  const wholeFiles = {
    limitBytes: MAX_WHOLE_FILE_BYTES,
    withinMs: MAX_WHOLE_FILE_MS,
    memory: new BodyMemory(MAX_WHOLE_FILES_BYTES),
  };
  const limitsOf = (path: string) =>
    FILE_PART.test(path) ? parts : WHOLE_FILE.test(path) ? wholeFiles : forms;

  async function answer(request: Request, reference: string): Promise<Response> {
    if (!isReadable(request.url)) return plain(400, "The address cannot be read");
    const shop = await runtime.shopify.shopOfToken(request);
    const log = withFields(runtime.log, originFields([reference]));
    if (!shop) return answerAnybody(request, { app: { ...runtime, log }, reference });
    const { signal } = request;
    const db = untilGone(runtime.pages, { signal, turn: () => connections.take(shop.shopId, signal) });
    const context = { app: { ...runtime, db, log }, reference };
    const endTurn = await turns.take(shop.shopId, signal);
    try {
      if (BODILESS.has(request.method)) return await handle(request, context);
      const limits = limitsOf(new URL(request.url).pathname);
      return await withBody(request, limits, (body) => handle(withText(request, body), context));
    } finally {
      endTurn();
    }
  }

  /** Downloads have turns and connections apart from the pages of their shop: whoever writes its name takes nothing else from it. */
  async function answerAnybody(request: Request, { app, reference }: AppLoadContext): Promise<Response> {
    const known = BODILESS.has(request.method) ? request : await unread(request);
    const asker = downloaderOf(request.url);
    if (!asker) return handle(known, { app: { ...app, db: runtime.pages }, reference });
    // Not until the client has gone: what it leaves behind may have to be noted. A route that reads much ends it by itself.
    const { signal } = new AbortController();
    const db = untilGone(runtime.pages, { signal, turn: () => connections.take(asker) });
    const endTurn = await turns.take(asker, request.signal);
    try {
      return await handle(known, { app: { ...app, db }, reference });
    } finally {
      endTurn();
    }
  }

  return async (request: Request): Promise<Response> => {
    const reference = newId();
    let response: Response;
    try {
      response = await answer(request, reference);
    } catch (error) {
      if (request.signal.aborted) throw error;
      if (error instanceof TooManyWaiting) {
        runtime.log.warn("web.too_many", { path: new URL(request.url).pathname });
        response = plain(429, "Too many requests at once; try again in a moment");
        response.headers.set("Retry-After", "2");
      } else {
        runtime.log.error("web.failed", { reference, ...errorFields(error) });
        response = plain(500, `Something went wrong. Reference: ${reference}`);
      }
    }
    const headers = new Headers(response.headers);
    headers.set("X-Request-Id", reference);
    // The extension asks from another origin: without this it would not see why it was refused.
    if (new URL(request.url).pathname.startsWith("/api/") && !headers.has("Access-Control-Allow-Origin")) {
      headers.set("Access-Control-Allow-Origin", "*");
      headers.set("Access-Control-Expose-Headers", "Retry-After");
    }
    const { status, statusText, body } = response;
    return new Response(body, { status, statusText, headers });
  };
}

/** A shop by its session, or by what the address of a download says, which anybody can write. */
type Asker = ShopId | `download of ${string}`;

/** Null for what asks the database for little. */
function downloaderOf(url: string): Asker | null {
  const { pathname, searchParams } = new URL(url);
  // As the router takes paths, and as the route takes a name that is there twice.
  if (!decodeURIComponent(pathname).toLowerCase().startsWith("/exports/")) return null;
  return `download of ${searchParams.getAll("shop").at(-1)?.toLowerCase()}`;
}

/** Without a NUL, which PostgreSQL does not store, and with a path that can be decoded. */
function isReadable(url: string): boolean {
  try {
    decodeURIComponent(new URL(url).pathname);
    return !url.includes("%00");
  } catch {
    return false;
  }
}

/** The request without its body, of which nothing is read. */
async function unread(request: Request): Promise<Request> {
  await request.body?.cancel();
  return withText(request, Buffer.alloc(0));
}

function withText(request: Request, body: Buffer): Request {
  const { url, method, signal } = request;
  const headers = new Headers(request.headers);
  headers.delete("Content-Length");
  headers.delete("Transfer-Encoding");
  return new Request(url, { method, headers, signal, body: new Uint8Array(body) });
}

export function plain(status: number, text: string): Response {
  return new Response(text, { status, headers: { "Content-Type": "text/plain; charset=utf-8" } });
}

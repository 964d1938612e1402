import type { z } from "zod";
import { errorFields } from "../../platform/log.ts";
import { KeyRefused, type ToolHost, ToolRefused, ToolUnavailable } from "../tool.ts";

/** The tool's answer to one request. */
export interface ToolAnswer {
  readonly status: number;
  readonly headers: Headers;
  /** Parsed JSON; undefined of an empty body, and the text of any other. */
  readonly body: unknown;
}

export interface ToolRequest {
  readonly method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  /** JSON text. */
  readonly body?: string;
  /** Which limits of the tool the request falls under. */
  readonly buckets: readonly string[];
  readonly signal: AbortSignal;
  /** The tool's own words in the body of an error; null where there are none. */
  readonly wordsOf: (body: unknown) => string | null;
  /** Statuses of errors that the caller reads itself. */
  readonly expected?: readonly number[];
  /** A 403 of a tool that answers so to too many connections. */
  readonly isThrottled?: (answer: ToolAnswer) => boolean;
  /** The tool's own header of the seconds to wait, beside `Retry-After`. */
  readonly pauseHeader?: string;
}

/** Words are shown to the merchant, and are no place for a page of HTML. */
const LONGEST_WORDS = 300;
/** Until a tool that says "too many" without saying how long is asked again. */
const UNTOLD_PAUSE_MS = 10_000;
const LONGEST_PAUSE_MS = 3_600_000;

/**
 * One request to a tool. Its answer is sorted here for all tools: 401 and 403 are about the key; 429, 5xx, a time-out and a broken connection mean
 * "later", with what the tool said of when; any other 4xx is a refusal that no repetition changes.
 */
export async function askTool(host: ToolHost, request: ToolRequest): Promise<ToolAnswer> {
  await host.take(request.buckets, request.signal);
  const writes = request.method !== "GET";
  let response: Response;
  let text: string;
  try {
    response = await host.fetch(request.url, {
      method: request.method,
      headers: { ...request.headers },
      ...(request.body === undefined ? {} : { body: request.body }),
      redirect: "manual",
      signal: AbortSignal.any([request.signal, AbortSignal.timeout(host.answerMs)]),
    });
    text = await response.text();
  } catch (cause) {
    // The process ends: it is no word about the tool.
    request.signal.throwIfAborted();
    const { error } = errorFields(cause);
    throw new ToolUnavailable(`no answer (${String(error)})`, { mayBeDone: writes, cause });
  }
  const { status, headers } = response;
  const answer: ToolAnswer = { status, headers, body: parsed(text) };
  if ((status >= 200 && status < 300) || request.expected?.includes(status)) return answer;
  const words = withoutAddresses(request.wordsOf(answer.body) ?? "").slice(0, LONGEST_WORDS);
  if (status === 429 || request.isThrottled?.(answer)) {
    const retryAfterMs = pauseOf(headers, request.pauseHeader);
    const refused = new ToolUnavailable(`too many requests (${status})`, { retryAfterMs });
    await host.block(request.buckets, retryAfterMs ?? UNTOLD_PAUSE_MS, refused);
    throw refused;
  }
  if (status === 401 || status === 403) throw new KeyRefused(words);
  // A 5xx can come after the work was done.
  if (status >= 500 || status === 408 || (status >= 300 && status < 400))
    throw new ToolUnavailable(`status ${status}`, {
      retryAfterMs: pauseOf(headers, undefined),
      mayBeDone: writes,
    });
  throw new ToolRefused(status, words);
}

/** Words are kept longer than the person: whoever they name is left out. */
export const withoutAddresses = (words: string): string =>
  words.replaceAll(/[^\s"<>()[\]{},;:]+(?:@|%40)[^\s"<>()[\]{},;:]+/gi, "…");

function parsed(text: string): unknown {
  if (text === "") return undefined;
  try {
    const body: unknown = JSON.parse(text);
    return body;
  } catch {
    return text;
  }
}

/** `Retry-After` in seconds or as a date (RFC 9110); null without one that can be read. */
function pauseOf(headers: Headers, toolsOwn: string | undefined): number | null {
  const said = (headers.get("retry-after") ?? (toolsOwn && headers.get(toolsOwn)))?.trim();
  if (!said) return null;
  const ms = /^\d+(\.\d+)?$/.test(said) ? Number(said) * 1000 : Date.parse(said) - Date.now();
  return Number.isFinite(ms) ? Math.min(Math.max(ms, 0), LONGEST_PAUSE_MS) : null;
}

/** A body that a tool has described and sends otherwise is no answer: what was asked may be done or not. */
export function unreadable(what: string, cause: unknown, { mayBeDone }: { readonly mayBeDone: boolean }) {
  return new ToolUnavailable(`an answer that cannot be read (${what})`, { mayBeDone, cause });
}

interface Asked {
  readonly method?: ToolRequest["method"];
  readonly body?: object;
  readonly expected?: readonly number[];
}

/** Asks a tool of which an expected status says all that there is to know: null then. */
export interface JsonAsking {
  ask<T>(schema: z.ZodType<T>, path: string, signal: AbortSignal, asked?: Asked): Promise<T | null>;
  /** Where no other status is expected. */
  get<T>(schema: z.ZodType<T>, path: string, signal: AbortSignal): Promise<T>;
}

/** `requestOf`: what all requests to a path have in common. */
export function askingJson(
  host: ToolHost,
  requestOf: (path: string) => Omit<ToolRequest, "method" | "body" | "signal" | "expected">,
): JsonAsking {
  const ask: JsonAsking["ask"] = async (
    schema,
    path,
    signal,
    { method = "GET", body, expected = [] } = {},
  ) => {
    const answer = await askTool(host, {
      ...requestOf(path),
      ...{ method, signal, expected },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    if (expected.includes(answer.status)) return null;
    const parsed = schema.safeParse(answer.body);
    const what = path.split(/[/?]/).find((part) => part !== "") ?? "";
    if (!parsed.success) throw unreadable(what, parsed.error, { mayBeDone: method !== "GET" });
    return parsed.data;
  };
  return {
    ask,
    async get(schema, path, signal) {
      const found = await ask(schema, path, signal);
      if (found === null) throw new Error("an answer that was not expected");
      return found;
    },
  };
}

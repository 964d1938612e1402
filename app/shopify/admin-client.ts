import { setTimeout as delay } from "node:timers/promises";
import { z } from "zod";
import type { ShopRef } from "../platform/ids.ts";
import {
  AdminQueryError,
  AdminThrottled,
  AdminUnauthorized,
  AdminUnavailable,
  type GraphqlProblem,
  UnexpectedAnswer,
} from "./errors.ts";
import type { OfflineSessions } from "./offline-session.ts";

/** A GraphQL document and the shape of its data. */
export interface Operation<T> {
  readonly name: string;
  readonly document: string;
  readonly data: z.ZodType<T>;
}

export interface Answer<T> {
  readonly data: T;
  /** Points that Shopify counted for the query before it ran it; null where it did not say. */
  readonly requestedCost: number | null;
}

export interface AdminClient {
  readonly shop: ShopRef;
  /**
   * Sends a query or mutation and parses its data. Waits while Shopify throttles, refreshes the token once after a 401,
   * and asks again after a 5xx or a broken connection (a mutation is not asked again: it may have been carried out).
   * Throws a class of `errors.ts`; each says whether a retry helps.
   */
  query<T>(
    operation: Operation<T>,
    variables?: Readonly<Record<string, unknown>>,
    signal?: AbortSignal,
  ): Promise<Answer<T>>;
}

const MAX_UNAVAILABLE_TRIES = 4;
const MAX_THROTTLED_MS = 120_000;
const REQUEST_TIMEOUT_MS = 60_000;

const envelope = z.object({
  data: z.unknown().optional(),
  errors: z
    .union([
      z.array(
        z.object({
          message: z.string(),
          path: z.array(z.union([z.string(), z.number()])).nullish(),
          extensions: z.object({ code: z.string().nullish() }).nullish(),
        }),
      ),
      z.string(),
    ])
    .optional(),
  extensions: z
    .object({
      cost: z
        .object({
          requestedQueryCost: z.number(),
          throttleStatus: z.object({ currentlyAvailable: z.number(), restoreRate: z.number() }),
        })
        .optional(),
    })
    .optional(),
});

/** What is left of the shop's points, as of the last answer; they come back at `restoreRate` a second. */
interface Bucket {
  available: number;
  restoreRate: number;
  atMs: number;
}

export interface AdminClientOptions {
  readonly shop: ShopRef;
  readonly sessions: OfflineSessions;
  readonly apiVersion: string;
  readonly fetch: typeof fetch;
}

export function adminClient({ shop, sessions, apiVersion, fetch }: AdminClientOptions): AdminClient {
  const url = `https://${shop.domain}/admin/api/${apiVersion}/graphql.json`;
  const costs = new Map<string, number>();
  let bucket: Bucket | null = null;

  /** Reserves the points that the query took last time, and says how long it has to wait for them. */
  function reserveMs(name: string): number {
    const cost = costs.get(name);
    if (!bucket || cost === undefined) return 0;
    const now = performance.now();
    bucket.available += ((now - bucket.atMs) / 1000) * bucket.restoreRate - cost;
    bucket.atMs = now;
    return bucket.available >= 0 ? 0 : Math.ceil((-bucket.available / bucket.restoreRate) * 1000);
  }

  async function post(token: string, body: string, signal?: AbortSignal): Promise<Response> {
    const timeout = AbortSignal.timeout(REQUEST_TIMEOUT_MS);
    return fetch(url, {
      method: "POST",
      headers: {
        "Content-Type": "application/json",
        Accept: "application/json",
        "X-Shopify-Access-Token": token,
      },
      body,
      signal: signal ? AbortSignal.any([signal, timeout]) : timeout,
    });
  }

  return {
    shop,
    async query(operation, variables = {}, signal) {
      const body = JSON.stringify({ query: operation.document, variables });
      const repeatable = !operation.document.trimStart().startsWith("mutation");
      let refusedToken: string | undefined;
      let unavailable = 0;
      let throttledMs = 0;

      async function wait(ms: number): Promise<void> {
        throttledMs += ms;
        if (throttledMs > MAX_THROTTLED_MS) throw new AdminThrottled(shop.domain, throttledMs);
        await delay(ms, undefined, { signal });
      }

      async function pauseOrThrow(message: string, status: number | null, cause?: unknown): Promise<void> {
        unavailable++;
        if (signal?.aborted) throw signal.reason;
        if (!repeatable || unavailable >= MAX_UNAVAILABLE_TRIES) {
          throw new AdminUnavailable(message, status, { cause });
        }
        await delay(100 * 4 ** (unavailable - 1) * (0.5 + Math.random()), undefined, { signal });
      }

      for (;;) {
        const waitMs = reserveMs(operation.name);
        if (waitMs > 0) await wait(waitMs);
        const session = await sessions.fresh(shop, refusedToken);
        let response: Response;
        let text: string;
        try {
          response = await post(session.accessToken, body, signal);
          text = await response.text();
        } catch (error) {
          await pauseOrThrow(`${shop.domain} did not answer ${operation.name}`, null, error);
          continue;
        }
        if (response.status === 401 || response.status === 403) {
          if (refusedToken !== undefined) throw new AdminUnauthorized(shop.domain);
          refusedToken = session.accessToken;
          continue;
        }
        if (response.status === 429) {
          await wait(Math.max(1, Number(response.headers.get("Retry-After")) || 2) * 1000);
          continue;
        }
        if (response.status >= 500) {
          await pauseOrThrow(
            `${shop.domain} answered ${operation.name} with ${response.status}`,
            response.status,
          );
          continue;
        }
        const answer = parseAnswer(operation.name, response, text);
        const cost = answer.extensions?.cost;
        if (cost) {
          const { currentlyAvailable, restoreRate } = cost.throttleStatus;
          bucket = { available: currentlyAvailable, restoreRate, atMs: performance.now() };
          costs.set(operation.name, cost.requestedQueryCost);
        }
        const problems = problemsOf(answer.errors);
        if (problems.some((problem) => problem.code === "THROTTLED")) {
          // Reserved again at the top of the loop, which waits for what is missing.
          await wait(cost ? 50 : 1000);
          continue;
        }
        if (problems.some((problem) => problem.code === "INTERNAL_SERVER_ERROR")) {
          await pauseOrThrow(`${shop.domain} failed inside at ${operation.name}`, response.status);
          continue;
        }
        if (problems.length > 0) throw new AdminQueryError(problems);
        const data = operation.data.safeParse(answer.data);
        if (!data.success) throw new UnexpectedAnswer(operation.name, whatIsWrong(data.error));
        return { data: data.data, requestedCost: cost?.requestedQueryCost ?? null };
      }
    },
  };
}

function parseAnswer(name: string, response: Response, text: string): z.infer<typeof envelope> {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    throw new UnexpectedAnswer(name, `status ${response.status}, and no JSON`, { cause: error });
  }
  const parsed = envelope.safeParse(json);
  if (!parsed.success) throw new UnexpectedAnswer(name, whatIsWrong(parsed.error));
  return parsed.data;
}

function problemsOf(errors: z.infer<typeof envelope>["errors"]): GraphqlProblem[] {
  if (errors === undefined) return [];
  if (typeof errors === "string") return [{ message: errors, code: null, path: "" }];
  return errors.map(({ message, path, extensions }) => ({
    message,
    code: extensions?.code ?? null,
    path: path?.join(".") ?? "",
  }));
}

function whatIsWrong(error: z.ZodError): string {
  return error.issues.map((issue) => `${issue.path.join(".")}: ${issue.message}`).join("; ");
}

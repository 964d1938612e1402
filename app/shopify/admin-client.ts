import { setTimeout as delay } from "node:timers/promises";
import { z } from "zod";
import type { ShopRef } from "../platform/ids.ts";
import type { Metrics } from "../platform/metrics.ts";
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
  /** Of a mutation: carried out twice it leaves what it leaves once. */
  readonly isRepeatable?: boolean;
}

export interface Answer<T> {
  readonly data: T;
  /** Points that Shopify counted for the query before it ran it; null where it did not say. */
  readonly requestedCost: number | null;
  /** When Shopify answered, by its own clock, which is the one that `updatedAt` follows; null where it did not say. */
  readonly answeredAt: Date | null;
}

/**
 * `patient`: for work that has its own worker and a long way to go. `live`: for work that others wait for; it says that it has to go on
 * later instead of waiting.
 */
export type Manner = "patient" | "live";

interface Patience {
  /** Waiting for points, in all. */
  readonly throttledMs: number;
  /** Whether a query that Shopify throttled is asked again. */
  readonly asksThrottledAgain: boolean;
  /** Waiting for one answer. */
  readonly answerMs: number;
  /** Waiting for an answer in all, after which it is not asked again. */
  readonly unavailableMs: number;
}

const PATIENCE: Readonly<Record<Manner, Patience>> = {
  patient: { throttledMs: 120_000, asksThrottledAgain: true, answerMs: 60_000, unavailableMs: 240_000 },
  live: { throttledMs: 250, asksThrottledAgain: false, answerMs: 15_000, unavailableMs: 15_000 },
};

export interface AdminClient {
  readonly shop: ShopRef;
  /**
   * Sends a query or mutation and parses its data. Waits while Shopify throttles, refreshes the token once after a 401
   * (a second one ends the session, so that opening the app gets a new one), and asks again after a 5xx or a broken connection (a mutation only where it is repeatable: it may have been carried out).
   * Throws a class of `errors.ts`; each says whether a retry helps.
   */
  query<T>(
    operation: Operation<T>,
    variables?: Readonly<Record<string, unknown>>,
    signal?: AbortSignal,
  ): Promise<Answer<T>>;
  /** How many queries of so many points the shop could ask now; 1 where that is not known. */
  affordable(points: number): number;
  /** Points that come back in a second, by the shop's plan; null before the first answer. */
  restoreRate(): number | null;
}

const MAX_UNAVAILABLE_TRIES = 4;

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
          actualQueryCost: z.number().nullish(),
          throttleStatus: z.object({
            maximumAvailable: z.number(),
            currentlyAvailable: z.number(),
            restoreRate: z.number(),
          }),
        })
        .optional(),
    })
    .optional(),
});

/** What is left of the shop's points, as of the last answer; they come back at `restoreRate` a second. */
interface Bucket {
  available: number;
  maximum: number;
  restoreRate: number;
  atMs: number;
}

export interface AdminClientOptions {
  readonly shop: ShopRef;
  readonly sessions: OfflineSessions;
  readonly apiVersion: string;
  readonly fetch: typeof fetch;
  readonly metrics: Metrics;
}

/** The clients of a shop know together how many points are left. */
export function adminClients({
  shop,
  sessions,
  apiVersion,
  fetch,
  metrics,
}: AdminClientOptions): Record<Manner, AdminClient> {
  const url = `https://${shop.domain}/admin/api/${apiVersion}/graphql.json`;
  const costs = new Map<string, number>();
  let bucket: Bucket | null = null;

  function refill(into: Bucket): void {
    const now = performance.now();
    into.available = Math.min(into.maximum, into.available + ((now - into.atMs) / 1000) * into.restoreRate);
    into.atMs = now;
  }

  /** Reserves the points that the query took last time, and says how long it has to wait for them. */
  function reserveMs(name: string): number {
    const cost = costs.get(name);
    if (!bucket || cost === undefined) return 0;
    refill(bucket);
    bucket.available -= cost;
    return bucket.available >= 0 ? 0 : Math.ceil((-bucket.available / bucket.restoreRate) * 1000);
  }

  function affordable(points: number): number {
    if (!bucket) return 1;
    refill(bucket);
    return Math.floor(bucket.available / points);
  }

  function giveBack(name: string): void {
    if (bucket) bucket.available += costs.get(name) ?? 0;
  }

  async function post(
    token: string,
    body: string,
    withinMs: number,
    signal?: AbortSignal,
  ): Promise<Response> {
    const timeout = AbortSignal.timeout(withinMs);
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

  const client = (patience: Patience): AdminClient => ({
    shop,
    affordable,
    restoreRate: () => bucket?.restoreRate ?? null,
    async query(operation, variables = {}, signal) {
      const startedMs = performance.now();
      const body = JSON.stringify({ query: operation.document, variables });
      const isWrite = operation.document.trimStart().startsWith("mutation");
      const repeatable = operation.isRepeatable ?? !isWrite;
      let refusedToken: string | undefined;
      let unavailable = 0;
      let throttledMs = 0;

      async function wait(ms: number): Promise<void> {
        throttledMs += ms;
        if (throttledMs > patience.throttledMs) throw new AdminThrottled(shop.domain, throttledMs, ms);
        metrics.throttleWait.observe(ms / 1000);
        await delay(ms, undefined, { signal });
      }

      async function pauseOrThrow(message: string, status: number | null, cause?: unknown): Promise<void> {
        unavailable++;
        if (signal?.aborted) throw signal.reason;
        const isOver = performance.now() - startedMs - throttledMs >= patience.unavailableMs;
        if (!repeatable || unavailable >= MAX_UNAVAILABLE_TRIES || isOver) {
          throw new AdminUnavailable(message, status, { cause });
        }
        await delay(100 * 4 ** (unavailable - 1) * (0.5 + Math.random()), undefined, { signal });
      }

      for (;;) {
        const waitMs = reserveMs(operation.name);
        if (waitMs > 0) {
          try {
            await wait(waitMs);
          } catch (error) {
            giveBack(operation.name);
            throw error;
          }
        }
        const session = await sessions.fresh(shop, refusedToken);
        let response: Response;
        let text: string;
        try {
          response = await post(session.accessToken, body, patience.answerMs, signal);
          text = await response.text();
        } catch (error) {
          await pauseOrThrow(`${shop.domain} did not answer ${operation.name}`, null, error);
          continue;
        }
        if (response.status === 401 || response.status === 403) {
          if (refusedToken !== undefined) {
            // 403 may say something else than that the token is refused.
            if (response.status === 401) await sessions.end(shop, session.accessToken);
            throw new AdminUnauthorized(shop.domain);
          }
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
          const { currentlyAvailable, maximumAvailable, restoreRate } = cost.throttleStatus;
          bucket = {
            available: currentlyAvailable,
            maximum: maximumAvailable,
            restoreRate,
            atMs: performance.now(),
          };
          costs.set(operation.name, cost.requestedQueryCost);
          // A query for several searches has their number in its name.
          const name = operation.name.replace(/_\d+$/, "");
          metrics.costPoints.inc({ operation: name }, cost.actualQueryCost ?? 0);
        }
        const problems = problemsOf(answer.errors);
        if (problems.some((problem) => problem.code === "THROTTLED")) {
          if (!patience.asksThrottledAgain) {
            const missing = cost ? cost.requestedQueryCost - cost.throttleStatus.currentlyAvailable : 0;
            const missingMs = cost ? (missing / cost.throttleStatus.restoreRate) * 1000 : 0;
            throw new AdminThrottled(shop.domain, throttledMs, Math.max(missingMs, 1_000));
          }
          // Reserved again at the top of the loop, which waits for what is missing.
          await wait(cost ? 50 : 1000);
          continue;
        }
        if (problems.some((problem) => problem.code === "INTERNAL_SERVER_ERROR")) {
          await pauseOrThrow(`${shop.domain} failed inside at ${operation.name}`, response.status);
          continue;
        }
        if (problems.length > 0) throw new AdminQueryError(problems, isWrite);
        const data = operation.data.safeParse(answer.data);
        if (!data.success) throw new UnexpectedAnswer(operation.name, whatIsWrong(data.error));
        const answeredMs = Date.parse(response.headers.get("Date") ?? "");
        return {
          data: data.data,
          requestedCost: cost?.requestedQueryCost ?? null,
          answeredAt: Number.isNaN(answeredMs) ? null : new Date(answeredMs),
        };
      }
    },
  });
  return { patient: client(PATIENCE.patient), live: client(PATIENCE.live) };
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

import { z } from "zod";
import { parseShopDomain, type ShopDomain } from "../platform/ids.ts";

/**
 * What a job is: its name, payload and how it is queued. Its handler lives where the work is done. Every job may run
 * more than once, so handlers are idempotent, and payloads hold ids alone: what they stand for is read when the job runs.
 */
export interface JobDefinition<Payload> {
  readonly name: string;
  readonly payload: z.ZodType<Payload>;
  /** Jobs of one key are one: see `policy`. */
  singletonKey(payload: Payload): string;
  /**
   * `exclusive`: one job of a key waits or runs. `in_turn`: one waits while another runs, so that what came up during a run is seen by
   * the next; two never run at once.
   */
  readonly policy: "exclusive" | "in_turn";
  readonly retryLimit: number;
  /** First pause before a retry; it doubles with each one. */
  readonly retryDelaySeconds: number;
  readonly expireInSeconds: number;
}

const DEFAULTS = { retryLimit: 8, retryDelaySeconds: 5, expireInSeconds: 15 * 60 } as const;

export function defineJob<Payload>(
  definition: Pick<JobDefinition<Payload>, "name" | "payload" | "singletonKey" | "policy"> &
    Partial<JobDefinition<Payload>>,
): JobDefinition<Payload> {
  return { ...DEFAULTS, ...definition };
}

export const shopDomain: z.ZodType<ShopDomain> = z.string().transform((text) => parseShopDomain(text));
/** The webhook or request that a job follows from, for the log. */
const origin = z.string().max(200).optional();
export const ofShop = z.object({ shop: shopDomain, origin });
export const byShop = ({ shop }: z.infer<typeof ofShop>): string => shop;

/** A job that looks at every shop and is run again by its schedule, so it is not tried again by itself. */
export function defineRound(name: string): JobDefinition<Record<string, never>> {
  return defineJob({
    name,
    payload: z.object({}),
    singletonKey: () => "all",
    policy: "exclusive",
    retryLimit: 0,
  });
}

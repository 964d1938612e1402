import { setTimeout as delay } from "node:timers/promises";
import type { Db } from "../../db/client.ts";
import { type BucketRate, blockBuckets, takeTokens } from "../../db/queries/destinations/buckets.ts";
import { parseEncryptionKeys } from "../../platform/encryption-keys.ts";
import type { ShopId } from "../../platform/ids.ts";
import { TokenCipher } from "../../shopify/token-cipher.ts";
import type { DestinationHost } from "../host.ts";
import { type RateBucket, type Tool, type ToolDefinition, type ToolHost, ToolUnavailable } from "../tool.ts";

/** Longer than a tool may take to read an import of 10,000 people. */
const ANSWER_MS = 30_000;
/** Longer waits are left to the queue. */
const LONGEST_WAIT_MS = 3_000;
/** Share of a limit that may be used at once. The rest comes in evenly, so that no window of the tool's sees more than its limit. */
const AT_ONCE = 0.05;

/** The app's own limit, which keeps it below the tool's: nothing is wrong. */
export class RateSpent extends ToolUnavailable {
  readonly waitMs: number;
  constructor(waitMs: number) {
    super("the rate limit is reached", { retryAfterMs: waitMs });
    this.waitMs = waitMs;
  }
}

export function rateOf({ name, most, perMs }: RateBucket): BucketRate {
  const capacity = Math.max(1, Math.floor(most * AT_ONCE));
  return { name, capacity, perMs: Math.max(most - capacity, 1) / perMs };
}

/** What a sealed key belongs to. */
export const keyContext = (shop: ShopId, destinationId: string): string =>
  `${shop} destination ${destinationId}`;

export interface SealedKey {
  readonly sealedKey: Buffer;
  readonly keyId: string;
}

export function sealKey(
  { env }: Pick<DestinationHost, "env">,
  shop: ShopId,
  destinationId: string,
  key: string,
): SealedKey {
  const cipher = new TokenCipher(parseEncryptionKeys(env.ENCRYPTION_KEYS));
  return { sealedKey: cipher.seal(key, keyContext(shop, destinationId)), keyId: cipher.keyId };
}

/** Throws UnreadableToken. */
export function openKey(
  { env }: Pick<DestinationHost, "env">,
  shop: ShopId,
  destinationId: string,
  { sealedKey, keyId }: SealedKey,
): string {
  const cipher = new TokenCipher(parseEncryptionKeys(env.ENCRYPTION_KEYS));
  return cipher.open(sealedKey, keyId, keyContext(shop, destinationId));
}

interface ToolAccess {
  readonly env: Pick<DestinationHost["env"], "TOOLS_EMULATOR_URL">;
  readonly fetch: typeof fetch;
}

const baseUrlOf = ({ env }: ToolAccess, { name }: ToolDefinition): string | null =>
  env.TOOLS_EMULATOR_URL ? `${env.TOOLS_EMULATOR_URL.replace(/\/$/, "")}/${name}` : null;

/** The tool under a key, with the destination's own share of its limits. `onRequest` is told of each request. */
export function openTool(
  access: ToolAccess & { readonly db: Db },
  shop: ShopId,
  destinationId: string,
  definition: ToolDefinition,
  key: string,
  onRequest: () => void = () => {},
): Tool {
  const { db } = access;
  const rates = new Map(definition.buckets.map((bucket) => [bucket.name, rateOf(bucket)]));
  // What asks at the same time meets the closed limit, and may be heard of first.
  let refusedByTool: ToolUnavailable | null = null;
  const host: ToolHost = {
    baseUrl: baseUrlOf(access, definition),
    fetch: access.fetch,
    answerMs: ANSWER_MS,
    async take(names, signal) {
      const buckets = names.flatMap((name) => rates.get(name) ?? []);
      const until = performance.now() + LONGEST_WAIT_MS;
      for (;;) {
        const waitMs = await takeTokens(db, shop, destinationId, buckets);
        if (waitMs === null) break;
        if (performance.now() + waitMs > until) throw refusedByTool ?? new RateSpent(waitMs);
        await delay(waitMs, undefined, { signal });
      }
      onRequest();
    },
    block: (names, forMs, refused) => {
      refusedByTool = refused;
      return blockBuckets(db.pool, shop, destinationId, names, forMs);
    },
  };
  return definition.connect(key, host);
}

/** A key that is being tried, before there is a destination: a few requests, and no limit to be shared. */
export function tryTool(access: ToolAccess, definition: ToolDefinition, key: string): Tool {
  return definition.connect(key, {
    baseUrl: baseUrlOf(access, definition),
    fetch: access.fetch,
    answerMs: ANSWER_MS,
    take: async () => {},
    block: async () => {},
  });
}

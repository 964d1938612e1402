import { setTimeout as delay } from "node:timers/promises";
import { type CheckPlace, fullCheckJob } from "../../app/jobs/definitions/full-check.ts";
import type { ShopRef } from "../../app/platform/ids.ts";
import { type FullCheck, type FullCheckOptions, stepFullCheck } from "../../app/sync/checking/full-check.ts";
import type { SyncRuntime } from "../../app/sync/runtime.ts";

/** As the job does step by step; what it carries goes through the queue's JSON. */
export async function checkEverything(runtime: SyncRuntime, shop: ShopRef, options: FullCheckOptions = {}) {
  const checks: FullCheck[] = [];
  for (let at: CheckPlace | null = null; ; ) {
    const step = await stepFullCheck(runtime, shop, at, options);
    if (step.check) checks.push(step.check);
    if (!step.next) return checks;
    at = asCarried(shop, step.next);
    await delay(step.waitMs);
  }
}

const asCarried = (shop: ShopRef, at: CheckPlace) =>
  fullCheckJob.payload.parse(JSON.parse(JSON.stringify({ shop: shop.domain, at }))).at ?? null;

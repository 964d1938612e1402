import type { RequestContext } from "../shop-internals.ts";

const SIXTY_DAYS_MS = 60 * 86_400_000;

/** Without `read_all_orders` an app sees the orders of the last 60 days; null means all of them. */
export function visibleSinceMs(ctx: RequestContext): number | null {
  return ctx.grantedScopes.has("read_all_orders") ? null : ctx.shop.nowMs() - SIXTY_DAYS_MS;
}

import { z } from "zod";
import type { Db } from "../../db/client.ts";
import type { JobQueue } from "../../jobs/queue.ts";
import type { Clock } from "../../platform/clock.ts";
import type { ShopRef } from "../../platform/ids.ts";
import { costChange } from "./cost-change.ts";
import { type CostPreview, previewCosts } from "./preview-costs.ts";
import { type CostsSaved, saveCosts } from "./save-costs.ts";

const asked = z.object({ intent: z.enum(["preview", "save"]), change: costChange });

export type CostsAnswer =
  | { readonly intent: "preview"; readonly preview: CostPreview | null | "took_too_long" }
  | { readonly intent: "save"; readonly saved: CostsSaved };

/** What a page of costs asks: to see what a change moves, or to save it. Null for what asks neither. */
export async function answerCosts(
  host: { readonly db: Db; readonly jobs: Pick<JobQueue, "enqueue">; readonly clock: Clock },
  shop: ShopRef,
  body: unknown,
  by: string,
): Promise<CostsAnswer | null> {
  const parsed = asked.safeParse(body);
  if (!parsed.success) return null;
  const { intent, change } = parsed.data;
  return intent === "preview"
    ? { intent, preview: await previewCosts(host.db, shop, change) }
    : { intent, saved: await saveCosts(host, shop, change, by) };
}

import type { ActionFunctionArgs } from "@remix-run/node";
import { z } from "zod";
import {
  type ArchiveFailure,
  archiveSegment,
  duplicateSegment,
  restoreSegment,
  returnToVersion,
  type SaveOutcome,
  updateSegment,
} from "../segments/change-segment.ts";
import { storedKey } from "../segments/segment-key.ts";
import { requireShop } from "../shopify/require-shop.ts";
import type { ChangeAnswer, SegmentChange } from "../ui/segments/use-segment-change.ts";

const name = z.string().max(1_000);
const change = z.discriminatedUnion("change", [
  z.object({ change: z.literal("rename"), name, revision: z.int32() }),
  z.object({ change: z.literal("duplicate"), name }),
  z.object({ change: z.literal("archive") }),
  z.object({ change: z.literal("restore") }),
  z.object({ change: z.literal("return"), version: z.int32(), revision: z.int32() }),
]);

/** Changes a segment of the shop's own, and answers with its key and revision or with why not. */
export async function action({ request, params, context: { app } }: ActionFunctionArgs) {
  const { shop, userId } = await requireShop(request, app);
  const key = storedKey.safeParse(params.segmentKey);
  if (!key.success) throw new Response(null, { status: 404 });
  const asked = change.safeParse(await request.json().catch(() => null));
  if (!asked.success) throw new Response(null, { status: 400 });
  const outcome = await done(asked.data, key.data);
  return Response.json(answerOf(asked.data.change, outcome));

  function done(its: z.infer<typeof change>, of: string) {
    switch (its.change) {
      case "rename":
        return updateSegment(app, shop, of, { name: its.name, revision: its.revision }, userId);
      case "duplicate":
        return duplicateSegment(app, shop, of, its.name, userId);
      case "archive":
        return archiveSegment(app, shop, of, userId);
      case "restore":
        return restoreSegment(app, shop, of, userId);
      case "return":
        return returnToVersion(app, shop, of, its, userId);
    }
  }
}

function answerOf(change: SegmentChange["change"], outcome: SaveOutcome | ArchiveFailure): ChangeAnswer {
  if (!outcome.ok)
    return { ok: false, change, reason: outcome.reason, ...("by" in outcome && { by: outcome.by }) };
  const { key, name } = outcome.segment;
  return { ok: true, change, key, name };
}

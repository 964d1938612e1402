import type { ActionFunctionArgs } from "@remix-run/node";
import { z } from "zod";
import { createSegment, type SaveOutcome, updateSegment } from "../segments/change-segment.ts";
import { askedOrder } from "../segments/list-order.ts";
import { isTemplateKey } from "../segments/segment-key.ts";
import { requireShop } from "../shopify/require-shop.ts";
import type { SaveAnswer } from "../ui/segment-builder/save-segment.ts";

const named = { name: z.string().max(1_000), rule: z.unknown(), order: askedOrder.optional() };
const form = z.union([
  z.object({ ...named, key: z.string(), revision: z.int32() }),
  z.object({ ...named, key: z.null(), templateKey: z.string().nullable() }),
]);

/** Saves a rule that was built, as a new segment or as the next version of one. */
export async function action({ request, context }: ActionFunctionArgs) {
  const { shop, userId } = await requireShop(request, context.app);
  const given = form.safeParse(await request.json().catch(() => null));
  if (!given.success) throw new Response(null, { status: 400 });
  const asked = given.data;
  if (asked.key !== null)
    return Response.json(answerOf(await updateSegment(context.app, shop, asked.key, asked, userId)));
  const { name, rule, order, templateKey } = asked;
  const segment = { name, rule, order, templateKey: isTemplateKey(templateKey) ? templateKey : undefined };
  return Response.json(answerOf(await createSegment(context.app, shop, segment, userId)));
}

function answerOf(outcome: SaveOutcome): SaveAnswer {
  if (outcome.ok) return { ok: true, key: outcome.segment.key };
  if (outcome.reason === "bad_rule")
    return { ok: false, reason: outcome.reason, path: outcome.issues[0]?.path.join(".") ?? "" };
  if (outcome.reason === "uses_archived") return { ok: false, reason: outcome.reason, by: outcome.by };
  return outcome.reason === "cycle"
    ? { ok: false, reason: outcome.reason, through: outcome.through }
    : { ok: false, reason: outcome.reason };
}

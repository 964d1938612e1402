import type { ActionFunctionArgs } from "@remix-run/node";
import { z } from "zod";
import { storableDay } from "../segments/operands.ts";
import { previewRule } from "../segments/preview.ts";
import { rule } from "../segments/rule.ts";
import { requireShop } from "../shopify/require-shop.ts";
import type { AskedPreview } from "../ui/segment-builder/use-preview.ts";

/** `day`: an earlier one instead of today. */
const asking = z.object({ rule: z.unknown(), day: storableDay.nullable() });

/** What a rule that is being built would hold. */
export async function action({ request, context }: ActionFunctionArgs) {
  const { shop } = await requireShop(request, context.app);
  const sent = asking.safeParse(await request.json().catch(() => null));
  if (!sent.success)
    return new Response('Expected {"rule": ..., "day": "2026-03-31" or null}', { status: 400 });
  const asked = rule.safeParse(sent.data.rule);
  const answer: AskedPreview = asked.success
    ? await previewRule(context.app.db, shop, asked.data, sent.data.day)
    : { state: "refused", path: asked.error.issues[0]?.path.join(".") ?? "" };
  return Response.json(answer);
}

import type { ActionFunctionArgs } from "@remix-run/node";
import { previewRule } from "../segments/preview.ts";
import { rule } from "../segments/rule.ts";
import { requireShop } from "../shopify/require-shop.ts";
import type { AskedPreview } from "../ui/segment-builder/use-preview.ts";

/** What a rule that is being built would hold. */
export async function action({ request, context }: ActionFunctionArgs) {
  const { shop } = await requireShop(request, context.app);
  const asked = rule.safeParse(await request.json().catch(() => null));
  const answer: AskedPreview = asked.success
    ? await previewRule(context.app.db, shop, asked.data)
    : { state: "refused", path: asked.error.issues[0]?.path.join(".") ?? "" };
  return Response.json(answer);
}

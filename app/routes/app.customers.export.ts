import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { previewExport } from "../exports/exports.ts";
import { downloadResponse, requestDownload } from "../exports/request-download.ts";
import { listedRule } from "../segments/customer-list.ts";
import type { Rule } from "../segments/rule.ts";
import { requireShop } from "../shopify/require-shop.ts";
import { customerQueryOf, listQueryOf } from "../ui/customers/customer-query.ts";

/** What the address filters by; a list that is searched is another one, and has no export, nor has one whose conditions cannot be read. */
function audienceOf(request: Request): Rule {
  const asked = listQueryOf(customerQueryOf(new URL(request.url).searchParams));
  const { rule } = listedRule(asked);
  if (asked.search || !rule) throw new Response(null, { status: 400 });
  return rule;
}

/** Who would go into an export of the filtered list now, and who would not. */
export async function loader({ request, context }: LoaderFunctionArgs) {
  const { shop } = await requireShop(request, context.app);
  const preview = await previewExport(context.app.db, shop, audienceOf(request));
  if (!preview) throw new Response(null, { status: 404 });
  return { preview };
}

/** Records the export and answers with the link to its one download, or with why not. */
export async function action({ request, context }: ActionFunctionArgs) {
  const { shop, userId } = await requireShop(request, context.app);
  const form = await request.json().catch(() => null);
  return downloadResponse(await requestDownload(context.app, { shop, userId }, audienceOf(request), form));
}

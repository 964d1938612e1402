import type { LoaderFunctionArgs } from "@remix-run/node";
import { requireShop } from "../shopify/require-shop.ts";
import { titled } from "../ui/page-title.ts";

/** Every other address in the admin: the layout says that there is no such page, with the way back. */
export async function loader({ request, context }: LoaderFunctionArgs) {
  await requireShop(request, context.app);
  throw new Response(null, { status: 404 });
}

export const meta = titled("error.not_found.title");

// With a component this is a page and not a bare answer, so that the layout's boundary draws it.
export default function NoSuchPage() {
  return null;
}

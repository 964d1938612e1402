import type { LoaderFunctionArgs } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { requireShop } from "../shopify/require-shop.ts";
import { ModelPage } from "../ui/model/model-page.tsx";
import { titled } from "../ui/page-title.ts";
import { useRefreshWhile } from "../ui/states/refresh-while.ts";
import { readModelPage } from "../valuation/pages/model/model-page.ts";

export async function loader({ request, context }: LoaderFunctionArgs) {
  const { shop } = await requireShop(request, context.app);
  return { view: await readModelPage(context.app.db, shop) };
}

export const meta = titled("model.title");

export default function Model() {
  const { view } = useLoaderData<typeof loader>();
  useRefreshWhile(
    view.state === "waiting" || (view.state === "learning" && view.reason === "not_fitted_yet"),
  );
  return <ModelPage view={view} />;
}

import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { requireShop } from "../shopify/require-shop.ts";
import { CostsPage } from "../ui/costs/costs-page.tsx";
import { useCostChange } from "../ui/costs/use-cost-change.ts";
import { titled } from "../ui/page-title.ts";
import { useRefreshWhile } from "../ui/states/refresh-while.ts";
import { answerCosts } from "../valuation/costs/answer-costs.ts";
import { readCosts } from "../valuation/costs/read-costs.ts";

export async function loader({ request, context }: LoaderFunctionArgs) {
  const { shop } = await requireShop(request, context.app);
  return { view: await readCosts(context.app.db, shop) };
}

export async function action({ request, context }: ActionFunctionArgs) {
  const { shop, userId } = await requireShop(request, context.app);
  return answerCosts(context.app, shop, await request.json().catch(() => null), userId);
}

export const meta = titled("costs.title");

export default function Costs() {
  const { view } = useLoaderData<typeof loader>();
  const changing = useCostChange();
  useRefreshWhile(view.recomputing);
  return <CostsPage view={view} changing={changing} />;
}

import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { useLoaderData, useNavigate } from "@remix-run/react";
import { useEffect, useState } from "react";
import { z } from "zod";
import { requireShop } from "../shopify/require-shop.ts";
import { ProductCostsPage } from "../ui/costs/products-page.tsx";
import { useCostChange } from "../ui/costs/use-cost-change.ts";
import { useCostsFile } from "../ui/costs/use-costs-file.ts";
import { titled } from "../ui/page-title.ts";
import { answerCosts } from "../valuation/costs/answer-costs.ts";
import { readProductCosts } from "../valuation/costs/read-products.ts";

const TYPING_PAUSE_MS = 300;

const asked = z.object({
  q: z
    .string()
    .max(200)
    .refine((text) => text.isWellFormed() && !text.includes("\0"))
    .catch(""),
  page: z.coerce.number().int().min(1).max(100_000).catch(1),
});

export async function loader({ request, context }: LoaderFunctionArgs) {
  const { shop } = await requireShop(request, context.app);
  const { q, page } = asked.parse(Object.fromEntries(new URL(request.url).searchParams));
  return { view: await readProductCosts(context.app.db, shop, { contains: q.trim(), page }) };
}

export async function action({ request, context }: ActionFunctionArgs) {
  const { shop, userId } = await requireShop(request, context.app);
  return answerCosts(context.app, shop, await request.json().catch(() => null), userId);
}

export const meta = titled("costs.products.title");

const addressOf = (contains: string, page: number): string => {
  const parameters = new URLSearchParams();
  if (contains !== "") parameters.set("q", contains);
  if (page > 1) parameters.set("page", String(page));
  return `/app/costs/products${parameters.size > 0 ? `?${parameters}` : ""}`;
};

export default function ProductCosts() {
  const { view } = useLoaderData<typeof loader>();
  const [search, setSearch] = useState(view.contains);
  const changing = useCostChange();
  const file = useCostsFile();
  const navigate = useNavigate();
  useEffect(() => {
    if (search.trim() === view.contains) return;
    const timer = setTimeout(() => navigate(addressOf(search.trim(), 1), { replace: true }), TYPING_PAUSE_MS);
    return () => clearTimeout(timer);
  }, [search, view.contains, navigate]);
  return (
    <ProductCostsPage
      view={view}
      search={search}
      changing={changing}
      file={file}
      onSearch={setSearch}
      onPage={(page) => navigate(addressOf(view.contains, page))}
    />
  );
}

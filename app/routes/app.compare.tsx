import type { LoaderFunctionArgs } from "@remix-run/node";
import { useLoaderData, useNavigate } from "@remix-run/react";
import { z } from "zod";
import { requireShop } from "../shopify/require-shop.ts";
import { readCustomerSpending } from "../sync/status/customer-spending.ts";
import { compareAddress } from "../ui/compare/compare-address.ts";
import { ComparePage } from "../ui/compare/compare-page.tsx";
import { CustomerComparePage } from "../ui/compare/customer-compare-page.tsx";
import { withFrom } from "../ui/customer/back-address.ts";
import { titled } from "../ui/page-title.ts";
import { useRefreshWhile } from "../ui/states/refresh-while.ts";
import { readCustomerComparison } from "../valuation/pages/comparison/customer.ts";
import { readComparison } from "../valuation/pages/comparison/months.ts";
import { readSurvivor } from "../valuation/pages/customers/customer.ts";
import { readShopFacts } from "../valuation/pages/shop-facts.ts";

const query = z.object({
  customer: z.coerce.number().int().positive().optional(),
  year: z.coerce.number().int().min(1).max(9_999).optional(),
  month: z.coerce.number().int().min(1).max(12).optional(),
});

const notFound = () => new Response(null, { status: 404 });

export async function loader({ request, context }: LoaderFunctionArgs) {
  const { shop, redirect } = await requireShop(request, context.app);
  const { db } = context.app;
  const { searchParams } = new URL(request.url);
  const asked = query.safeParse(Object.fromEntries(searchParams));
  if (!asked.success) throw notFound();
  const { customer, ...period } = asked.data;
  if (customer === undefined) return { months: await readComparison(db, shop, period), customer: null };
  const survivor = await readSurvivor(db, shop, customer);
  const { currency } = await readShopFacts(db, shop);
  const spending = await readCustomerSpending(context.app, shop, survivor, currency);
  const view = await readCustomerComparison(db, shop, survivor, spending);
  // The customer's page says why there is nothing to compare.
  if (!view) throw redirect(withFrom(`/app/customers/${survivor}`, searchParams));
  return { months: null, customer: view };
}

export const meta = titled("compare.title");

export default function Compare() {
  const { months, customer } = useLoaderData<typeof loader>();
  const navigate = useNavigate();
  useRefreshWhile(months?.state === "reading" || (months?.state === "full" && months.updating));
  if (customer) return <CustomerComparePage view={customer} />;
  return <ComparePage view={months} onYear={(year) => navigate(compareAddress(year, null))} />;
}

import type { LoaderFunctionArgs } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { z } from "zod";
import { requireShop } from "../shopify/require-shop.ts";
import { CustomerPage } from "../ui/customer/customer-page.tsx";
import { readCustomer } from "../valuation/pages/customers/customer.ts";

const customerId = z.coerce.number().int().positive();

const notFound = () => new Response(null, { status: 404 });

export async function loader({ request, params, context }: LoaderFunctionArgs) {
  const { shop } = await requireShop(request, context.app);
  const id = customerId.safeParse(params.customerId);
  const view = id.success ? await readCustomer(context.app.db, shop, id.data) : null;
  if (!view) throw notFound();
  return { view };
}

export default function Customer() {
  const { view } = useLoaderData<typeof loader>();
  return <CustomerPage view={view} />;
}

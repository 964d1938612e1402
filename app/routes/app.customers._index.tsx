import type { LoaderFunctionArgs } from "@remix-run/node";
import { useLoaderData, useNavigate, useNavigation } from "@remix-run/react";
import { requireShop } from "../shopify/require-shop.ts";
import { customerAddress } from "../ui/customers/customer-address.ts";
import { customerQueryOf } from "../ui/customers/customer-query.ts";
import { CustomersPage } from "../ui/customers/customers-page.tsx";
import { listCustomers } from "../valuation/customers.ts";

export async function loader({ request, context }: LoaderFunctionArgs) {
  const { shop } = await requireShop(request, context.app);
  const query = customerQueryOf(new URL(request.url).searchParams);
  return { query, list: await listCustomers(context.app.db, shop, query) };
}

export default function Customers() {
  const { list, query } = useLoaderData<typeof loader>();
  const navigate = useNavigate();
  const { location } = useNavigation();
  return (
    <CustomersPage
      list={list}
      query={query}
      loading={location?.pathname === "/app/customers"}
      onChange={(next) => navigate(customerAddress(next), { replace: next.search !== query.search })}
    />
  );
}

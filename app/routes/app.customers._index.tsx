import type { LoaderFunctionArgs } from "@remix-run/node";
import { useLoaderData, useNavigate, useNavigation } from "@remix-run/react";
import { useEffect, useState } from "react";
import { listCustomers } from "../segments/customer-list.ts";
import { requireShop } from "../shopify/require-shop.ts";
import { customerAddress, exportAddress } from "../ui/customers/customer-address.ts";
import { customerQueryOf, listQueryOf } from "../ui/customers/customer-query.ts";
import { CustomersPage } from "../ui/customers/customers-page.tsx";
import { useExport } from "../ui/exports/use-export.ts";

export async function loader({ request, context }: LoaderFunctionArgs) {
  const { shop } = await requireShop(request, context.app);
  const query = customerQueryOf(new URL(request.url).searchParams);
  return { query, list: await listCustomers(context.app.db, shop, listQueryOf(query)) };
}

export default function Customers() {
  const { list, query } = useLoaderData<typeof loader>();
  // A choice shows at once; the list follows when it has arrived.
  const [chosen, setChosen] = useState(query);
  useEffect(() => setChosen(query), [query]);
  const exporting = useExport(exportAddress(chosen));
  const navigate = useNavigate();
  const { location } = useNavigation();
  return (
    <CustomersPage
      list={list}
      query={chosen}
      loading={location?.pathname === "/app/customers"}
      exporting={exporting}
      onChange={(next) => {
        setChosen(next);
        navigate(customerAddress(next), { replace: next.search !== chosen.search });
      }}
    />
  );
}

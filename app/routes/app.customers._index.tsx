import type { LoaderFunctionArgs } from "@remix-run/node";
import { useLoaderData, useNavigate, useNavigation } from "@remix-run/react";
import { useEffect, useRef, useState } from "react";
import { listCustomers } from "../segments/customer-list.ts";
import { requireShop } from "../shopify/require-shop.ts";
import { customerAddress, exportAddress } from "../ui/customers/customer-address.ts";
import { customerQueryOf, listQueryOf } from "../ui/customers/customer-query.ts";
import { CustomersPage } from "../ui/customers/customers-page.tsx";
import { useExport } from "../ui/exports/use-export.ts";
import { titled } from "../ui/page-title.ts";

/** How long typing has to pause before the list follows. */
const TYPING_PAUSE_MS = 300;

export async function loader({ request, context }: LoaderFunctionArgs) {
  const { shop } = await requireShop(request, context.app);
  const query = customerQueryOf(new URL(request.url).searchParams);
  return { query, list: await listCustomers(context.app.db, shop, listQueryOf(query)) };
}

export const meta = titled("customers.title");

export default function Customers() {
  const { list, query } = useLoaderData<typeof loader>();
  // A choice shows at once; the list follows when it has arrived.
  const [chosen, setChosen] = useState(query);
  const typing = useRef<number | undefined>(undefined);
  useEffect(() => {
    if (typing.current === undefined) setChosen(query);
  }, [query]);
  useEffect(() => () => window.clearTimeout(typing.current), []);
  const exporting = useExport(exportAddress(chosen));
  const navigate = useNavigate();
  const { location } = useNavigation();
  return (
    <CustomersPage
      list={list}
      query={chosen}
      loading={location?.pathname === "/app/customers"}
      exporting={exporting}
      onChange={(next, isTyped = false) => {
        setChosen(next);
        window.clearTimeout(typing.current);
        typing.current = undefined;
        const show = () => {
          typing.current = undefined;
          navigate(customerAddress(next), { replace: isTyped || next.search !== chosen.search });
        };
        if (isTyped) typing.current = window.setTimeout(show, TYPING_PAUSE_MS);
        else show();
      }}
    />
  );
}

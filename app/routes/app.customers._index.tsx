import type { LoaderFunctionArgs } from "@remix-run/node";
import { useLoaderData, useNavigate, useNavigation } from "@remix-run/react";
import { useEffect, useState } from "react";
import { listCustomers } from "../segments/customer-list.ts";
import { requireShop } from "../shopify/require-shop.ts";
import { useBasisChoice } from "../ui/basis/use-basis-choice.ts";
import { type CustomerQuery, customerAddress, exportAddress } from "../ui/customers/customer-address.ts";
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
  const [typed, setTyped] = useState<CustomerQuery | null>(null);
  // Followed only when it changes: once typing has been asked for, the list of before is still there.
  const [arrived, setArrived] = useState(query);
  if (arrived !== query) {
    setArrived(query);
    if (typed === null) setChosen(query);
  }
  const basisChoice = useBasisChoice();
  const exporting = useExport(exportAddress(chosen));
  const navigate = useNavigate();
  const { location, state } = useNavigation();
  useEffect(() => {
    // One list after the other: what is typed meanwhile is asked for once this one has arrived.
    if (typed === null || state !== "idle") return;
    const timer = setTimeout(() => {
      navigate(customerAddress(typed), { replace: true });
      setTyped(null);
    }, TYPING_PAUSE_MS);
    return () => clearTimeout(timer);
  }, [typed, state, navigate]);
  return (
    <CustomersPage
      list={list}
      query={chosen}
      loading={location?.pathname === "/app/customers"}
      exporting={exporting}
      basisChoice={basisChoice}
      onChange={(next, isTyped = false) => {
        setChosen(next);
        setTyped(isTyped ? next : null);
        if (!isTyped) navigate(customerAddress(next), { replace: next.search !== chosen.search });
      }}
    />
  );
}

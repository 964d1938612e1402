import type { LoaderFunctionArgs } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { z } from "zod";
import { readSegmentsOfCustomer } from "../segments/membership/history.ts";
import { requireShop } from "../shopify/require-shop.ts";
import { useBasisChoice } from "../ui/basis/use-basis-choice.ts";
import { withFrom } from "../ui/customer/back-address.ts";
import { CustomerPage } from "../ui/customer/customer-page.tsx";
import { TakenOutPage } from "../ui/customer/taken-out-page.tsx";
import { titledBy } from "../ui/page-title.ts";
import { askWhy } from "../ui/segments/ask-why.ts";
import { readCustomer, readSurvivor } from "../valuation/pages/customers/customer.ts";
import { readTakenOutCustomer } from "../valuation/pages/shared-addresses.ts";

const customerId = z.coerce.number().int().positive();

const notFound = () => new Response(null, { status: 404 });

export async function loader({ request, params, context }: LoaderFunctionArgs) {
  const { shop, redirect } = await requireShop(request, context.app);
  const id = customerId.safeParse(params.customerId);
  if (!id.success) throw notFound();
  const survivor = await readSurvivor(context.app.db, shop, id.data);
  if (survivor !== id.data)
    throw redirect(withFrom(`/app/customers/${survivor}`, new URL(request.url).searchParams));
  const view = await readCustomer(context.app.db, shop, id.data);
  if (view) {
    const segments = await readSegmentsOfCustomer(context.app.db, shop, id.data);
    return { view, segments, takenOut: null };
  }
  const takenOut = await readTakenOutCustomer(context.app.db, shop, id.data);
  if (!takenOut) throw notFound();
  return { view: null, segments: null, takenOut };
}

export const meta = titledBy<Awaited<ReturnType<typeof loader>>>(({ view, takenOut }, t) => {
  if (!view) return takenOut.name ?? takenOut.address;
  const { name, email, customerId } = view.customer;
  return name ?? email ?? t("customers.unnamed", { id: customerId });
}, "customers.title");

export default function Customer() {
  const { view, segments, takenOut } = useLoaderData<typeof loader>();
  const basisChoice = useBasisChoice();
  return view ? (
    <CustomerPage view={view} segments={segments} askWhy={askWhy} basisChoice={basisChoice} />
  ) : (
    <TakenOutPage customer={takenOut} />
  );
}

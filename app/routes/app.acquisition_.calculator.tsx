import type { LoaderFunctionArgs } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { requireShop } from "../shopify/require-shop.ts";
import { CalculatorPage } from "../ui/acquisition/calculator-page.tsx";
import { readCalculatorAddress } from "../ui/acquisition/read-calculator-address.ts";
import { titled } from "../ui/page-title.ts";
import { readOwnFigures } from "../valuation/pages/own-figures.ts";

export async function loader({ request, context }: LoaderFunctionArgs) {
  const { shop } = await requireShop(request, context.app);
  const address = readCalculatorAddress(new URL(request.url).searchParams);
  return { view: await readOwnFigures(context.app.db, shop), address };
}

export const meta = titled("calculator.title");

export default function Calculator() {
  const { view, address } = useLoaderData<typeof loader>();
  return <CalculatorPage view={view} address={address} />;
}

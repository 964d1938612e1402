import type { LoaderFunctionArgs } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { readDestinations } from "../destinations/connections.ts";
import { requireShop } from "../shopify/require-shop.ts";
import { DestinationsPage } from "../ui/destinations/destinations-page.tsx";
import { titled } from "../ui/page-title.ts";
import { useRefreshWhile } from "../ui/states/refresh-while.ts";

export async function loader({ request, context }: LoaderFunctionArgs) {
  const { shop } = await requireShop(request, context.app);
  const { db, clock } = context.app;
  return { view: await readDestinations(db, shop, clock()) };
}

export const meta = titled("destinations.title");

export default function Destinations() {
  const { view } = useLoaderData<typeof loader>();
  useRefreshWhile(
    view.destinations.some(({ lists }) => lists.some(({ running, removing }) => running || removing)),
    5_000,
  );
  return <DestinationsPage view={view} />;
}

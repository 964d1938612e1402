import type { LoaderFunctionArgs } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { z } from "zod";
import { readDestination } from "../destinations/connections.ts";
import { requireShop } from "../shopify/require-shop.ts";
import { DestinationPage } from "../ui/destinations/destination-page.tsx";
import { useDestinationActs } from "../ui/destinations/use-destination-acts.ts";
import { titled } from "../ui/page-title.ts";
import { useRefreshWhile } from "../ui/states/refresh-while.ts";

export async function loader({ request, params, context }: LoaderFunctionArgs) {
  const { shop } = await requireShop(request, context.app);
  const { db, clock } = context.app;
  const id = z.uuid().safeParse(params.destinationId);
  const destination = id.success ? await readDestination(db, shop, id.data, clock()) : null;
  if (!destination) throw new Response(null, { status: 404 });
  return { destination };
}

export const meta = titled("destinations.title");

export default function Destination() {
  const { destination } = useLoaderData<typeof loader>();
  const acts = useDestinationActs(destination.destinationId);
  useRefreshWhile(
    destination.lists.some(({ running, removing }) => running || removing),
    5_000,
  );
  return <DestinationPage destination={destination} acts={acts} />;
}

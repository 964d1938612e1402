import type { LoaderFunctionArgs } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { requireShop } from "../shopify/require-shop.ts";
import { CohortsPage } from "../ui/cohorts/cohorts-page.tsx";
import { titled } from "../ui/page-title.ts";
import { readCohorts } from "../valuation/pages/cohorts.ts";

export async function loader({ request, context }: LoaderFunctionArgs) {
  const { shop } = await requireShop(request, context.app);
  return { view: await readCohorts(context.app.db, shop) };
}

export const meta = titled("cohorts.title");

export default function Cohorts() {
  const { view } = useLoaderData<typeof loader>();
  return <CohortsPage view={view} />;
}

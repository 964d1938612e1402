import type { LoaderFunctionArgs } from "@remix-run/node";
import { useFetcher, useLoaderData } from "@remix-run/react";
import { useEffect } from "react";
import { listExports } from "../exports/exports.ts";
import type { TogetherResult } from "../exports/together.ts";
import { requireShop } from "../shopify/require-shop.ts";
import { ExportsPage } from "../ui/exports/exports-page.tsx";
import { titled } from "../ui/page-title.ts";
import { useRefreshWhile } from "../ui/states/refresh-while.ts";

export async function loader({ request, context }: LoaderFunctionArgs) {
  const { shop } = await requireShop(request, context.app);
  return { records: await listExports(context.app.db, shop) };
}

export const meta = titled("exports.title");

export default function Exports() {
  const { records } = useLoaderData<typeof loader>();
  useRefreshWhile(records.some((record) => record.status === "streaming"));
  const { load, data } = useFetcher<{ result: TogetherResult }>();
  useEffect(() => {
    load("/app/exports/together");
  }, [load]);
  return <ExportsPage records={records} together={data?.result ?? null} />;
}

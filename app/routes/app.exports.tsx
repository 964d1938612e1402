import type { LoaderFunctionArgs } from "@remix-run/node";
import { useFetcher, useLoaderData } from "@remix-run/react";
import { useEffect } from "react";
import { z } from "zod";
import { listExports } from "../exports/exports.ts";
import type { TogetherResult } from "../exports/together.ts";
import { requireShop } from "../shopify/require-shop.ts";
import { ExportsPage } from "../ui/exports/exports-page.tsx";
import { titled } from "../ui/page-title.ts";
import { useRefreshWhile } from "../ui/states/refresh-while.ts";

export async function loader({ request, context }: LoaderFunctionArgs) {
  const { shop } = await requireShop(request, context.app);
  const before = z.uuid().safeParse(new URL(request.url).searchParams.get("before")).data ?? null;
  return { page: await listExports(context.app.db, shop, before), isFirst: before === null };
}

export const meta = titled("exports.title");

export default function Exports() {
  const { page, isFirst } = useLoaderData<typeof loader>();
  useRefreshWhile(page.records.some((record) => record.status === "streaming"));
  const { load, data } = useFetcher<{ result: TogetherResult }>();
  useEffect(() => {
    load("/app/exports/together");
  }, [load]);
  return <ExportsPage {...page} isFirst={isFirst} together={data?.result ?? null} />;
}

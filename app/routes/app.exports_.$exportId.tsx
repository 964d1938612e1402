import type { LoaderFunctionArgs } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { z } from "zod";
import { readExportResult } from "../exports/result.ts";
import { requireShop } from "../shopify/require-shop.ts";
import { ResultPage } from "../ui/exports/result-page.tsx";
import { titled } from "../ui/page-title.ts";

export async function loader({ request, params, context }: LoaderFunctionArgs) {
  const { shop } = await requireShop(request, context.app);
  const exportId = z.uuid().safeParse(params.exportId);
  const view = exportId.success ? await readExportResult(context.app.db, shop, exportId.data) : null;
  if (!view) throw new Response(null, { status: 404 });
  return { view };
}

export const meta = titled("experiment.title");

export default function WhatItBrought() {
  const { view } = useLoaderData<typeof loader>();
  return <ResultPage view={view} />;
}

import type { LoaderFunctionArgs } from "@remix-run/node";
import { useLoaderData, useNavigate } from "@remix-run/react";
import { requireShop } from "../shopify/require-shop.ts";
import { titled } from "../ui/page-title.ts";
import { RfmFlowPage } from "../ui/rfm-flow/rfm-flow-page.tsx";
import { readRfmFlow } from "../valuation/pages/rfm-flow.ts";

export async function loader({ request, context }: LoaderFunctionArgs) {
  const { shop } = await requireShop(request, context.app);
  const asked = new URL(request.url).searchParams;
  return {
    view: await readRfmFlow(context.app.db, shop, { from: asked.get("from"), to: asked.get("to") }),
  };
}

export const meta = titled("flow.title");

export default function RfmFlow() {
  const { view } = useLoaderData<typeof loader>();
  const navigate = useNavigate();
  const onAsk = (from: string, to: string) =>
    navigate(`/app/segments/flow?from=${from}&to=${to}`, { replace: true, preventScrollReset: true });
  return <RfmFlowPage view={view} onAsk={onAsk} />;
}

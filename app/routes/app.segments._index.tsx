import type { LoaderFunctionArgs } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { listSegments } from "../segments/segments.ts";
import { requireShop } from "../shopify/require-shop.ts";
import { SegmentsPage } from "../ui/segments/segments-page.tsx";

export async function loader({ request, context }: LoaderFunctionArgs) {
  const { shop } = await requireShop(request, context.app);
  return { view: await listSegments(context.app.db, shop) };
}

export default function Segments() {
  const { view } = useLoaderData<typeof loader>();
  return <SegmentsPage view={view} />;
}

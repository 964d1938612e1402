import type { LoaderFunctionArgs } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { z } from "zod";
import { segmentKey } from "../segments/segment-key.ts";
import { readSegment } from "../segments/segments.ts";
import { requireShop } from "../shopify/require-shop.ts";
import { useExport } from "../ui/exports/use-export.ts";
import { SegmentPage } from "../ui/segments/segment-page.tsx";

const address = z.object({ segmentKey, cursor: z.string().max(500).optional() });

export async function loader({ request, params, context }: LoaderFunctionArgs) {
  const { shop, redirect } = await requireShop(request, context.app);
  const query = Object.fromEntries(new URL(request.url).searchParams);
  const asked = address.safeParse({ ...query, ...params });
  if (!asked.success) throw new Response(null, { status: 404 });
  const view = await readSegment(context.app.db, shop, asked.data.segmentKey, { cursor: asked.data.cursor });
  return view ? { view } : redirect("/app/segments");
}

export default function Segment() {
  const { view } = useLoaderData<typeof loader>();
  const { step, onOpen, onExport, onClose } = useExport(`/app/segments/${view.segment.key}/export`);
  return (
    <SegmentPage
      view={view}
      exportStep={step}
      onOpenExport={onOpen}
      onExport={onExport}
      onCloseExport={onClose}
    />
  );
}

import type { LoaderFunctionArgs } from "@remix-run/node";
import { type ShouldRevalidateFunction, useLoaderData } from "@remix-run/react";
import { useState } from "react";
import { logFailed } from "../segments/compose.ts";
import type { SegmentName } from "../segments/find.ts";
import { listSegments } from "../segments/list-segments.ts";
import { requireShop } from "../shopify/require-shop.ts";
import { useExport } from "../ui/exports/use-export.ts";
import { titled } from "../ui/page-title.ts";
import { SegmentsPage } from "../ui/segments/segments-page.tsx";
import { useSegmentChange } from "../ui/segments/use-segment-change.ts";

export async function loader({ request, context }: LoaderFunctionArgs) {
  const { shop } = await requireShop(request, context.app);
  const { db, log } = context.app;
  return { view: await listSegments(db, shop, logFailed(log, shop)) };
}

/** What the page shows of its segments is chosen on the page; the same address again asks for new figures. */
export const shouldRevalidate: ShouldRevalidateFunction = ({
  currentUrl,
  nextUrl,
  defaultShouldRevalidate,
}) =>
  defaultShouldRevalidate &&
  (currentUrl.pathname !== nextUrl.pathname || currentUrl.search === nextUrl.search);

export const meta = titled("segments.title");

export default function Segments() {
  const { view } = useLoaderData<typeof loader>();
  const changes = useSegmentChange();
  const [exported, setExported] = useState<SegmentName | null>(null);
  const exports = useExport(exported && `/app/segments/${exported.key}/export`);
  return (
    <SegmentsPage
      view={view}
      changes={changes}
      exported={exported}
      exports={exports}
      onExport={(segment) => {
        setExported(segment);
        exports.onOpen();
      }}
    />
  );
}

import type { LoaderFunctionArgs } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { useState } from "react";
import { logFailed } from "../segments/compose.ts";
import type { SegmentName } from "../segments/find.ts";
import { listSegments } from "../segments/segments.ts";
import { requireShop } from "../shopify/require-shop.ts";
import { useExport } from "../ui/exports/use-export.ts";
import { SegmentsPage } from "../ui/segments/segments-page.tsx";
import { useSegmentChange } from "../ui/segments/use-segment-change.ts";

export async function loader({ request, context }: LoaderFunctionArgs) {
  const { shop } = await requireShop(request, context.app);
  const { db, log } = context.app;
  return { view: await listSegments(db, shop, logFailed(log, shop)) };
}

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

import type { LoaderFunctionArgs } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { z } from "zod";
import { cannotBeCounted, logFailed } from "../segments/compose.ts";
import { usable } from "../segments/find.ts";
import { readSegmentHistory } from "../segments/membership/history.ts";
import { isTemplateKey, segmentKey } from "../segments/segment-key.ts";
import { readSegment } from "../segments/segments.ts";
import { readStored, readVersions } from "../segments/stored.ts";
import { requireShop } from "../shopify/require-shop.ts";
import { useExport } from "../ui/exports/use-export.ts";
import { SegmentPage } from "../ui/segments/segment-page.tsx";
import { UnreadableSegmentPage } from "../ui/segments/unreadable-page.tsx";
import { useSegmentChange } from "../ui/segments/use-segment-change.ts";
import { useRefreshWhile } from "../ui/states/refresh-while.ts";

const address = z.object({ segmentKey, cursor: z.string().max(500).optional() });

const notFound = () => new Response(null, { status: 404 });

export async function loader({ request, params, context }: LoaderFunctionArgs) {
  const { db, clock, log } = context.app;
  const { shop, redirect } = await requireShop(request, context.app);
  const query = Object.fromEntries(new URL(request.url).searchParams);
  const asked = address.safeParse({ ...query, ...params });
  if (!asked.success) throw notFound();
  const { segmentKey: key, cursor } = asked.data;
  const stored = isTemplateKey(key) ? null : await readStored(db.pool, shop.shopId, key);
  if (!isTemplateKey(key) && !stored) throw notFound();
  const segment = stored && usable(stored);
  const own = segment && { segment, versions: await readVersions(db.pool, shop.shopId, segment.key) };
  if (own?.segment.problem) return { own, view: null, history: null };
  const view = await readSegment(db, shop, key, { cursor }).catch((error: unknown) => {
    if (!cannotBeCounted(error)) throw error;
    logFailed(log, shop)({ key }, error);
    return "cannot_be_counted" as const;
  });
  if (view === "cannot_be_counted") {
    if (!own) throw redirect("/app/segments");
    const problem = { code: view };
    return { own: { ...own, segment: { ...own.segment, rule: null, problem } }, view: null, history: null };
  }
  if (!view) throw redirect("/app/segments");
  const history = await readSegmentHistory(db, shop, key, view.conditions, clock());
  return { own, view, history };
}

export default function Segment() {
  const { own, view, history } = useLoaderData<typeof loader>();
  const changes = useSegmentChange();
  const exports = useExport(view && `/app/segments/${view.segment.key}/export`);
  const isCalculating = history?.membership.state === "calculating" && !own?.segment.archivedAt;
  useRefreshWhile(isCalculating, 5_000);
  if (!view) return own && <UnreadableSegmentPage own={own} changes={changes} />;
  return <SegmentPage view={view} own={own} history={history} changes={changes} exports={exports} />;
}

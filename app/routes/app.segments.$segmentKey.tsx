import type { LoaderFunctionArgs } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { z } from "zod";
import { readPublication } from "../publishing/publication.ts";
import { cannotBeCounted, logFailed } from "../segments/compose.ts";
import { usable } from "../segments/find.ts";
import { readSegmentHistory } from "../segments/membership/history.ts";
import { readRuleTerms } from "../segments/rule-terms.ts";
import { isTemplateKey, segmentKey } from "../segments/segment-key.ts";
import { readSegment } from "../segments/segments.ts";
import { readStored, readVersions } from "../segments/stored.ts";
import { requireShop } from "../shopify/require-shop.ts";
import { useExport } from "../ui/exports/use-export.ts";
import { titledBy } from "../ui/page-title.ts";
import { segmentName } from "../ui/segments/segment-name.ts";
import { SegmentPage } from "../ui/segments/segment-page.tsx";
import { UnreadableSegmentPage } from "../ui/segments/unreadable-page.tsx";
import { usePublishing } from "../ui/segments/use-publishing.ts";
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
  const unread = { view: null, history: null, publication: null };
  if (own?.segment.problem) return { own, ...unread };
  const read = await readSegment(db, shop, key, { cursor }).catch((error: unknown) => {
    if (!cannotBeCounted(error)) throw error;
    logFailed(log, shop)({ key }, error);
    return "cannot_be_counted" as const;
  });
  if (read === "cannot_be_counted") {
    if (!own) throw redirect("/app/segments");
    return { own: { ...own, segment: { ...own.segment, rule: null, problem: { code: read } } }, ...unread };
  }
  if (!read) throw redirect("/app/segments");
  const rules = own && [read.conditions, ...own.versions.map(({ rule }) => rule)];
  const terms = rules ? await readRuleTerms(db.pool, shop.shopId, rules, read.terms.thresholds) : read.terms;
  const view = { ...read, terms };
  const [history, publication] = await Promise.all([
    readSegmentHistory(db, shop, key, view.conditions, clock()),
    readPublication(db, shop, key),
  ]);
  return { own, view, history, publication };
}

export const meta = titledBy<Awaited<ReturnType<typeof loader>>>(
  ({ view, own }, t) => (view ? segmentName(view.segment, t) : (own?.segment.name ?? null)),
  "segments.title",
);

export default function Segment() {
  const { own, view, history, publication } = useLoaderData<typeof loader>();
  const changes = useSegmentChange();
  const exports = useExport(view && `/app/segments/${view.segment.key}/export`);
  const isCalculating = history?.membership.state === "calculating" && !own?.segment.archivedAt;
  const publishing = usePublishing(view?.segment.key ?? null, publication);
  useRefreshWhile(isCalculating || publishing.isMoving, 5_000);
  if (!view) return own && <UnreadableSegmentPage own={own} changes={changes} />;
  return <SegmentPage {...{ view, own, history, changes, publishing, exports }} />;
}

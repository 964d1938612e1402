import type { LoaderFunctionArgs } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { z } from "zod";
import { listsOfSegment } from "../destinations/lists-of-segment.ts";
import { readPublication } from "../publishing/publication.ts";
import { cannotBeCounted, logFailed, problemOf } from "../segments/compose.ts";
import { judged } from "../segments/find.ts";
import { readSegmentHistory } from "../segments/membership/history.ts";
import { readSegment } from "../segments/read-segment.ts";
import { readRuleTerms } from "../segments/rule-terms.ts";
import { isTemplateKey, segmentKey } from "../segments/segment-key.ts";
import { readStored, readVersions } from "../segments/stored.ts";
import { requireShop } from "../shopify/require-shop.ts";
import { useExport } from "../ui/exports/use-export.ts";
import { titledBy } from "../ui/page-title.ts";
import { askWhy } from "../ui/segments/ask-why.ts";
import { segmentName } from "../ui/segments/segment-name.ts";
import { SegmentPage } from "../ui/segments/segment-page.tsx";
import { UncountedTemplatePage, UnreadableSegmentPage } from "../ui/segments/unreadable-page.tsx";
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
  const segment = stored && (await judged(db.pool, shop.shopId, stored));
  const own = segment && { segment, versions: await readVersions(db.pool, shop.shopId, segment.key) };
  const unread = { view: null, history: null, uncounted: null };
  const kept = await listsOfSegment(db, shop, key, clock());
  if (own?.segment.problem)
    return { own, ...unread, kept, publication: await readPublication(db, shop, key) };
  const read = await readSegment(db, shop, key, { cursor }).catch((error: unknown) => {
    if (!cannotBeCounted(error)) throw error;
    logFailed(log, shop)({ key }, error);
    return { problem: problemOf(error) };
  });
  if (read && "problem" in read) {
    const publication = await readPublication(db, shop, key);
    if (!own && isTemplateKey(key)) {
      return { own, ...unread, uncounted: { key, name: null, problem: read.problem }, kept, publication };
    }
    if (!own) throw notFound();
    return {
      own: { ...own, segment: { ...own.segment, rule: null, ...read } },
      ...unread,
      kept,
      publication,
    };
  }
  if (!read) throw redirect("/app/segments");
  const rules = own && [read.conditions, ...own.versions.map(({ rule }) => rule)];
  const terms = rules ? await readRuleTerms(db.pool, shop.shopId, rules, read.terms.thresholds) : read.terms;
  const view = { ...read, terms };
  const [history, publication] = await Promise.all([
    readSegmentHistory(db, shop, key, view.conditions, clock()),
    readPublication(db, shop, key),
  ]);
  return { own, view, history, uncounted: null, kept, publication };
}

export const meta = titledBy<Awaited<ReturnType<typeof loader>>>(({ view, own, uncounted }, t) => {
  const segment = view?.segment ?? uncounted;
  return segment ? segmentName(segment, t) : (own?.segment.name ?? null);
}, "segments.title");

export default function Segment() {
  const { own, view, history, uncounted, kept, publication } = useLoaderData<typeof loader>();
  const changes = useSegmentChange();
  const exports = useExport(view && `/app/segments/${view.segment.key}/export`);
  const isCalculating = history?.membership.state === "calculating" && !own?.segment.archivedAt;
  const publishing = usePublishing((view?.segment ?? own?.segment ?? uncounted)?.key ?? null, publication);
  // Of a segment that is not counted nothing moves but what is taken back.
  useRefreshWhile(isCalculating || (publishing.isMoving && (view !== null || !publication?.wanted)), 5_000);
  if (uncounted) return <UncountedTemplatePage template={uncounted} publishing={publishing} kept={kept} />;
  if (!view) return own && <UnreadableSegmentPage {...{ own, changes, publishing, kept }} />;
  return <SegmentPage {...{ view, own, history, changes, publishing, kept, exports, askWhy }} />;
}

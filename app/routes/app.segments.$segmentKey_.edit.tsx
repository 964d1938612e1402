import type { LoaderFunctionArgs } from "@remix-run/node";
import { type ShouldRevalidateFunction, useLoaderData } from "@remix-run/react";
import { useMemo } from "react";
import { readBuilder } from "../segments/builder.ts";
import { isTemplateKey } from "../segments/segment-key.ts";
import { readStored } from "../segments/stored.ts";
import { requireShop } from "../shopify/require-shop.ts";
import { useLocale } from "../ui/locale.tsx";
import { titled } from "../ui/page-title.ts";
import { BuilderScreen } from "../ui/segment-builder/builder-screen.tsx";
import { builderStart } from "../ui/segment-builder/builder-start.ts";
import { draftOfText } from "../ui/segment-builder/draft-text.ts";

export async function loader({ request, params, context }: LoaderFunctionArgs) {
  const { shop, redirect } = await requireShop(request, context.app);
  const { segmentKey: key = "" } = params;
  // A template is nobody's own: what is changed of it becomes a new segment.
  if (isTemplateKey(key)) throw redirect(`/app/segments/new?template=${key}`);
  const segment = await readStored(context.app.db.pool, shop.shopId, key);
  if (!segment || segment.archivedAt !== null) throw new Response(null, { status: 404 });
  const { name, rule, order, revision, formerCurrency } = segment;
  const draft = new URL(request.url).searchParams.get("draft");
  const rules = [rule, draft !== null && draftOfText(draft)];
  const view = await readBuilder(context.app.db, shop, { key: segment.key, rules });
  return { view, draft, segment: { key, name, rule, order, revision, formerCurrency } };
}

/** What a merchant is building is not read again under their hands. */
export const shouldRevalidate: ShouldRevalidateFunction = ({ currentUrl, nextUrl }) =>
  currentUrl.href !== nextUrl.href;

export const meta = titled("builder.edit");

export default function EditSegment() {
  const { view, draft, segment } = useLoaderData<typeof loader>();
  const { t } = useLocale();
  const start = useMemo(() => builderStart({ draft, saved: segment, template: null }), [draft, segment]);
  return (
    <BuilderScreen
      view={view}
      title={t("builder.edit")}
      backUrl={`/app/segments/${segment.key}`}
      start={start}
      target={{ key: segment.key, revision: segment.revision }}
    />
  );
}

import type { LoaderFunctionArgs } from "@remix-run/node";
import { type ShouldRevalidateFunction, useLoaderData } from "@remix-run/react";
import { useMemo } from "react";
import { readBuilder } from "../segments/builder.ts";
import { isTemplateKey } from "../segments/segment-key.ts";
import { templateOf } from "../segments/templates.ts";
import { requireShop } from "../shopify/require-shop.ts";
import { useLocale } from "../ui/locale.tsx";
import { titled } from "../ui/page-title.ts";
import { BuilderScreen } from "../ui/segment-builder/builder-screen.tsx";
import { builderStart } from "../ui/segment-builder/builder-start.ts";
import { draftOfText } from "../ui/segment-builder/draft-text.ts";

export async function loader({ request, context }: LoaderFunctionArgs) {
  const { shop } = await requireShop(request, context.app);
  const asked = new URL(request.url).searchParams;
  const key = asked.get("template");
  const template = isTemplateKey(key)
    ? { key, rule: templateOf(key).rule, order: templateOf(key).order }
    : null;
  const draft = asked.get("draft");
  const rules = [template?.rule, draft !== null && draftOfText(draft)];
  return { view: await readBuilder(context.app.db, shop, { key: null, rules }), draft, template };
}

/** What a merchant is building is not read again under their hands. */
export const shouldRevalidate: ShouldRevalidateFunction = ({ currentUrl, nextUrl }) =>
  currentUrl.href !== nextUrl.href;

export const meta = titled("builder.new");

export default function NewSegment() {
  const { view, draft, template } = useLoaderData<typeof loader>();
  const { t } = useLocale();
  const start = useMemo(
    () =>
      builderStart({
        draft,
        saved: null,
        template: template && { ...template, name: t(`segments.${template.key}.name`) },
      }),
    [draft, template, t],
  );
  return (
    <BuilderScreen
      view={view}
      title={t("builder.new")}
      backUrl="/app/segments"
      start={start}
      target={{ key: null, templateKey: template?.key ?? null }}
    />
  );
}

import type { LoaderFunctionArgs } from "@remix-run/node";
import { useFetcher, useLoaderData } from "@remix-run/react";
import { useEffect, useState } from "react";
import { z } from "zod";
import { segmentKey } from "../exports/records.ts";
import { readSegment } from "../segments/segments.ts";
import type { ExportPreview } from "../segments/views.ts";
import { requireShop } from "../shopify/require-shop.ts";
import type { ExportChoice, ExportStep } from "../ui/exports/export-choice.ts";
import { startDownload } from "../ui/exports/start-download.ts";
import { useLocale } from "../ui/locale.tsx";
import { SegmentPage } from "../ui/segments/segment-page.tsx";
import { useToast } from "../ui/states/toast.ts";
import type { loader as previewLoader, action as requestAction } from "./app.segments.$segmentKey.export.ts";

const address = z.object({ segmentKey, cursor: z.string().max(500).optional() });

export async function loader({ request, params, context }: LoaderFunctionArgs) {
  const { shop, redirect } = await requireShop(request, context.app);
  const query = Object.fromEntries(new URL(request.url).searchParams);
  const asked = address.safeParse({ ...query, ...params });
  if (!asked.success) throw new Response(null, { status: 404 });
  const view = await readSegment(context.app.db, shop, asked.data.segmentKey, { cursor: asked.data.cursor });
  return view ? { view } : redirect("/app/segments");
}

/** Each opening of the dialog counts anew and asks for an export of its own. */
function useExport(key: string, opening: number) {
  const preview = useFetcher<typeof previewLoader>({ key: `export-preview-${key}-${opening}` });
  const request = useFetcher<typeof requestAction>({ key: `export-request-${key}-${opening}` });
  return { preview, request, path: `/app/segments/${key}/export` };
}

type Answer = ReturnType<typeof useExport>["request"]["data"];

function stepOf(
  open: boolean,
  preview: ExportPreview | undefined,
  preparing: boolean,
  answer: Answer,
): ExportStep {
  if (!open) return { step: "closed" };
  if (answer?.ok) return { step: "started" };
  if (!preview) return { step: "counting" };
  return { step: "choosing", preview, preparing, failed: answer?.ok === false };
}

export default function Segment() {
  const { view } = useLoaderData<typeof loader>();
  const { t, format: texts } = useLocale();
  const [opening, setOpening] = useState({ count: 0, open: false });
  const { preview, request, path } = useExport(view.segment.key, opening.count);
  const answer = request.data;
  const downloadUrl = answer?.ok ? answer.downloadUrl : null;
  const { load } = preview;

  useEffect(() => {
    if (opening.open) load(path);
  }, [opening, load, path]);
  useEffect(() => {
    if (downloadUrl) startDownload(downloadUrl);
  }, [downloadUrl]);
  useToast(downloadUrl ? answer : null, t("exports.dialog.toast"));

  return (
    <SegmentPage
      view={view}
      exportStep={stepOf(opening.open, preview.data?.preview, request.state !== "idle", answer)}
      onOpenExport={() => setOpening(({ count }) => ({ count: count + 1, open: true }))}
      onCloseExport={() => setOpening(({ count }) => ({ count, open: false }))}
      onExport={({ columns, format }: ExportChoice) =>
        request.submit(
          { columns: [...columns], format, locale: texts.locale },
          { method: "post", action: path, encType: "application/json" },
        )
      }
    />
  );
}

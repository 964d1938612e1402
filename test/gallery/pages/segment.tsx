import type { SegmentView } from "../../../app/segments/segments.ts";
import type { ExportStep } from "../../../app/ui/exports/export-choice.ts";
import { SegmentPage } from "../../../app/ui/segments/segment-page.tsx";
import { SingleReadingProvider } from "../../../app/ui/states/still-reading.tsx";
import type { GalleryPage } from "../registry.ts";
import { emptyPreview, preview } from "../views/exports.ts";
import { singleReading } from "../views/reading.ts";
import { segmentViews } from "../views/segments.ts";

const ignore = () => {};
const draw =
  (view: SegmentView, exportStep: ExportStep = { step: "closed" }) =>
  () => (
    <SegmentPage
      view={view}
      exportStep={exportStep}
      onOpenExport={ignore}
      onExport={ignore}
      onCloseExport={ignore}
    />
  );

export const page: GalleryPage = {
  name: "segment",
  path: "/app/segments/vip",
  states: {
    full: draw(segmentViews.full),
    learning: draw(segmentViews.learning),
    negative: draw(segmentViews.negative),
    empty: draw(segmentViews.empty),
    export_counting: draw(segmentViews.full, { step: "counting" }),
    export_choosing: draw(segmentViews.full, {
      step: "choosing",
      preview,
      preparing: false,
      failed: false,
    }),
    export_failed: draw(segmentViews.full, { step: "choosing", preview, preparing: false, failed: true }),
    export_nobody: draw(segmentViews.full, {
      step: "choosing",
      preview: emptyPreview,
      preparing: false,
      failed: false,
    }),
    export_reading: () => (
      <SingleReadingProvider value={singleReading}>
        {draw(segmentViews.full, { step: "choosing", preview, preparing: false, failed: false })()}
      </SingleReadingProvider>
    ),
    export_started: draw(segmentViews.full, { step: "started" }),
  },
};

import type { SegmentList } from "../../../app/segments/segments.ts";
import { SegmentsPage } from "../../../app/ui/segments/segments-page.tsx";
import type { SegmentChanges } from "../../../app/ui/segments/use-segment-change.ts";
import { PageSkeleton } from "../../../app/ui/states/page-skeleton.tsx";
import type { GalleryPage } from "../registry.ts";
import { noChanges } from "../views/own-segments.ts";
import { segmentLists } from "../views/segments.ts";

const exports = { step: { step: "closed" }, onOpen() {}, onExport() {}, onClose() {} } as const;
const draw =
  (view: SegmentList, failure: SegmentChanges["failure"] = null) =>
  () => (
    <SegmentsPage
      view={view}
      changes={{ ...noChanges, failure }}
      exported={null}
      exports={exports}
      onExport={() => {}}
    />
  );

export const page: GalleryPage = {
  name: "segments",
  path: "/app/segments",
  states: {
    full: draw(segmentLists.full),
    failed: draw(segmentLists.full, { reason: "too_many", by: [] }),
    learning: draw(segmentLists.learning),
    empty: draw(segmentLists.empty),
    loading: () => <PageSkeleton lines={12} />,
  },
};

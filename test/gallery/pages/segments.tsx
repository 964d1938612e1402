import type { SegmentList } from "../../../app/segments/list-segments.ts";
import { SegmentsPage } from "../../../app/ui/segments/segments-page.tsx";
import { PURPOSE_OF } from "../../../app/ui/segments/template-purposes.ts";
import type { SegmentChanges } from "../../../app/ui/segments/use-segment-change.ts";
import { PageSkeleton } from "../../../app/ui/states/page-skeleton.tsx";
import type { GalleryPage } from "../registry.ts";
import { noChanges } from "../views/own-segments.ts";
import { cards, segmentLists } from "../views/segments.ts";

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

/** Every template, and as many segments of the shop's own as do not fit. */
const everySegment: SegmentList = {
  ...segmentLists.full,
  segments: [
    ...(Object.keys(PURPOSE_OF) as (keyof typeof PURPOSE_OF)[]).map((key) => ({
      ...cards[0],
      key,
      name: null,
    })),
    ...Array.from({ length: 7 }, (_, i) => ({
      ...cards[0],
      key: `019ac5a0-0000-7000-8000-0000000001${String(i).padStart(2, "0")}` as const,
      name: `Newsletter ${i + 1}`,
    })),
  ],
};

export const page: GalleryPage = {
  name: "segments",
  path: "/app/segments",
  states: {
    full: draw(segmentLists.full),
    every: draw(everySegment),
    failed: draw(segmentLists.full, { reason: "too_many", by: [] }),
    learning: draw(segmentLists.learning),
    empty: draw(segmentLists.empty),
    loading: () => <PageSkeleton lines={12} />,
  },
};

import { SegmentsPage } from "../../../app/ui/segments/segments-page.tsx";
import { PageSkeleton } from "../../../app/ui/states/page-skeleton.tsx";
import type { GalleryPage } from "../registry.ts";
import { segmentLists } from "../views/segments.ts";

export const page: GalleryPage = {
  name: "segments",
  path: "/app/segments",
  states: {
    full: () => <SegmentsPage view={segmentLists.full} />,
    learning: () => <SegmentsPage view={segmentLists.learning} />,
    empty: () => <SegmentsPage view={segmentLists.empty} />,
    loading: () => <PageSkeleton lines={12} />,
  },
};

import { ExportsPage } from "../../../app/ui/exports/exports-page.tsx";
import type { GalleryPage } from "../registry.ts";
import { exportRecords, togetherResults } from "../views/exports.ts";

export const page: GalleryPage = {
  name: "exports",
  path: "/app/exports",
  states: {
    full: () => <ExportsPage records={exportRecords} together={togetherResults.more} />,
    loading: () => <ExportsPage records={exportRecords.slice(1, 2)} together={null} />,
    less: () => <ExportsPage records={exportRecords.slice(1, 2)} together={togetherResults.less} />,
    no_difference: () => (
      <ExportsPage records={exportRecords.slice(1, 2)} together={togetherResults.no_difference} />
    ),
    too_early: () => <ExportsPage records={exportRecords.slice(1, 2)} together={togetherResults.too_early} />,
    split_broken: () => (
      <ExportsPage records={exportRecords.slice(1, 2)} together={togetherResults.split_broken} />
    ),
    over: () => <ExportsPage records={exportRecords.slice(1, 2)} together={togetherResults.over} />,
    empty: () => <ExportsPage records={[]} together={{ state: "none" }} />,
  },
};

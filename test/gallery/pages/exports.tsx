import { ExportsPage } from "../../../app/ui/exports/exports-page.tsx";
import type { GalleryPage } from "../registry.ts";
import { exportRecords, togetherResults } from "../views/exports.ts";

const first = { isFirst: true, olderThan: null };
const one = exportRecords.slice(1, 2);

export const page: GalleryPage = {
  name: "exports",
  path: "/app/exports",
  states: {
    full: () => <ExportsPage {...first} records={exportRecords} together={togetherResults.more} />,
    later_page: () => (
      <ExportsPage records={one} isFirst={false} olderThan="1" together={{ state: "none" }} />
    ),
    loading: () => <ExportsPage {...first} records={one} together={null} />,
    less: () => <ExportsPage {...first} records={one} together={togetherResults.less} />,
    no_difference: () => <ExportsPage {...first} records={one} together={togetherResults.no_difference} />,
    too_early: () => <ExportsPage {...first} records={one} together={togetherResults.too_early} />,
    split_broken: () => <ExportsPage {...first} records={one} together={togetherResults.split_broken} />,
    lowered: () => <ExportsPage {...first} records={one} together={togetherResults.lowered} />,
    over: () => <ExportsPage {...first} records={one} together={togetherResults.over} />,
    empty: () => <ExportsPage {...first} records={[]} together={{ state: "none" }} />,
  },
};

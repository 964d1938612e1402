import { CohortsPage } from "../../../app/ui/cohorts/cohorts-page.tsx";
import type { GalleryPage } from "../registry.ts";
import { cohortViews } from "../views/cohorts.ts";

export const page: GalleryPage = {
  name: "cohorts",
  path: "/app/cohorts",
  states: {
    full: () => <CohortsPage view={cohortViews.full} />,
    young: () => <CohortsPage view={cohortViews.young} />,
    first_month: () => <CohortsPage view={cohortViews.first_month} />,
    empty: () => <CohortsPage view={cohortViews.empty} />,
  },
};

import { DestinationsPage } from "../../../app/ui/destinations/destinations-page.tsx";
import { PageSkeleton } from "../../../app/ui/states/page-skeleton.tsx";
import type { GalleryPage } from "../registry.ts";
import { destinationViews } from "../views/destinations.ts";

const drawn = (state: keyof typeof destinationViews) => () => (
  <DestinationsPage view={destinationViews[state]} />
);

export const page: GalleryPage = {
  name: "destinations",
  path: "/app/destinations",
  states: {
    full: drawn("full"),
    loading: () => <PageSkeleton title="Mailing tools" />,
    empty: drawn("empty"),
    new: drawn("new"),
    unavailable: drawn("unavailable"),
    paused: drawn("paused"),
  },
};

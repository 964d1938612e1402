import type { WonView } from "../../../app/acquisition/won-view.ts";
import { AcquisitionPage } from "../../../app/ui/acquisition/acquisition-page.tsx";
import { ErrorPage } from "../../../app/ui/states/error-page.tsx";
import { PageSkeleton } from "../../../app/ui/states/page-skeleton.tsx";
import type { GalleryPage } from "../registry.ts";
import { wonViews } from "../views/acquisition.ts";

const draw = (view: WonView) => () => (
  <AcquisitionPage
    view={view}
    place={{ by: view.asked.dimension, period: "12", basis: view.asked.basis }}
    onPlace={() => {}}
  />
);

export const page: GalleryPage = {
  name: "acquisition",
  path: "/app/acquisition",
  states: {
    full: draw(wonViews.full),
    campaigns: draw(wonViews.campaigns),
    products: draw(wonViews.products),
    loading: () => <PageSkeleton lines={12} />,
    empty: draw(wonViews.empty),
    partial: draw(wonViews.partial),
    no_margin: draw(wonViews.noMargin),
    error: () => <ErrorPage failure="failed" />,
  },
};

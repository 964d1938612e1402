import { ModelPage } from "../../../app/ui/model/model-page.tsx";
import { PageSkeleton } from "../../../app/ui/states/page-skeleton.tsx";
import type { GalleryPage } from "../registry.ts";
import { modelViews } from "../views/model.ts";

export const page: GalleryPage = {
  name: "model",
  path: "/app/model",
  states: {
    loading: () => <PageSkeleton title="Model" figures={4} lines={12} />,
    waiting: () => <ModelPage view={modelViews.waiting} />,
    empty: () => <ModelPage view={modelViews.empty} />,
    few_customers: () => <ModelPage view={modelViews.fewCustomers} />,
    no_repeats: () => <ModelPage view={modelViews.noRepeats} />,
    took_too_long: () => <ModelPage view={modelViews.tookTooLong} />,
    newer_fit_stopped: () => <ModelPage view={modelViews.newerFitStopped} />,
    untested: () => <ModelPage view={modelViews.untested} />,
    baseline: () => <ModelPage view={modelViews.baseline} />,
    quiet: () => <ModelPage view={modelViews.quiet} />,
    without_amounts: () => <ModelPage view={modelViews.withoutAmounts} />,
    seasonal: () => <ModelPage view={modelViews.seasonal} />,
    full: () => <ModelPage view={modelViews.full} />,
  },
};

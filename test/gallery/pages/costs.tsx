import { CostsPage } from "../../../app/ui/costs/costs-page.tsx";
import type { CostChanging, Moves } from "../../../app/ui/costs/use-cost-change.ts";
import type { CostsView } from "../../../app/valuation/costs/read-costs.ts";
import type { GalleryPage } from "../registry.ts";
import { costsViews, firstPreview, preview } from "../views/costs.ts";

const still: CostChanging = {
  looking: null,
  saving: false,
  failed: false,
  saved: 0,
  look: () => {},
  back: () => {},
  save: () => {},
};
const draw =
  (view: CostsView, changing: Partial<CostChanging> = {}) =>
  () => <CostsPage view={view} changing={{ ...still, ...changing }} />;
const looking = (moves: Moves) => draw(costsViews.full, { looking: { change: {}, moves } });

export const page: GalleryPage = {
  name: "costs",
  path: "/app/costs",
  states: {
    full: draw(costsViews.full),
    nothing_stated: draw(costsViews.nothing_stated),
    no_figures: draw(costsViews.no_figures),
    not_read: draw(costsViews.not_read),
    former_currency: draw(costsViews.former_currency),
    recomputing: draw(costsViews.recomputing),
    failed: draw(costsViews.full, { failed: true }),
    preview: looking({ state: "counted", preview }),
    preview_first: looking({ state: "counted", preview: firstPreview }),
    preview_without_figures: looking({ state: "counted", preview: null }),
    preview_counting: looking({ state: "counting" }),
    preview_failed: looking({ state: "failed" }),
  },
};

import type { ExportResultView } from "../../../app/exports/result.ts";
import { ResultPage } from "../../../app/ui/exports/result-page.tsx";
import type { GalleryPage } from "../registry.ts";
import { exportResults } from "../views/export-results.ts";

const draw = (view: ExportResultView) => () => <ResultPage view={view} />;

export const page: GalleryPage = {
  name: "export-result",
  path: "/app/exports/11d7a1f0-0d4b-4a7e-8f7c-1d1f6d4b0002",
  states: {
    full: draw(exportResults.full),
    no_difference: draw(exportResults.no_difference),
    less: draw(exportResults.less),
    too_early: draw(exportResults.too_early),
    split_broken: draw(exportResults.split_broken),
    reached: draw(exportResults.reached),
    ended_early: draw(exportResults.ended_early),
    no_lot: draw(exportResults.no_lot),
    stopped: draw(exportResults.stopped),
    not_begun: draw(exportResults.not_begun),
  },
};

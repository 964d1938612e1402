import { RfmFlowPage } from "../../../app/ui/rfm-flow/rfm-flow-page.tsx";
import { PageSkeleton } from "../../../app/ui/states/page-skeleton.tsx";
import type { RfmFlow } from "../../../app/valuation/pages/rfm-flow.ts";
import type { GalleryPage } from "../registry.ts";
import { rfmFlows } from "../views/rfm-flow.ts";

const draw = (view: RfmFlow) => () => <RfmFlowPage view={view} onAsk={() => {}} />;

export const page: GalleryPage = {
  name: "rfm-flow",
  path: "/app/segments/flow",
  states: {
    full: draw(rfmFlows.full),
    running: draw(rfmFlows.running),
    not_earlier: draw(rfmFlows.not_earlier),
    unpredicted: draw(rfmFlows.unpredicted),
    one_month: draw(rfmFlows.one_month),
    empty: draw(rfmFlows.empty),
    loading: () => <PageSkeleton backAction figures={4} lines={12} />,
  },
};

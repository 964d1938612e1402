import { ComparePage } from "../../../app/ui/compare/compare-page.tsx";
import { CustomerComparePage } from "../../../app/ui/compare/customer-compare-page.tsx";
import { PageSkeleton } from "../../../app/ui/states/page-skeleton.tsx";
import type { ComparisonView } from "../../../app/valuation/pages/comparison/months.ts";
import type { GalleryPage } from "../registry.ts";
import {
  fullComparison,
  spentComparison,
  unexplainedComparison,
  unreadComparison,
} from "../views/compare.ts";
import { shop } from "../views/shop.ts";

const draw = (view: ComparisonView) => () => <ComparePage view={view} onYear={() => {}} />;

export const page: GalleryPage = {
  name: "compare",
  path: "/app/compare",
  states: {
    loading: () => <PageSkeleton title="Compare with Shopify" backAction lines={14} />,
    reading: draw({ state: "reading", shop }),
    empty: draw({ state: "empty", shop }),
    partial: draw(unexplainedComparison),
    month: draw({ ...fullComparison, month: 2026 * 12 + 2 }),
    full: draw(fullComparison),
    customer: () => <CustomerComparePage view={spentComparison} />,
    customer_unread: () => <CustomerComparePage view={unreadComparison} />,
  },
};

import type { GivenCosts } from "../../../app/ui/costs/file-card.tsx";
import { ProductCostsPage } from "../../../app/ui/costs/products-page.tsx";
import type { ProductCostsView } from "../../../app/valuation/costs/read-products.ts";
import type { GalleryPage } from "../registry.ts";
import { fileReading, productViews } from "../views/costs.ts";

const draw =
  (view: ProductCostsView, given: GivenCosts = { state: "none" }, downloading: "idle" | "failed" = "idle") =>
  () => (
    <ProductCostsPage
      view={view}
      search={view.contains}
      changing={{
        ...{ looking: null, saving: false, failed: false, saved: 0 },
        ...{ look: () => {}, back: () => {}, save: () => {} },
      }}
      file={{ given, downloading, forget: () => {}, give: () => {}, download: () => {} }}
      onSearch={() => {}}
      onPage={() => {}}
    />
  );

export const page: GalleryPage = {
  name: "product-costs",
  path: "/app/costs/products",
  states: {
    full: draw(productViews.full),
    not_found: draw(productViews.not_found),
    empty: draw(productViews.empty),
    not_read: draw(productViews.not_read),
    file_read: draw(productViews.full, { state: "read", reading: fileReading }),
    file_without_changes: draw(productViews.full, {
      state: "read",
      reading: { ...fileReading, changes: [], refused: [], abovePrice: [] },
    }),
    file_unusable: draw(productViews.full, { state: "unusable", problem: "no_columns" }),
    file_reading: draw(productViews.full, { state: "reading" }),
    download_failed: draw(productViews.full, { state: "none" }, "failed"),
  },
};

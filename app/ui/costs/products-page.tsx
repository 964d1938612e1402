import { Banner, BlockStack, Page } from "@shopify/polaris";
import { useEffect, useState } from "react";
import type { CostAbovePrice } from "../../valuation/costs/product-file.ts";
import type { ProductCostsView } from "../../valuation/costs/read-products.ts";
import { useLocale } from "../locale.tsx";
import { SaveBar } from "../states/save-bar.tsx";
import { FileCard } from "./file-card.tsx";
import { PreviewDialog } from "./preview-dialog.tsx";
import { ProductsCard } from "./products-card.tsx";
import { changesTyped, type TypedCosts, withTyped } from "./products-form.ts";
import type { CostChanging } from "./use-cost-change.ts";
import type { CostsFile } from "./use-costs-file.ts";

const SAVE_BAR = "product-costs-save-bar";

export interface ProductCostsPageProps {
  readonly view: ProductCostsView;
  readonly search: string;
  readonly changing: CostChanging;
  readonly file: CostsFile;
  readonly onSearch: (text: string) => void;
  readonly onPage: (page: number) => void;
}

/** What a unit of each product costs, where Shopify did not know it: one by one, or by a file. */
export function ProductCostsPage({ view, search, changing, file, onSearch, onPage }: ProductCostsPageProps) {
  const { t, format } = useLocale();
  const { currency, minorDigits } = view.shop;
  const [typed, setTyped] = useState<TypedCosts>({});
  const [abovePrice, setAbovePrice] = useState<readonly CostAbovePrice[]>([]);
  const [looksAt, setLooksAt] = useState<"typed" | "file">("typed");
  const { changes, faulty, ...typedNow } = changesTyped(view.products, typed, {
    ...{ locale: format.locale, currency, minorDigits },
  });
  const { saved } = changing;
  const { forget } = file;
  const faultyElsewhere = faulty.filter(
    ({ productId }) => !view.products.some((shown) => shown.productId === productId),
  );
  // biome-ignore lint/correctness/useExhaustiveDependencies: with each change that was saved, and not with what is looked at
  useEffect(() => {
    if (saved === 0) return;
    if (looksAt === "typed") setTyped({});
    else forget();
  }, [saved]);
  const lookAtTyped = () => {
    if (faulty.length > 0 || changes.length === 0) return;
    setLooksAt("typed");
    setAbovePrice(typedNow.abovePrice);
    changing.look({ products: [...changes] });
  };
  const lookAtFile = () => {
    if (file.given.state !== "read") return;
    setLooksAt("file");
    setAbovePrice(file.given.reading.abovePrice);
    changing.look({ products: [...file.given.reading.changes] });
  };
  return (
    <Page
      title={t("costs.products.title")}
      subtitle={t("costs.products.subtitle")}
      backAction={{ content: t("costs.title"), url: "/app/costs" }}
    >
      <SaveBar
        id={SAVE_BAR}
        dirty={changes.length > 0 || faulty.length > 0}
        saving={changing.saving}
        onSave={lookAtTyped}
        onDiscard={() => setTyped({})}
      />
      <PreviewDialog changing={changing} abovePrice={abovePrice} />
      <BlockStack gap="400">
        {changing.failed && <Banner tone="critical">{t("costs.failed")}</Banner>}
        {!view.canState && <Banner tone="info">{t("costs.no_currency")}</Banner>}
        {faultyElsewhere.map(({ productId, title }) => (
          <Banner
            key={productId}
            tone="warning"
            action={{ content: t("costs.products.faulty.show"), onAction: () => onSearch(title) }}
          >
            {t("costs.products.faulty", { title })}
          </Banner>
        ))}
        <FileCard
          given={file.given}
          downloading={file.downloading}
          disabled={!view.canState}
          onDownload={file.download}
          onGive={file.give}
          onLook={lookAtFile}
        />
        <ProductsCard
          view={view}
          search={search}
          typed={typed}
          onSearch={onSearch}
          onPage={onPage}
          onType={(product, text) => setTyped((before) => withTyped(before, product, text))}
        />
      </BlockStack>
    </Page>
  );
}

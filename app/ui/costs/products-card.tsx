import {
  Badge,
  BlockStack,
  Box,
  Card,
  Divider,
  EmptyState,
  InlineGrid,
  InlineStack,
  Pagination,
  Text,
  TextField,
} from "@shopify/polaris";
import { Fragment } from "react";
import type { ProductCost, ProductCostsView } from "../../valuation/costs/read-products.ts";
import { useLocale } from "../locale.tsx";
import emptyImage from "../states/nothing-here.svg";
import { textOfMinor } from "../typed-number.ts";
import { useTypedNumber } from "../use-typed-number.ts";
import styles from "./costs.module.css";
import { costMeant, type TypedCosts } from "./products-form.ts";

interface ProductsCardProps {
  readonly view: ProductCostsView;
  readonly search: string;
  readonly typed: TypedCosts;
  readonly onSearch: (text: string) => void;
  readonly onPage: (page: number) => void;
  readonly onType: (product: ProductCost, text: string) => void;
}

/** Products with what a unit of them costs; those that leave the most sales without a known cost first. */
export function ProductsCard({ view, search, typed, onSearch, onPage, onType }: ProductsCardProps) {
  const { t } = useLocale();
  const { products, page, pages } = view;
  return (
    <Card>
      <BlockStack gap="400">
        <TextField
          label={t("costs.products.search")}
          autoComplete="off"
          value={search}
          clearButton
          onClearButtonClick={() => onSearch("")}
          onChange={onSearch}
          helpText={t("costs.products.order")}
        />
        {products.length === 0 ? (
          view.contains === "" ? (
            <EmptyState heading={t("costs.products.none")} image={emptyImage}>
              <p>{t("costs.products.none.body")}</p>
            </EmptyState>
          ) : (
            <Text as="p" tone="subdued">
              {t("costs.products.not_found", { text: view.contains })}
            </Text>
          )
        ) : (
          products.map((product, at) => (
            <Fragment key={product.productId}>
              {at > 0 && <Divider />}
              <Product
                product={product}
                view={view}
                text={typed[product.productId]?.text}
                onType={(text) => onType(product, text)}
              />
            </Fragment>
          ))
        )}
        {pages > 1 && (
          <InlineStack align="center">
            <Pagination
              label={t("costs.products.page", { page, pages })}
              accessibilityLabels={{
                previous: t("costs.products.previous"),
                next: t("costs.products.next"),
              }}
              hasPrevious={page > 1}
              hasNext={page < pages}
              onPrevious={() => onPage(page - 1)}
              onNext={() => onPage(page + 1)}
            />
          </InlineStack>
        )}
      </BlockStack>
    </Card>
  );
}

interface ProductProps {
  readonly product: ProductCost;
  readonly view: ProductCostsView;
  /** undefined: what is stored. */
  readonly text: string | undefined;
  readonly onType: (text: string) => void;
}

function Product({ product, view, text, onType }: ProductProps) {
  const { t, format } = useLocale();
  const { currency, minorDigits } = view.shop;
  const money = useTypedNumber("money", minorDigits);
  const { title, units, netSalesMinor, priceMinor, unitCostMinor } = product;
  const stored = unitCostMinor === null ? "" : textOfMinor(unitCostMinor, minorDigits, format.locale);
  const shown = text ?? stored;
  const meant = costMeant(shown, { locale: format.locale, currency, minorDigits });
  const isAbove = "minor" in meant && meant.minor !== null && priceMinor !== null && meant.minor > priceMinor;
  const sold = t("costs.products.units", { units });
  return (
    <InlineGrid columns={{ xs: 1, sm: "5fr 3fr" }} gap="300">
      <BlockStack gap="050">
        <InlineStack gap="200" blockAlign="center">
          <div className={styles.title}>
            <Text as="h3" variant="bodyMd" fontWeight="medium">
              {title}
            </Text>
          </div>
          {product.isDeleted && <Badge>{t("costs.products.deleted")}</Badge>}
        </InlineStack>
        <Text as="p" variant="bodySm" tone="subdued">
          {t("costs.products.sold")}:{" "}
          {units === 0
            ? sold
            : t("costs.products.sales", { units: sold, sales: format.money(netSalesMinor) })}
        </Text>
        {priceMinor !== null && (
          <Text as="p" variant="bodySm" tone="subdued">
            {t("costs.products.price")}: {format.money(priceMinor)}
          </Text>
        )}
      </BlockStack>
      <Box>
        <TextField
          label={t("costs.products.cost.of", { title })}
          labelHidden
          autoComplete="off"
          inputMode="decimal"
          disabled={!view.canState}
          prefix={format.currency}
          placeholder={t("costs.products.cost")}
          value={shown}
          error={
            "fault" in meant
              ? meant.fault === "too_large"
                ? t("costs.error.too_large")
                : money.wanted(shown, t("costs.error.money", { example: money.example }))
              : undefined
          }
          helpText={
            isAbove ? (
              <Text as="span" tone="caution">
                {t("costs.products.above")}
              </Text>
            ) : undefined
          }
          onChange={onType}
        />
      </Box>
    </InlineGrid>
  );
}

import { BlockStack, Card, InlineStack, Page, Text } from "@shopify/polaris";
import type { CustomerComparison } from "../../valuation/pages/comparison/customer.ts";
import { useWithFrom } from "../customer/back-address.ts";
import { useLocale } from "../locale.tsx";
import { LadderCard } from "./ladder-card.tsx";

/** Why a customer's net sales differ from the amount spent that Shopify shows. */
export function CustomerComparePage({ view }: { view: CustomerComparison }) {
  const { t, format } = useLocale();
  const withFrom = useWithFrom();
  const { customer, shopifyOrders, countedOrders, ladder, historyFrom } = view;
  const name = customer.name ?? customer.email ?? t("customers.unnamed", { id: customer.customerId });
  return (
    <Page
      narrowWidth
      title={t("compare.title")}
      subtitle={t("compare.subtitle", { shop: name, day: format.day(view.asOfDay) })}
      backAction={{ content: name, url: withFrom(`/app/customers/${customer.customerId}`) }}
      primaryAction={{
        content: t("customer.view_in_shopify"),
        primary: false,
        url: `shopify://admin/customers/${customer.customerId}`,
        target: "_top",
      }}
    >
      <BlockStack gap="400">
        {ladder === null ? (
          <Card>
            <BlockStack gap="200">
              <Text as="h2" variant="headingSm">
                {t("compare.customer.unread.title")}
              </Text>
              <Text as="p" tone="subdued">
                {t("compare.customer.unread.body", { amount: format.money(view.netSalesMinor) })}
              </Text>
            </BlockStack>
          </Card>
        ) : (
          <LadderCard
            title={t("compare.customer.title")}
            start="compare.customer.start"
            about="compare.customer.about"
            ladder={ladder}
          />
        )}
        <Card>
          <BlockStack gap="200">
            <InlineStack align="space-between" gap="300">
              <Text as="span" tone="subdued">
                {t("compare.customer.shopify_orders")}
              </Text>
              <Text as="span" numeric>
                {shopifyOrders === null ? t("figure.none") : format.number(shopifyOrders)}
              </Text>
            </InlineStack>
            <InlineStack align="space-between" gap="300">
              <Text as="span" tone="subdued">
                {t("compare.customer.counted_orders")}
              </Text>
              <Text as="span" numeric>
                {format.number(countedOrders)}
              </Text>
            </InlineStack>
            {historyFrom && (
              <Text as="p" tone="subdued">
                {t("compare.remark.history", { day: format.day(historyFrom) })}
              </Text>
            )}
          </BlockStack>
        </Card>
      </BlockStack>
    </Page>
  );
}

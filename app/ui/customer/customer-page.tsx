import { BlockStack, Layout, Page } from "@shopify/polaris";
import { ExternalIcon } from "@shopify/polaris-icons";
import type { CustomerView } from "../../valuation/views.ts";
import { RfmGroupBadge } from "../customers/rfm-group-badge.tsx";
import { useLocale } from "../locale.tsx";
import { CustomerFigures } from "./customer-figures.tsx";
import { OrdersCard } from "./orders-card.tsx";
import { PredictionCard } from "./prediction-card.tsx";
import { ProfileCard } from "./profile-card.tsx";
import { ValueChart } from "./value-chart.tsx";
import { WindowsCard } from "./windows-card.tsx";

/** One customer: what they have been worth, what they will probably be worth, and every order behind it. */
export function CustomerPage({ view }: { view: CustomerView }) {
  const { t, format } = useLocale();
  const { customer, historic, prediction } = view;
  const { firstOrderDay, countryCode } = customer;
  const since =
    firstOrderDay === null
      ? t("customer.no_orders_yet")
      : countryCode
        ? t("customer.since_in", { day: format.day(firstOrderDay), country: format.country(countryCode) })
        : t("customer.since", { day: format.day(firstOrderDay) });
  return (
    <Page
      backAction={{ content: t("customer.back"), url: "/app/customers" }}
      title={customer.name ?? customer.email ?? t("customers.unnamed", { id: customer.customerId })}
      titleMetadata={<RfmGroupBadge group={customer.group} />}
      subtitle={since}
      secondaryActions={[
        {
          content: t("customer.view_in_shopify"),
          icon: ExternalIcon,
          url: `shopify://admin/customers/${customer.customerId}`,
          target: "_top",
        },
      ]}
    >
      <BlockStack gap="400">
        <CustomerFigures view={view} />
        <Layout>
          <Layout.Section>
            <BlockStack gap="400">
              {view.timeline.length > 0 && <ValueChart view={view} />}
              <OrdersCard view={view} />
            </BlockStack>
          </Layout.Section>
          <Layout.Section variant="oneThird">
            <BlockStack gap="400">
              <PredictionCard prediction={prediction} />
              {historic.orders > 0 && <WindowsCard historic={historic} />}
              <ProfileCard customer={customer} />
            </BlockStack>
          </Layout.Section>
        </Layout>
      </BlockStack>
    </Page>
  );
}

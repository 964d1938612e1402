import { Badge, BlockStack, InlineStack, Page, Text } from "@shopify/polaris";
import type { CustomerSegments } from "../../segments/membership/history.ts";
import type { CustomerView } from "../../valuation/pages/customers/customer.ts";
import { BasisBar, type BasisChoice } from "../basis/basis-bar.tsx";
import { BasisProvider } from "../basis/basis-words.tsx";
import { RfmGroupBadge } from "../customers/rfm-group-badge.tsx";
import { Columns } from "../layout/columns.tsx";
import { useLocale } from "../locale.tsx";
import type { AskWhy } from "../segments/ask-why.ts";
import { StillReadingCustomer } from "../states/still-reading.tsx";
import { useBackAddress } from "./back-address.ts";
import { CustomerFigures } from "./customer-figures.tsx";
import { OrdersCard } from "./orders-card.tsx";
import { PredictionCard } from "./prediction-card.tsx";
import { ProfileCard } from "./profile-card.tsx";
import { SegmentsCard } from "./segments-card.tsx";
import { ValueChart } from "./value-chart.tsx";
import { WindowsCard } from "./windows-card.tsx";

/** The group, and what to know before writing to the customer. */
function TitleBadges({ view }: { view: CustomerView }) {
  const { t, format } = useLocale();
  const { lostChargebacks, openChargebacks, longUnpaidMinor } = view.concerns;
  return (
    <InlineStack gap="150">
      <RfmGroupBadge group={view.customer.group} />
      {lostChargebacks > 0 && (
        <Badge tone="critical">{t("customer.chargebacks.lost", { count: lostChargebacks })}</Badge>
      )}
      {openChargebacks > 0 && (
        <Badge tone="warning">{t("customer.chargebacks.open", { count: openChargebacks })}</Badge>
      )}
      {longUnpaidMinor > 0 && (
        <Badge tone="warning">{t("customer.long_unpaid", { amount: format.money(longUnpaidMinor) })}</Badge>
      )}
    </InlineStack>
  );
}

/** One customer: what they have been worth, what they will probably be worth, and every order behind it. */
export function CustomerPage({
  view,
  segments,
  askWhy,
  basisChoice,
}: {
  view: CustomerView;
  segments: CustomerSegments;
  askWhy: AskWhy;
  basisChoice: BasisChoice;
}) {
  const { t, format } = useLocale();
  const back = useBackAddress();
  const { customer, historic, prediction } = view;
  const { firstOrderDay, countryCode } = customer;
  const since =
    firstOrderDay === null
      ? t("customer.no_orders_yet")
      : countryCode
        ? t("customer.since_in", { day: format.day(firstOrderDay), country: format.country(countryCode) })
        : t("customer.since", { day: format.day(firstOrderDay) });
  // A single step without a prediction is a line that says nothing.
  const hasCourse = view.timeline.length > 1 || (view.timeline.length > 0 && prediction.state === "ready");
  return (
    <Page
      backAction={{ content: t(`customer.back.${back.of}`), url: back.url }}
      title={customer.name ?? customer.email ?? t("customers.unnamed", { id: customer.customerId })}
      titleMetadata={<TitleBadges view={view} />}
      subtitle={since}
      // As a secondary action it would be hidden behind "…" on a phone, and with an icon it would lose its words there.
      primaryAction={{
        content: t("customer.view_in_shopify"),
        primary: false,
        url: `shopify://admin/customers/${customer.customerId}`,
        target: "_top",
      }}
    >
      <BlockStack gap="400">
        <StillReadingCustomer orders={view.unreadOrders} />
        <Text as="h2" visuallyHidden>
          {t("figures.heading")}
        </Text>
        <BasisBar view={view.basis} choice={basisChoice} />
        <BasisProvider basis={view.basis.used}>
          <CustomerFigures view={view} />
          <Columns
            items={[
              ...(hasCourse
                ? [{ key: "chart", column: "main" as const, content: <ValueChart view={view} /> }]
                : []),
              { key: "prediction", column: "aside", content: <PredictionCard prediction={prediction} /> },
              ...(historic.orders > 0
                ? [{ key: "windows", column: "aside" as const, content: <WindowsCard historic={historic} /> }]
                : []),
              { key: "orders", column: "main", content: <OrdersCard view={view} /> },
              {
                key: "profile",
                column: "aside",
                content: <ProfileCard customer={customer} prediction={prediction} />,
              },
              {
                key: "segments",
                column: "aside",
                content: (
                  <SegmentsCard segments={segments} customerId={customer.customerId} askWhy={askWhy} />
                ),
              },
            ]}
          />
        </BasisProvider>
      </BlockStack>
    </Page>
  );
}

import { BlockStack, Button, Card, Divider, InlineStack, Text } from "@shopify/polaris";
import { Fragment } from "react";
import type { ToolsAttention } from "../../destinations/attention.ts";
import type { Attention, Information } from "../../valuation/pages/home.ts";
import { useLocale } from "../locale.tsx";
import type { MessageValues } from "../messages/catalogue.ts";

/** Where each matter is solved. */
const places: Readonly<Record<Attention["kind"], string>> = {
  data_requests_overdue: "/app/data-requests",
  data_requests: "/app/data-requests",
  people_to_remove: "/app/data-requests",
  people_to_identify: "/app/data-requests",
  at_risk_value: "/app/segments/at_risk_high_value",
  refused_rows: "/app/sync",
  shared_addresses: "/app/addresses",
  unassigned_orders: "/app/settings",
  cost_coverage_low: "/app/costs",
  history_limited: "/app/sync",
  stale_data: "/app/sync",
};

function InformationList({ information }: { information: readonly Information[] }) {
  const { t, format } = useLocale();
  const text = ({ kind, orders, netSalesMinor, names }: Information) => {
    const key = kind === "ahead" && names.length < orders ? "home.information.ahead.more" : null;
    return t(key ?? `home.information.${kind}`, {
      orders,
      value: format.moneyWhole(netSalesMinor),
      names: format.list(names),
    });
  };
  const paragraph = (item: Information) => (
    <Text key={item.kind} as="p" tone="subdued">
      {text(item)}
    </Text>
  );
  // The sync page names these orders; of those without a customer there can be thousands.
  const listed = information.filter(({ kind }) => kind !== "unassigned_orders");
  return (
    <BlockStack gap="200">
      <Text as="h3" variant="bodyMd" fontWeight="semibold">
        {t("home.information.title")}
      </Text>
      {listed.map(paragraph)}
      {listed.length > 0 && (
        <InlineStack>
          <Button variant="plain" url="/app/sync">
            {t("home.information.see")}
          </Button>
        </InlineStack>
      )}
      {information.filter((item) => !listed.includes(item)).map(paragraph)}
    </BlockStack>
  );
}

interface Matter {
  readonly key: string;
  readonly title: string;
  readonly body: string;
  readonly action: string;
  readonly url: string;
}

interface AttentionListProps {
  readonly attention: readonly Attention[];
  readonly tools: ToolsAttention | null;
  readonly information: readonly Information[];
}

/** What the merchant can do something about, and below it what is only good to know. */
export function AttentionList({ attention, tools, information }: AttentionListProps) {
  const { t, format } = useLocale();
  const values = (item: Attention): MessageValues => {
    switch (item.kind) {
      case "data_requests_overdue":
      case "data_requests":
        return { requests: item.requests, day: format.instant(item.dueAt) };
      case "people_to_identify":
        return { requests: item.requests };
      case "people_to_remove":
        return { people: item.people };
      case "at_risk_value":
        return { customers: item.customers, value: format.moneyWhole(item.netSalesMinor) };
      case "refused_rows":
        return { rows: item.rows };
      case "shared_addresses":
        return { addresses: item.addresses, value: format.moneyWhole(item.netSalesMinor) };
      case "unassigned_orders":
        return { orders: item.orders, value: format.moneyWhole(item.netSalesMinor) };
      case "cost_coverage_low":
        return { coverage: format.percent(item.coverage, 0) };
      case "history_limited":
        return { day: format.day(item.from) };
      case "stale_data":
        return { minutes: item.lagMinutes };
    }
  };
  const matters: Matter[] = attention.map((item) => ({
    key: item.kind,
    title: t(`home.attention.${item.kind}`),
    body: t(`home.attention.${item.kind}.body`, values(item)),
    action: t(`home.attention.${item.kind}.action`),
    url: places[item.kind],
  }));
  if (tools) {
    const said = (["keys", "held", "refused"] as const).filter((kind) => tools[kind] > 0);
    // After the people who wait for their data, which has a day by law.
    matters.splice(attention.filter(({ kind }) => kind.startsWith("data_requests")).length, 0, {
      key: "mailing_tools",
      title: t("home.attention.mailing_tools"),
      body: said.map((kind) => t(`home.attention.mailing_tools.${kind}`, { count: tools[kind] })).join(" "),
      action: t("home.attention.mailing_tools.action"),
      url: "/app/destinations",
    });
  }
  return (
    <Card>
      <BlockStack gap="300">
        <Text as="h2" variant="headingSm">
          {t("home.attention.title")}
        </Text>
        {matters.length === 0 && (
          <Text as="p" tone="subdued">
            {t("home.attention.none")}
          </Text>
        )}
        {matters.map(({ key, title, body, action, url }, i) => (
          <Fragment key={key}>
            {i > 0 && <Divider />}
            <BlockStack gap="100">
              <Text as="h3" variant="bodyMd" fontWeight="semibold">
                {title}
              </Text>
              <Text as="p" tone="subdued">
                {body}
              </Text>
              <InlineStack>
                <Button variant="plain" url={url}>
                  {action}
                </Button>
              </InlineStack>
            </BlockStack>
          </Fragment>
        ))}
        {information.length > 0 && (
          <>
            <Divider />
            <InformationList information={information} />
          </>
        )}
      </BlockStack>
    </Card>
  );
}

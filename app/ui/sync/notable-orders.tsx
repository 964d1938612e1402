import { BlockStack, Box, Card, Divider, InlineStack, Link, Text } from "@shopify/polaris";
import type { NotableGroup, NotableOrder, NotableOrdersView } from "../../valuation/pages/notable-orders.ts";
import { useLocale } from "../locale.tsx";

const doubts = [
  "unknown_adjustment_reason",
  "tip_without_line",
  "totals_disagree",
  "discrepancy_disagrees",
] as const;

/** The sync's code for what is odd, as far as the catalogue has words for it. */
const doubtOf = (stored: string) => doubts.find((code) => code === stored) ?? "other";

function Order({ order, kind }: { order: NotableOrder; kind: NotableGroup["kind"] }) {
  const { t, format } = useLocale();
  return (
    <BlockStack gap="050">
      <InlineStack align="space-between" gap="300" wrap={false}>
        <InlineStack gap="200" blockAlign="center">
          <Link url={`shopify://admin/orders/${order.orderId}`} target="_top">
            {order.name}
          </Link>
          <Text as="span" variant="bodySm" tone="subdued">
            {format.day(order.orderDay)}
          </Text>
        </InlineStack>
        <Text as="span" numeric alignment="end">
          {format.money(order.minor)}
        </Text>
      </InlineStack>
      {kind === "doubtful" &&
        order.doubts.map((doubt) => (
          <Text key={doubt} as="p" variant="bodySm" tone="subdued">
            {t(`sync.doubt.${doubtOf(doubt)}`)}
          </Text>
        ))}
    </BlockStack>
  );
}

function Group({ group, asOfDay }: { group: NotableGroup; asOfDay: string }) {
  const { t, format } = useLocale();
  const { kind, total, orders } = group;
  return (
    <BlockStack gap="200">
      <BlockStack gap="050">
        <Text as="h3" variant="bodyMd" fontWeight="semibold">
          {t(`sync.notable.${kind}`, { total })}
        </Text>
        <Text as="p" tone="subdued">
          {t(`sync.notable.${kind}.body`, { total, day: format.day(asOfDay) })}
        </Text>
      </BlockStack>
      <BlockStack gap="150">
        {orders.map((order) => (
          <Order key={order.orderId} order={order} kind={kind} />
        ))}
      </BlockStack>
      {orders.length < total && (
        <Text as="p" variant="bodySm" tone="subdued">
          {t("sync.notable.shown", { shown: format.number(orders.length), total: format.number(total) })}
        </Text>
      )}
    </BlockStack>
  );
}

/** Orders that were read and are counted as the definitions say, and that the merchant may want to look at in Shopify. */
export function NotableOrders({ notable }: { notable: NotableOrdersView }) {
  const { t } = useLocale();
  const { asOfDay, groups } = notable;
  if (asOfDay === null) return null;
  return (
    <Card>
      <BlockStack gap="400">
        <BlockStack gap="100">
          <Text as="h2" variant="headingSm">
            {t("sync.notable")}
          </Text>
          <Text as="p" tone="subdued">
            {t(groups.length === 0 ? "sync.notable.none" : "sync.notable.intro")}
          </Text>
        </BlockStack>
        {groups.map((group) => (
          <BlockStack key={group.kind} gap="400">
            <Divider />
            <Box maxWidth="42rem">
              <Group group={group} asOfDay={asOfDay} />
            </Box>
          </BlockStack>
        ))}
      </BlockStack>
    </Card>
  );
}

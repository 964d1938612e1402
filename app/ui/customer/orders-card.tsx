import {
  Badge,
  type BadgeProps,
  BlockStack,
  Box,
  Card,
  IndexTable,
  InlineStack,
  Link,
  Text,
  useBreakpoints,
} from "@shopify/polaris";
import type { CustomerView } from "../../valuation/pages/customers/customer.ts";
import type { OrderContribution, OrderRefund } from "../../valuation/pages/customers/order-contribution.ts";
import { Explain, type ExplainInput } from "../explain/explain.tsx";
import type { Format } from "../format.ts";
import { useLocale } from "../locale.tsx";
import type { MessageKey, Translate } from "../messages/catalogue.ts";
import { useWithFrom } from "./back-address.ts";
import styles from "./orders-card.module.css";

const chargebackTones: Readonly<Record<"open" | "won" | "lost", BadgeProps["tone"]>> = {
  open: "warning",
  won: "success",
  lost: "critical",
};

function OrderLink({ order }: { order: OrderContribution }) {
  return (
    <Link url={`shopify://admin/orders/${order.orderId}`} target="_top" removeUnderline>
      {order.name}
    </Link>
  );
}

/** What a refund was for, in the order in which the parts make up what was given back. */
function refundText(refund: OrderRefund, t: Translate, format: Format): string {
  const amount = format.money(refund.refundedMinor);
  const day = format.day(refund.refundDay);
  if (refund.parts === null) return t("customer.orders.refund.unread", { amount, day });
  const { goodsMinor, keptMinor, backMinor, otherMinor } = refund.parts;
  const part = (key: MessageKey, minor: number) =>
    minor === 0 ? [] : [t(key, { amount: format.money(minor) })];
  const parts = [
    ...part("customer.orders.refund.goods", goodsMinor),
    ...part("customer.orders.refund.kept", keptMinor),
    ...part("customer.orders.refund.back", backMinor),
    ...part("customer.orders.refund.other", Math.max(0, otherMinor)),
    ...part("customer.orders.refund.owed", Math.max(0, -otherMinor)),
  ];
  return parts.length === 0
    ? t("customer.orders.refund", { amount, day })
    : t("customer.orders.refund.for", { amount, day, parts: format.list(parts) });
}

function Refunds({ order }: { order: OrderContribution }) {
  const { t, format } = useLocale();
  return order.refunds.map((refund, i) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: refunds have no id here and never change place
    <Text key={i} as="p" variant="bodySm" tone="subdued">
      {refundText(refund, t, format)}
    </Text>
  ));
}

/** A chargeback, and net sales that nobody has paid for a long time. */
function Concerns({ order }: { order: OrderContribution }) {
  const { t, format } = useLocale();
  const { chargeback, longUnpaidMinor } = order;
  if (chargeback === null && longUnpaidMinor === 0) return null;
  return (
    <InlineStack gap="150" blockAlign="center">
      {chargeback !== null && (
        <Badge tone={chargebackTones[chargeback]}>{t(`customer.chargeback.${chargeback}`)}</Badge>
      )}
      {longUnpaidMinor > 0 && (
        <Badge tone="warning">
          {t("customer.orders.long_unpaid", { amount: format.money(longUnpaidMinor) })}
        </Badge>
      )}
    </InlineStack>
  );
}

function FromFile({ order }: { order: OrderContribution }) {
  const { t } = useLocale();
  return order.isFromFile ? <Badge>{t("customer.orders.from_file")}</Badge> : null;
}

function Exclusion({ order }: { order: OrderContribution }) {
  const { t } = useLocale();
  if (order.exclusion === null) return null;
  return (
    <InlineStack gap="150" blockAlign="center">
      <Badge tone="attention">{t("customer.orders.excluded")}</Badge>
      <Text as="span" variant="bodySm" tone="subdued">
        {t(`customer.orders.excluded.${order.exclusion}`)}
      </Text>
    </InlineStack>
  );
}

/** Everything between gross and net sales; the parts of returns only where there are any. */
function inputsOf(order: OrderContribution, t: Translate, format: Format): readonly ExplainInput[] {
  const { refunds, returnedGoodsMinor, moneyBackMinor, keptMinor } = order;
  const inRefunds = refunds.reduce((sum, { parts }) => sum + (parts?.goodsMinor ?? 0), 0);
  const part = (key: MessageKey, minor: number): readonly ExplainInput[] =>
    minor === 0 ? [] : [{ label: t(key), value: format.money(minor) }];
  return [
    { label: t("customer.input.gross"), value: format.money(order.grossSalesMinor) },
    { label: t("customer.input.discounts"), value: format.money(-order.discountsMinor) },
    ...part("customer.input.returned_goods", -inRefunds),
    ...part("customer.input.removed_goods", inRefunds - returnedGoodsMinor),
    ...part("customer.input.money_back", -moneyBackMinor),
    ...part("customer.input.kept", keptMinor),
  ];
}

/** What the order adds; for one that does not count, what it would have added, struck through. */
function Contribution({ order }: { order: OrderContribution }) {
  const { t, format } = useLocale();
  const net = format.money(order.netSalesMinor);
  const counts = order.exclusion === null;
  return (
    <span className={styles.contribution}>
      <Text
        as="span"
        numeric
        fontWeight={counts ? "semibold" : "regular"}
        tone={counts ? undefined : "subdued"}
        textDecorationLine={counts ? undefined : "line-through"}
      >
        {net}
      </Text>
      <Explain
        figure={t("customer.orders.explain", { order: order.name })}
        formula={counts ? "customer.orders.formula" : "customer.orders.excluded_formula"}
        inputs={inputsOf(order, t, format)}
        result={counts ? net : format.money(0)}
        note="net_sales.note"
      />
    </span>
  );
}

function Amount({ minor }: { minor: number }) {
  const { format } = useLocale();
  return (
    <Text as="span" numeric alignment="end" tone={minor === 0 ? "subdued" : undefined}>
      {format.money(minor)}
    </Text>
  );
}

function WideRow({ order, position }: { order: OrderContribution; position: number }) {
  const { format } = useLocale();
  return (
    <IndexTable.Row id={String(order.orderId)} position={position}>
      <IndexTable.Cell>
        <div className={styles.order}>
          <InlineStack gap="200" blockAlign="center">
            <OrderLink order={order} />
            {order.channel && (
              <Text as="span" variant="bodySm" tone="subdued">
                {order.channel}
              </Text>
            )}
            <FromFile order={order} />
          </InlineStack>
          <Exclusion order={order} />
          <Concerns order={order} />
          <Refunds order={order} />
        </div>
      </IndexTable.Cell>
      <IndexTable.Cell>{format.day(order.orderDay)}</IndexTable.Cell>
      <IndexTable.Cell>
        <Amount minor={order.grossSalesMinor} />
      </IndexTable.Cell>
      <IndexTable.Cell>
        <Amount minor={-order.discountsMinor} />
      </IndexTable.Cell>
      <IndexTable.Cell>
        <Amount minor={-order.returnsMinor} />
      </IndexTable.Cell>
      <IndexTable.Cell>
        <Contribution order={order} />
      </IndexTable.Cell>
    </IndexTable.Row>
  );
}

/** What made net sales differ from gross sales; nothing where they are the same. */
function partsOf(order: OrderContribution, t: Translate, format: Format): readonly string[] {
  const { grossSalesMinor, discountsMinor, returnsMinor } = order;
  const taken = [
    ...(discountsMinor === 0
      ? []
      : [t("customer.orders.parts.discounts", { amount: format.money(-discountsMinor) })]),
    ...(returnsMinor === 0
      ? []
      : [t("customer.orders.parts.returns", { amount: format.money(-returnsMinor) })]),
  ];
  if (taken.length === 0) return [];
  return [t("customer.orders.parts.gross", { amount: format.money(grossSalesMinor) }), ...taken];
}

function NarrowRow({ order, position }: { order: OrderContribution; position: number }) {
  const { t, format } = useLocale();
  const parts = partsOf(order, t, format);
  return (
    <IndexTable.Row id={String(order.orderId)} position={position}>
      <div className={styles.narrow}>
        <InlineStack align="space-between" blockAlign="center" gap="200" wrap={false}>
          <InlineStack gap="200" align="start" blockAlign="center">
            <OrderLink order={order} />
            <Text as="span" variant="bodySm" tone="subdued">
              {format.day(order.orderDay)}
            </Text>
          </InlineStack>
          <Contribution order={order} />
        </InlineStack>
        {parts.length > 0 && (
          <Text as="p" variant="bodySm" tone="subdued" numeric>
            {format.list(parts)}
          </Text>
        )}
        <Exclusion order={order} />
        <FromFile order={order} />
        <Concerns order={order} />
        <Refunds order={order} />
      </div>
    </IndexTable.Row>
  );
}

/** Every order with what it adds to the customer's value, or why it adds nothing. */
export function OrdersCard({ view }: { view: CustomerView }) {
  const { t } = useLocale();
  const { smDown } = useBreakpoints();
  const withFrom = useWithFrom();
  const { orders, ordersShown, ordersTotal } = view;
  return (
    <Card padding="0">
      <Box padding="400">
        <InlineStack align="space-between" blockAlign="center" gap="200">
          <Text as="h2" variant="headingSm">
            {t("customer.orders.title")}
          </Text>
          <Link url={withFrom(`/app/compare?customer=${view.customer.customerId}`)}>
            {t("customer.compare")}
          </Link>
        </InlineStack>
      </Box>
      {orders.length === 0 ? (
        <Box paddingInline="400" paddingBlockEnd="400">
          <Text as="p" tone="subdued">
            {t("customer.orders.none")}
          </Text>
        </Box>
      ) : (
        <BlockStack>
          <IndexTable
            condensed={smDown}
            selectable={false}
            itemCount={orders.length}
            resourceName={{
              singular: t("customer.orders.resource.one"),
              plural: t("customer.orders.resource.other"),
            }}
            headings={[
              { title: t("customer.orders.order") },
              { title: t("customer.orders.day") },
              { title: t("customer.orders.gross"), alignment: "end" },
              { title: t("customer.orders.discounts"), alignment: "end" },
              { title: t("customer.orders.returns"), alignment: "end" },
              { title: t("customer.orders.net"), alignment: "end" },
            ]}
          >
            {orders.map((order, position) =>
              smDown ? (
                <NarrowRow key={order.orderId} order={order} position={position} />
              ) : (
                <WideRow key={order.orderId} order={order} position={position} />
              ),
            )}
          </IndexTable>
          {ordersShown < ordersTotal && (
            <Box padding="400">
              <Text as="p" variant="bodySm" tone="subdued">
                {t("customer.orders.shown", { shown: ordersShown, total: ordersTotal })}
              </Text>
            </Box>
          )}
        </BlockStack>
      )}
    </Card>
  );
}

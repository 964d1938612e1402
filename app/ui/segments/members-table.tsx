import {
  BlockStack,
  Box,
  Button,
  IndexTable,
  InlineStack,
  Link,
  Modal,
  Pagination,
  Text,
  useBreakpoints,
} from "@shopify/polaris";
import { useState } from "react";
import type { SegmentName } from "../../segments/find.ts";
import type { SegmentView } from "../../segments/read-segment.ts";
import type { CustomerRow } from "../../valuation/pages/customers/row.ts";
import { useCustomerAddress } from "../customer/back-address.ts";
import { ConsentBadge } from "../customers/consent-badge.tsx";
import { nextText, rangeText } from "../customers/expected-range.ts";
import { RfmGroupBadge } from "../customers/rfm-group-badge.tsx";
import { useLocale } from "../locale.tsx";
import type { Translate } from "../messages/catalogue.ts";
import { LearningBadge } from "../states/learning.tsx";
import type { AskWhy } from "./ask-why.ts";
import { PersonWhy } from "./person-why.tsx";
import { segmentName } from "./segment-name.ts";

function Expected({ row }: { row: CustomerRow }) {
  const { t, format } = useLocale();
  const interval = rangeText(row, t, format);
  if (row.expectedValueMinor === null) return row.orders > 0 ? <LearningBadge /> : null;
  return (
    <BlockStack>
      <Text as="span" alignment="end" numeric>
        {format.moneyWhole(row.expectedValueMinor)}
      </Text>
      {interval !== null && (
        <Text as="span" alignment="end" variant="bodySm" tone="subdued" numeric>
          {interval}
        </Text>
      )}
    </BlockStack>
  );
}

const calledBy = (row: CustomerRow, t: Translate): string =>
  row.name ?? row.email ?? t("segments.members.unnamed", { id: row.customerId });

interface WhoProps {
  readonly row: CustomerRow;
  readonly withEmail: boolean;
  readonly onWhy: (row: CustomerRow) => void;
}

function Who({ row, withEmail, onWhy }: WhoProps) {
  const { t } = useLocale();
  const address = useCustomerAddress();
  const name = calledBy(row, t);
  return (
    <div style={{ whiteSpace: "normal", overflowWrap: "anywhere", minWidth: "9rem", maxWidth: "20rem" }}>
      <Link url={address(row.customerId)} removeUnderline dataPrimaryLink>
        {name}
      </Link>
      {withEmail && row.name && row.email && (
        <Text as="p" variant="bodySm" tone="subdued">
          {row.email}
        </Text>
      )}
      <div>
        <Button
          variant="plain"
          size="micro"
          accessibilityLabel={t("segments.members.why.of", { name })}
          onClick={() => onWhy(row)}
        >
          {t("segments.members.why")}
        </Button>
      </div>
    </div>
  );
}

function AtStake({ row: { valueAtStakeMinor, pAlive } }: { row: CustomerRow }) {
  const { format } = useLocale();
  return (
    <>
      <IndexTable.Cell>
        <Text as="span" alignment="end" numeric>
          {pAlive !== null && format.chance(pAlive)}
        </Text>
      </IndexTable.Cell>
      <IndexTable.Cell>
        <Text as="span" alignment="end" numeric fontWeight="medium">
          {valueAtStakeMinor !== null && format.moneyWhole(valueAtStakeMinor)}
        </Text>
      </IndexTable.Cell>
    </>
  );
}

function PhoneRow({ row, byStake, onWhy }: Omit<WhoProps, "withEmail"> & { readonly byStake: boolean }) {
  const { t, format } = useLocale();
  return (
    <Box paddingBlock="200" paddingInline="300" width="100%">
      <BlockStack gap="100">
        <InlineStack align="space-between" blockAlign="start" gap="200" wrap={false}>
          <Who row={row} withEmail={false} onWhy={onWhy} />
          <Text as="span" numeric fontWeight="medium">
            {format.money(row.netSalesMinor)}
          </Text>
        </InlineStack>
        <InlineStack align="space-between" blockAlign="center" gap="200">
          <Text as="span" variant="bodySm" tone="subdued">
            {row.lastOrderDay === null
              ? t("segments.members.orders_none")
              : t("segments.members.orders_and_last", {
                  count: row.orders,
                  day: format.day(row.lastOrderDay),
                })}
          </Text>
          <InlineStack gap="100">
            <RfmGroupBadge group={row.group} />
            <ConsentBadge consent={row.consent} />
          </InlineStack>
        </InlineStack>
        {row.expectedValueMinor !== null && (
          <Text as="p" variant="bodySm" tone="subdued" numeric>
            {nextText(format.moneyWhole(row.expectedValueMinor), row, t, format)}
          </Text>
        )}
        {byStake && row.valueAtStakeMinor !== null && row.pAlive !== null && (
          <Text as="p" variant="bodySm" numeric>
            {t("segments.members.at_stake.phone", {
              amount: format.moneyWhole(row.valueAtStakeMinor),
              chance: format.chance(row.pAlive),
            })}
          </Text>
        )}
      </BlockStack>
    </Box>
  );
}

export function MembersTable({
  rows,
  order,
  segment,
  askWhy,
  previousUrl,
  nextUrl,
}: {
  readonly rows: readonly CustomerRow[];
  readonly order: SegmentView["order"];
  readonly segment: SegmentName;
  readonly askWhy: AskWhy;
  readonly previousUrl: string | null;
  readonly nextUrl: string | null;
}) {
  const { t, format } = useLocale();
  const { smDown } = useBreakpoints();
  // What the list is ordered by takes the place of what says less of it.
  const byStake = order === "value_at_stake";
  const [asked, setAsked] = useState<CustomerRow | null>(null);
  return (
    <>
      <IndexTable
        condensed={smDown}
        selectable={false}
        itemCount={rows.length}
        resourceName={{ singular: t("segments.members.customer"), plural: t("segments.members") }}
        headings={[
          { title: t("segments.members.customer") },
          ...(byStake ? [] : [{ title: t("segments.members.group") }]),
          { title: t("segments.members.consent") },
          { title: t("segments.members.last_order") },
          { title: t("segments.members.orders"), alignment: "end" },
          { title: t("segments.members.net_sales"), alignment: "end" },
          {
            title: t("segments.members.expected"),
            alignment: "end",
            tooltipContent: t("customers.interval.help"),
          },
          ...(byStake
            ? [
                { title: t("segments.members.p_alive"), alignment: "end" as const },
                { title: t("segments.members.at_stake"), alignment: "end" as const },
              ]
            : []),
        ]}
      >
        {rows.map((row, position) => (
          <IndexTable.Row id={String(row.customerId)} key={row.customerId} position={position}>
            {smDown ? (
              <PhoneRow row={row} byStake={byStake} onWhy={setAsked} />
            ) : (
              <>
                <IndexTable.Cell>
                  <Who row={row} withEmail onWhy={setAsked} />
                </IndexTable.Cell>
                {!byStake && (
                  <IndexTable.Cell>
                    <RfmGroupBadge group={row.group} />
                  </IndexTable.Cell>
                )}
                <IndexTable.Cell>
                  <ConsentBadge consent={row.consent} />
                </IndexTable.Cell>
                <IndexTable.Cell>{row.lastOrderDay && format.day(row.lastOrderDay)}</IndexTable.Cell>
                <IndexTable.Cell>
                  <Text as="span" alignment="end" numeric>
                    {format.number(row.orders)}
                  </Text>
                </IndexTable.Cell>
                <IndexTable.Cell>
                  <Text as="span" alignment="end" numeric>
                    {format.money(row.netSalesMinor)}
                  </Text>
                </IndexTable.Cell>
                <IndexTable.Cell>
                  <Expected row={row} />
                </IndexTable.Cell>
                {byStake && <AtStake row={row} />}
              </>
            )}
          </IndexTable.Row>
        ))}
      </IndexTable>
      {asked && (
        <Modal
          open
          title={t("segments.members.why.title", {
            name: calledBy(asked, t),
            segment: segmentName(segment, t),
          })}
          onClose={() => setAsked(null)}
        >
          <Modal.Section>
            <PersonWhy customerId={asked.customerId} segmentKey={segment.key} ask={askWhy} />
          </Modal.Section>
        </Modal>
      )}
      {(previousUrl !== null || nextUrl !== null) && (
        <Pagination
          type="table"
          hasPrevious={previousUrl !== null}
          previousURL={previousUrl ?? undefined}
          hasNext={nextUrl !== null}
          nextURL={nextUrl ?? undefined}
          accessibilityLabel={t("segments.members.table")}
          accessibilityLabels={{ previous: t("segments.members.previous"), next: t("segments.members.next") }}
        />
      )}
    </>
  );
}

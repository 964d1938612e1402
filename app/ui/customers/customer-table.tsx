import { EmptySearchResult, IndexTable, InlineStack, Link, Text, useBreakpoints } from "@shopify/polaris";
import { memo } from "react";
import type { Basis } from "../../clv/historic/basis.ts";
import type { CustomerSort, ListedCustomer } from "../../segments/customer-list.ts";
import type { CustomerRow } from "../../valuation/pages/customers/row.ts";
import { useCustomerAddress } from "../customer/back-address.ts";
import { useLocale } from "../locale.tsx";
import { ConsentBadge } from "./consent-badge.tsx";
import { type CustomerQuery, firstDirection } from "./customer-address.ts";
import type { CustomerListProps } from "./customer-filters.tsx";
import styles from "./customer-table.module.css";
import { nextText, rangeText } from "./expected-range.ts";
import { RfmGroupBadge } from "./rfm-group-badge.tsx";

/** The sort that a click on each column's heading asks for. */
const columnSorts: readonly (CustomerSort | null)[] = [
  "name",
  "net_sales",
  "predicted",
  "orders",
  "last_order",
  null,
  null,
];

function useCustomerName() {
  const { t } = useLocale();
  return (row: CustomerRow) => row.name ?? row.email ?? t("customers.unnamed", { id: row.customerId });
}

function Predicted({ row }: { row: CustomerRow }) {
  const { t, format } = useLocale();
  const interval = rangeText(row, t, format);
  if (row.expectedValueMinor === null) {
    return (
      <Text as="p" tone="subdued" alignment="end">
        {t("figure.none")}
      </Text>
    );
  }
  return (
    <div>
      <Text as="p" numeric alignment="end">
        {format.money(row.expectedValueMinor)}
      </Text>
      {interval !== null && (
        <Text as="p" variant="bodySm" tone="subdued" numeric alignment="end">
          {interval}
        </Text>
      )}
    </div>
  );
}

const WideRow = memo(function WideRow({ row, position }: { row: ListedCustomer; position: number }) {
  const { t, format } = useLocale();
  const name = useCustomerName()(row);
  const address = useCustomerAddress();
  return (
    <IndexTable.Row id={String(row.customerId)} position={position}>
      <IndexTable.Cell>
        <div className={styles.person}>
          <Link dataPrimaryLink url={address(row.customerId)} monochrome removeUnderline>
            <Text as="span" fontWeight="semibold" truncate>
              {name}
            </Text>
          </Link>
          {row.name && row.email && (
            <Text as="span" variant="bodySm" tone="subdued" truncate>
              {row.email}
            </Text>
          )}
        </div>
      </IndexTable.Cell>
      <IndexTable.Cell>
        <Text as="span" numeric alignment="end">
          {row.valueMinor === null ? t("figure.none") : format.money(row.valueMinor)}
        </Text>
      </IndexTable.Cell>
      <IndexTable.Cell>
        <Predicted row={row} />
      </IndexTable.Cell>
      <IndexTable.Cell>
        <Text as="span" numeric alignment="end">
          {format.number(row.orders)}
        </Text>
      </IndexTable.Cell>
      <IndexTable.Cell>{row.lastOrderDay ? format.day(row.lastOrderDay) : t("figure.none")}</IndexTable.Cell>
      <IndexTable.Cell>
        <RfmGroupBadge group={row.group} />
      </IndexTable.Cell>
      <IndexTable.Cell>
        <ConsentBadge consent={row.consent} />
      </IndexTable.Cell>
    </IndexTable.Row>
  );
});

interface NarrowRowProps {
  readonly row: ListedCustomer;
  readonly position: number;
  /** No heading says on a phone what the value is of. */
  readonly used: Basis;
}

const NarrowRow = memo(function NarrowRow({ row, position, used }: NarrowRowProps) {
  const { t, format } = useLocale();
  const name = useCustomerName()(row);
  const address = useCustomerAddress();
  const orders = t("customers.orders", { orders: row.orders });
  const isRevenue = used === "revenue";
  const value = row.valueMinor === null ? t("figure.none") : format.money(row.valueMinor);
  return (
    <IndexTable.Row id={String(row.customerId)} position={position}>
      <div className={styles.narrow}>
        <div className={styles.narrowLine}>
          <Link dataPrimaryLink url={address(row.customerId)} monochrome removeUnderline>
            <Text as="span" fontWeight="semibold" truncate>
              {name}
            </Text>
          </Link>
          <Text as="span" fontWeight="semibold" numeric>
            {isRevenue ? value : `${t(`basis.${used}`)} ${value}`}
          </Text>
        </div>
        <Text as="p" variant="bodySm" tone="subdued">
          {row.lastOrderDay
            ? t("customers.orders_last", { orders, day: format.day(row.lastOrderDay) })
            : orders}
        </Text>
        {row.expectedValueMinor !== null && (
          <Text as="p" variant="bodySm" tone="subdued" numeric>
            {nextText(
              format.money(row.expectedValueMinor),
              row,
              t,
              format,
              isRevenue ? "next" : "next_sales",
            )}
          </Text>
        )}
        <InlineStack gap="100">
          <RfmGroupBadge group={row.group} />
          <ConsentBadge consent={row.consent} />
        </InlineStack>
      </div>
    </IndexTable.Row>
  );
});

interface CustomerTableProps extends Pick<CustomerListProps, "list" | "loading"> {
  readonly sort: CustomerSort;
  readonly direction: CustomerQuery["direction"];
  /** Another order or page of what the list is otherwise. */
  readonly onChange: (part: Partial<CustomerQuery>) => void;
}

/** Drawn again for another list, order or page, and not for each letter of a filter that is being typed. */
export const CustomerTable = memo(function CustomerTable(props: CustomerTableProps) {
  const { list, sort: sorted, direction, loading, onChange } = props;
  const { t, format } = useLocale();
  const { smDown } = useBreakpoints();
  const { used } = list.basis;
  const isRevenue = used === "revenue";
  const column = columnSorts.indexOf(sorted);
  const count = list.totalIsAtLeast ? "customers.count_at_least" : "customers.count";
  return (
    <IndexTable
      condensed={smDown}
      selectable={false}
      loading={loading}
      resourceName={{ singular: t("customers.resource.one"), plural: t("customers.resource.other") }}
      itemCount={list.rows.length}
      emptyState={
        <EmptySearchResult
          title={t("customers.no_match.title")}
          description={t("customers.no_match.body")}
          withIllustration
        />
      }
      headings={[
        { title: t("customers.column.name") },
        { title: t(isRevenue ? "customers.column.net_sales" : `basis.${used}`), alignment: "end" },
        {
          title: t(isRevenue ? "customers.column.predicted" : "customers.column.predicted_sales"),
          alignment: "end",
          tooltipContent: t("customers.interval.help"),
        },
        { title: t("customers.column.orders"), alignment: "end" },
        { title: t("customers.column.last_order") },
        { title: t("customers.column.group") },
        { title: t("customers.column.consent") },
      ]}
      sortable={columnSorts.map((sort) => sort !== null)}
      sortColumnIndex={column}
      sortDirection={direction === "asc" ? "ascending" : "descending"}
      defaultSortDirection="descending"
      onSort={(index) => {
        const sort = columnSorts[index];
        if (!sort) return;
        const turned = direction === "asc" ? "desc" : "asc";
        onChange({ sort, direction: sort === sorted ? turned : firstDirection(sort) });
      }}
      pagination={{
        hasPrevious: list.previousCursor !== null,
        hasNext: list.nextCursor !== null,
        onPrevious: () => onChange({ cursor: list.previousCursor ?? undefined }),
        onNext: () => onChange({ cursor: list.nextCursor ?? undefined }),
        label: t(count, { customers: list.total, shown: format.number(list.rows.length) }),
      }}
    >
      {list.rows.map((row, position) =>
        smDown ? (
          // biome-ignore lint/suspicious/noArrayIndexKey: in another order each line holds somebody else, and none moves
          <NarrowRow key={position} row={row} position={position} used={used} />
        ) : (
          // biome-ignore lint/suspicious/noArrayIndexKey: as above
          <WideRow key={position} row={row} position={position} />
        ),
      )}
    </IndexTable>
  );
});

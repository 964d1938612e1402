import { BlockStack, Card, EmptyState, Page } from "@shopify/polaris";
import type { ExportControl } from "../exports/export-choice.ts";
import { ExportDialog } from "../exports/export-dialog.tsx";
import { useExportAction } from "../exports/use-export-action.ts";
import { useLocale } from "../locale.tsx";
import { LearningBanner } from "../states/learning.tsx";
import picture from "../states/nothing-here.svg";
import { StillReading } from "../states/still-reading.tsx";
import { isFiltered, segmentAddress } from "./customer-address.ts";
import { CustomerFilters, type CustomerListProps } from "./customer-filters.tsx";
import styles from "./customer-table.module.css";
import { CustomerTable } from "./customer-table.tsx";
import { ruleOf } from "./list-filter.ts";

export interface CustomersPageProps extends CustomerListProps {
  readonly exporting: ExportControl;
}

/** All customers with what they have been and will be worth. */
export function CustomersPage({ list, query, loading, onChange, exporting }: CustomersPageProps) {
  const { t } = useLocale();
  const { action, opener } = useExportAction(exporting.step, exporting.onOpen);
  const saveable = segmentAddress(query);
  if (list.total === 0 && !isFiltered(query)) {
    return (
      <Page title={t("customers.title")}>
        <Card>
          <EmptyState
            heading={t("customers.empty.title")}
            image={picture}
            action={{ content: t("customers.empty.action"), url: "/app/sync" }}
          >
            <p>{t("customers.empty.body")}</p>
          </EmptyState>
        </Card>
      </Page>
    );
  }
  return (
    <Page
      title={t("customers.title")}
      subtitle={t("customers.subtitle")}
      secondaryActions={saveable ? [{ content: t("customers.save_as_segment"), url: saveable }] : []}
      primaryAction={{ ...action, primary: false, disabled: list.total === 0 && !query.search }}
    >
      <BlockStack gap="400">
        <StillReading />
        {list.learning && <LearningBanner reason={list.learning} />}
        <Card padding="0">
          <div className={styles.filters}>
            <CustomerFilters list={list} query={query} loading={loading} onChange={onChange} />
          </div>
          <CustomerTable list={list} query={query} loading={loading} onChange={onChange} />
        </Card>
      </BlockStack>
      <ExportDialog
        audience={ruleOf(query)}
        state={exporting.step}
        onExport={exporting.onExport}
        onClose={exporting.onClose}
        opener={opener}
      />
    </Page>
  );
}

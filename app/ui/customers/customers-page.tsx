import { BlockStack, Card, EmptyState, Page } from "@shopify/polaris";
import { useCallback, useDeferredValue, useRef } from "react";
import { BasisBar, type BasisChoice } from "../basis/basis-bar.tsx";
import type { ExportControl } from "../exports/export-choice.ts";
import { ExportDialog } from "../exports/export-dialog.tsx";
import { ExportKept } from "../exports/export-kept.tsx";
import { useExportAction } from "../exports/use-export-action.ts";
import { useHeaderActions } from "../layout/header-actions.ts";
import { useLocale } from "../locale.tsx";
import { LearningBanner } from "../states/learning.tsx";
import picture from "../states/nothing-here.svg";
import { StillReading } from "../states/still-reading.tsx";
import { ConditionsBox } from "./conditions-box.tsx";
import { type CustomerQuery, conditionsAddress, isFiltered, segmentAddress } from "./customer-address.ts";
import { CustomerFilters, type CustomerListProps } from "./customer-filters.tsx";
import styles from "./customer-table.module.css";
import { CustomerTable } from "./customer-table.tsx";
import { audienceOfList } from "./list-conditions.ts";

export interface CustomersPageProps extends CustomerListProps {
  readonly exporting: ExportControl;
  readonly basisChoice: BasisChoice;
}

/** All customers with what they have been and will be worth. */
export function CustomersPage({
  list,
  query,
  loading,
  onChange,
  exporting,
  basisChoice,
}: CustomersPageProps) {
  const { t } = useLocale();
  const { used } = list.basis;
  const { action, opener } = useExportAction(exporting.step, exporting.onOpen);
  const change = useRef((_: Partial<CustomerQuery>) => {});
  change.current = (part) => onChange({ ...query, cursor: undefined, ...part });
  const changePart = useCallback((part: Partial<CustomerQuery>) => change.current(part), []);
  // It differs with each letter of a filter, and can be drawn after the letter.
  const shown = useDeferredValue(query);
  const saveable = segmentAddress(shown);
  const conditionsUrl = conditionsAddress(shown);
  const headerActions = useHeaderActions([
    {
      content: t("customers.conditions"),
      disabled: conditionsUrl === null,
      ...(conditionsUrl !== null && { url: conditionsUrl }),
    },
    {
      content: t("customers.save_as_segment"),
      disabled: saveable === null,
      ...(saveable !== null && { url: saveable }),
    },
  ]);
  const conditions = query.rule === undefined ? null : (list.conditions?.rule ?? null);
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
      subtitle={
        used === "revenue"
          ? t("customers.subtitle")
          : t("customers.subtitle_on", { what: t(`basis.${used}.within`) })
      }
      // It is there from the beginning: coming and going with the filter it would move what stands beside and below.
      {...headerActions}
      primaryAction={
        action ? { ...action, primary: false, disabled: list.total === 0 && !query.search } : undefined
      }
    >
      <BlockStack gap="400">
        <StillReading />
        <ExportKept />
        {list.learning && <LearningBanner reason={list.learning} />}
        <BasisBar view={list.basis} choice={basisChoice} />
        <Card padding="0">
          <div className={styles.filters}>
            <CustomerFilters list={list} query={query} loading={loading} onChange={onChange} />
          </div>
          {query.rule !== undefined && (
            <ConditionsBox
              rule={query.rule}
              list={list}
              editUrl={conditionsUrl}
              onRemove={() => changePart({ rule: undefined })}
            />
          )}
          <CustomerTable
            list={list}
            sort={query.sort}
            direction={query.direction}
            loading={loading}
            onChange={changePart}
          />
        </Card>
      </BlockStack>
      <ExportDialog
        audience={audienceOfList(query, conditions)}
        state={exporting.step}
        onExport={exporting.onExport}
        onClose={exporting.onClose}
        opener={opener}
      />
    </Page>
  );
}

import {
  Banner,
  BlockStack,
  ChoiceList,
  InlineGrid,
  InlineStack,
  Link,
  Modal,
  Spinner,
  Text,
} from "@shopify/polaris";
import { type RefObject, useEffect, useState } from "react";
import type { ExportPreview } from "../../exports/exports.ts";
import type { ExportColumn, NamedAudience } from "../../exports/records.ts";
import { useLocale } from "../locale.tsx";
import { StillReadingExport } from "../states/still-reading.tsx";
import { audienceText } from "./audience-text.ts";
import { columnGroups, type ExportChoice, type ExportStep, preselected, required } from "./export-choice.ts";
import { LeftOutList } from "./left-out-list.tsx";

/** The order of a file's columns, whatever was clicked first. */
const allColumns: readonly ExportColumn[] = columnGroups.flatMap(({ columns }) => columns);

function WhoGoes({ preview }: { preview: ExportPreview }) {
  const { t } = useLocale();
  const leftOut = preview.leftOut.reduce((sum, entry) => sum + entry.customers, 0);
  return (
    <InlineGrid columns={{ xs: 1, sm: 2 }} gap="400">
      <BlockStack gap="100">
        <Text as="p" variant="headingMd">
          {t("exports.dialog.included", { count: preview.included })}
        </Text>
        <Text as="p" tone="subdued">
          {t("exports.dialog.consent")}
        </Text>
      </BlockStack>
      <BlockStack gap="100">
        <Text as="p" variant="headingMd">
          {t("exports.dialog.left_out", { count: leftOut })}
        </Text>
        {leftOut > 0 && <LeftOutList leftOut={preview.leftOut} />}
      </BlockStack>
    </InlineGrid>
  );
}

function Choices({
  choice,
  onChange,
}: {
  readonly choice: ExportChoice;
  readonly onChange: (choice: ExportChoice) => void;
}) {
  const { t } = useLocale();
  return (
    <BlockStack gap="400">
      <BlockStack gap="300">
        <BlockStack gap="050">
          <Text as="h3" variant="headingSm">
            {t("exports.dialog.columns")}
          </Text>
          <Text as="p" tone="subdued">
            {t("exports.dialog.columns.help")}
          </Text>
        </BlockStack>
        <InlineGrid columns={{ xs: 1, sm: 2 }} gap="400">
          {columnGroups.map(({ group, columns }) => {
            const own: readonly ExportColumn[] = columns;
            return (
              <ChoiceList
                key={group}
                allowMultiple
                title={t(`exports.dialog.columns.${group}`)}
                choices={columns.map((column) => ({
                  value: column,
                  label: t(`exports.column.${column}`),
                  disabled: required.includes(column),
                }))}
                selected={[...choice.columns]}
                onChange={(selected: ExportColumn[]) => {
                  const chosen = [...choice.columns.filter((column) => !own.includes(column)), ...selected];
                  onChange({ ...choice, columns: allColumns.filter((column) => chosen.includes(column)) });
                }}
              />
            );
          })}
        </InlineGrid>
      </BlockStack>
      <ChoiceList
        title={t("exports.dialog.format")}
        choices={(["csv", "csv_excel"] as const).map((value) => ({
          value,
          label: t(`exports.dialog.format.${value}`),
          helpText: t(`exports.dialog.format.${value}.help`),
        }))}
        selected={[choice.format]}
        onChange={(selected: ExportChoice["format"][]) =>
          onChange({ ...choice, format: selected[0] ?? choice.format })
        }
      />
    </BlockStack>
  );
}

function Started() {
  const { t } = useLocale();
  return (
    <Banner tone="success" title={t("exports.dialog.started")}>
      <BlockStack gap="200">
        <p>{t("exports.dialog.started.body")}</p>
        <p>
          {t("exports.dialog.recorded")} <Link url="/app/exports">{t("exports.dialog.see_record")}</Link>
        </p>
      </BlockStack>
    </Banner>
  );
}

export interface ExportDialogProps {
  readonly audience: NamedAudience;
  readonly state: ExportStep;
  readonly onExport: (choice: ExportChoice) => void;
  readonly onClose: () => void;
  /** Around the button that opens the dialog: where the focus returns to. */
  readonly opener: RefObject<HTMLElement>;
}

/** Says who goes and who stays before anything is downloaded. */
export function ExportDialog({ audience, state, onExport, onClose, opener }: ExportDialogProps) {
  const { t, format } = useLocale();
  const [choice, setChoice] = useState(preselected);
  // What was ticked for one export is not a choice for the next: each goes out with no more than is asked for.
  const closed = state.step === "closed";
  useEffect(() => {
    if (closed) setChoice(preselected);
  }, [closed]);
  const choosing = state.step === "choosing" ? state : null;
  const nobody = choosing?.preview.included === 0;
  return (
    <Modal
      open={!closed}
      activator={opener}
      size="large"
      title={
        state.step === "searched"
          ? t("exports.open")
          : t("exports.dialog.title", { audience: audienceText(audience, t, format) })
      }
      onClose={onClose}
      primaryAction={
        choosing && !nobody
          ? {
              content: t("exports.dialog.download"),
              loading: choosing.preparing,
              onAction: () => onExport(choice),
            }
          : undefined
      }
      secondaryActions={[
        {
          content: t(choosing && !nobody ? "exports.dialog.cancel" : "exports.dialog.close"),
          onAction: onClose,
        },
      ]}
    >
      <Modal.Section>
        {state.step === "counting" && (
          <InlineStack align="center">
            <Spinner accessibilityLabel={t("exports.dialog.loading")} size="small" />
          </InlineStack>
        )}
        {state.step === "searched" && (
          <Banner tone="info" title={t("exports.dialog.searched")}>
            <p>{t("exports.dialog.searched.body")}</p>
          </Banner>
        )}
        {state.step === "started" && <Started />}
        {choosing && (
          <BlockStack gap="400">
            {choosing.failed && <Banner tone="critical">{t("exports.dialog.failed")}</Banner>}
            {nobody && <Banner tone="warning">{t("exports.dialog.nobody")}</Banner>}
            <WhoGoes preview={choosing.preview} />
            {!nobody && <StillReadingExport />}
          </BlockStack>
        )}
      </Modal.Section>
      {choosing && !nobody && (
        <Modal.Section>
          <Choices choice={choice} onChange={setChoice} />
        </Modal.Section>
      )}
    </Modal>
  );
}

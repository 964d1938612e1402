import {
  Banner,
  BlockStack,
  Button,
  ChoiceList,
  InlineGrid,
  InlineStack,
  Link,
  Modal,
  Select,
  Text,
} from "@shopify/polaris";
import { type RefObject, useEffect, useState } from "react";
import type { ExportPreview } from "../../exports/exports.ts";
import type { ExportColumn, NamedAudience } from "../../exports/records.ts";
import { useLocale } from "../locale.tsx";
import { StillReadingExport } from "../states/still-reading.tsx";
import { AdBasis, type ChoicesProps } from "./ad-basis.tsx";
import { audienceText } from "./audience-text.ts";
import { ExperimentChoice } from "./experiment-choice.tsx";
import {
  adColumns,
  allColumns,
  columnGroups,
  type ExportChoice,
  type ExportStep,
  firstChoice,
  inFormat,
  isForAds,
  isPreset,
  personalColumns,
  preselected,
  presets,
  required,
  TOOL_FORMATS,
  whoGoes,
  withPreset,
} from "./export-choice.ts";
import { LeftOutList } from "./left-out-list.tsx";

function WhoGoes({ preview, choice }: { preview: ExportPreview; choice: ExportChoice }) {
  const { t } = useLocale();
  const going = whoGoes(preview, choice);
  const leftOut = going.leftOut.reduce((sum, entry) => sum + entry.customers, 0);
  return (
    <InlineGrid columns={{ xs: 1, sm: 2 }} gap="400">
      <BlockStack gap="100">
        <Text as="p" variant="headingMd">
          {t("exports.dialog.included", { count: going.included })}
        </Text>
        <Text as="p" tone="subdued">
          {t("exports.dialog.consent")}
        </Text>
      </BlockStack>
      <BlockStack gap="100">
        <Text as="p" variant="headingMd">
          {t("exports.dialog.left_out", { count: leftOut })}
        </Text>
        {leftOut > 0 && <LeftOutList leftOut={going.leftOut} />}
      </BlockStack>
    </InlineGrid>
  );
}

const formats = [
  "csv",
  "csv_excel",
  ...TOOL_FORMATS,
  "google",
  "google_hashed",
  "meta",
] as const satisfies readonly ExportChoice["format"][];
const isAdColumn = (column: ExportColumn): boolean => adColumns.includes(column);

/** In a line, so that it is in sight when the dialog opens on a phone. */
function FormatChoice({ choice, onChange }: ChoicesProps) {
  const { t } = useLocale();
  return (
    <BlockStack gap="300">
      <Select
        label={t("exports.dialog.format")}
        options={formats.map((value) => ({ value, label: t(`exports.dialog.format.${value}`) }))}
        helpText={t(`exports.dialog.format.${choice.format}.help`)}
        value={choice.format}
        onChange={(chosen) =>
          onChange(inFormat(choice, formats.find((format) => format === chosen) ?? choice.format))
        }
      />
      {isForAds(choice) && <AdBasis choice={choice} onChange={onChange} />}
    </BlockStack>
  );
}

function ColumnChoice({ choice, order, onChange }: ChoicesProps & Pick<ExportPreview, "order">) {
  const { t, format } = useLocale();
  const forAds = isForAds(choice);
  const personal = personalColumns(choice).map((column) => t(`exports.column.${column}`));
  return (
    <BlockStack gap="300">
      <BlockStack gap="050">
        <Text as="h3" variant="headingSm">
          {t("exports.dialog.columns")}
        </Text>
        <Text as="p" tone="subdued">
          {t(forAds ? "exports.ads.columns.help" : "exports.dialog.columns.help")}
        </Text>
      </BlockStack>
      {!forAds && (
        <InlineStack gap="200">
          {presets.map((preset) => (
            <Button
              key={preset}
              size="slim"
              pressed={isPreset(preset, choice, order)}
              onClick={() => onChange(withPreset(choice, preset, order))}
            >
              {t(`exports.dialog.preset.${preset}`)}
            </Button>
          ))}
        </InlineStack>
      )}
      <div role="status">
        {personal.length > 0 && (
          <Text as="p">{t("exports.dialog.columns.personal", { columns: format.list(personal) })}</Text>
        )}
      </div>
      <InlineGrid columns={{ xs: 1, sm: 2 }} gap="400">
        {columnGroups.map(({ group, columns }) => {
          const own: readonly ExportColumn[] = forAds ? columns.filter(isAdColumn) : columns;
          if (own.length === 0) return null;
          return (
            <ChoiceList
              key={group}
              allowMultiple
              title={t(`exports.dialog.columns.${group}`)}
              choices={own.map((column) => ({
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
  const [changed, setChanged] = useState<ExportChoice | null>(null);
  const closed = state.step === "closed";
  useEffect(() => {
    if (closed) setChanged(null);
  }, [closed]);
  const choosing = state.step === "choosing" ? state : null;
  // What was ticked for one list is no choice for another: each goes out with no more than was asked for it.
  const last = choosing?.preview.lastChoice;
  const choice =
    changed ??
    (last
      ? { ...last, heldOutBp: last.heldOutBp ?? preselected.heldOutBp, hasAdBasis: false }
      : choosing
        ? firstChoice(choosing.preview)
        : preselected);
  const nobody = choosing?.preview.included === 0;
  return (
    <Modal
      // It opens when everything that it shows is known, so that it does not grow under the pointer.
      open={!closed && state.step !== "counting"}
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
              disabled: isForAds(choice) && !choice.hasAdBasis,
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
        {state.step === "searched" && (
          <Banner tone="info" title={t("exports.dialog.searched")}>
            <p>{t("exports.dialog.searched.body")}</p>
          </Banner>
        )}
        {state.step === "started" && <Started />}
        {choosing && (
          <BlockStack gap="400">
            {choosing.failure && (
              <Banner tone="critical">{t(`exports.dialog.failed.${choosing.failure}`)}</Banner>
            )}
            {nobody && <Banner tone="warning">{t("exports.dialog.nobody")}</Banner>}
            {!nobody && <FormatChoice choice={choice} onChange={setChanged} />}
            <WhoGoes preview={choosing.preview} choice={choice} />
            {!nobody && <StillReadingExport />}
          </BlockStack>
        )}
      </Modal.Section>
      {choosing && !nobody && (
        <Modal.Section>
          <ColumnChoice choice={choice} order={choosing.preview.order} onChange={setChanged} />
        </Modal.Section>
      )}
      {choosing && !nobody && (
        <Modal.Section>
          <ExperimentChoice
            preview={{ ...choosing.preview, ...whoGoes(choosing.preview, choice) }}
            heldOutBp={choice.heldOutBp}
            onChange={(heldOutBp) => setChanged({ ...choice, heldOutBp })}
          />
        </Modal.Section>
      )}
    </Modal>
  );
}

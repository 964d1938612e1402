import { BlockStack, Button, ChoiceList, InlineGrid, InlineStack, Text } from "@shopify/polaris";
import { useState } from "react";
import type { OfferedField } from "../../destinations/connections.ts";
import type { DestinationField, ToolName } from "../../destinations/tool.ts";
import { useLocale } from "../locale.tsx";
import { ALL_FIELDS, FIELD_GROUPS } from "./field-groups.ts";
import { WizardFrame } from "./wizard-frame.tsx";

interface FieldsStepProps {
  readonly tool: ToolName;
  readonly table: readonly OfferedField[];
  readonly chosen: readonly DestinationField[];
  readonly onChoose: (fields: readonly DestinationField[]) => void;
  readonly onBack: () => void;
}

/** Chooses what goes beside the address, each with what the tool calls it. */
export function FieldsStep({ tool, table, chosen, onChoose, onBack }: FieldsStepProps) {
  const { t } = useLocale();
  const [fields, setFields] = useState(chosen);
  const offered = ALL_FIELDS.filter((field) => table.some((its) => its.field === field));
  const called = t(`destinations.tool.${tool}`);
  const helpOf = (field: DestinationField): string | undefined => {
    const its = table.find((offer) => offer.field === field);
    if (!its) return undefined;
    const type = t(`connecting.fields.type.${its.type}`);
    return t("connecting.fields.there", { tool: called, name: its.toolName, type });
  };
  const presets = [
    { key: "connecting.fields.preset", fields: [] },
    { key: "connecting.fields.preset.all", fields: offered },
  ] as const;
  return (
    <WizardFrame
      step="fields"
      title={t("connecting.fields.title")}
      help={t("connecting.fields.help", { tool: called })}
      next={t("connecting.next")}
      onNext={() => onChoose(fields)}
      onBack={onBack}
    >
      <InlineStack gap="200">
        {presets.map(({ key, fields: its }) => (
          <Button key={key} size="slim" pressed={fields.join() === its.join()} onClick={() => setFields(its)}>
            {t(key)}
          </Button>
        ))}
      </InlineStack>
      <InlineGrid columns={{ xs: 1, sm: 2 }} gap="400">
        {FIELD_GROUPS.map(({ group, fields: its }) => {
          const own: readonly DestinationField[] = its;
          return (
            <BlockStack key={group} gap="200">
              <ChoiceList
                allowMultiple
                title={t(`exports.dialog.columns.${group}`)}
                choices={[
                  ...(group === "person"
                    ? [{ value: "email", label: t("exports.column.email"), disabled: true }]
                    : []),
                  ...own
                    .filter((field) => offered.includes(field))
                    .map((field) => ({
                      value: field,
                      label: t(`exports.column.${field}`),
                      helpText: helpOf(field),
                    })),
                ]}
                selected={["email", ...fields]}
                onChange={(selected: string[]) => {
                  const now = [...fields.filter((field) => !own.includes(field)), ...selected];
                  setFields(ALL_FIELDS.filter((field) => now.includes(field)));
                }}
              />
            </BlockStack>
          );
        })}
      </InlineGrid>
      <div role="status">
        <Text as="p" tone="subdued">
          {t(fields.length === 0 ? "connecting.fields.none" : "connecting.fields.updates")}
        </Text>
      </div>
    </WizardFrame>
  );
}

import { BlockStack, Button, Card, InlineStack, Text } from "@shopify/polaris";
import { DeleteIcon } from "@shopify/polaris-icons";
import type { SavedCalculation } from "../../acquisition/saved-calculations.ts";
import { useLocale } from "../locale.tsx";

interface SavedCardProps {
  readonly saved: readonly SavedCalculation[];
  /** Of the one that was opened. */
  readonly openedName: string | null;
  readonly busy: boolean;
  readonly onOpen: (calculation: SavedCalculation) => void;
  readonly onDelete: (calculation: SavedCalculation) => void;
}

/** The shop's own calculations, the latest first. */
export function SavedCard({ saved, openedName, busy, onOpen, onDelete }: SavedCardProps) {
  const { t, format } = useLocale();
  return (
    <Card>
      <BlockStack gap="200">
        <Text as="h2" variant="headingMd">
          {t("calculator.saved.heading")}
        </Text>
        <BlockStack as="ul" gap="100">
          {saved.map((calculation) => (
            <li key={calculation.id}>
              <InlineStack align="space-between" blockAlign="center" gap="200" wrap={false}>
                <BlockStack>
                  <Button variant="plain" textAlign="start" onClick={() => onOpen(calculation)}>
                    {calculation.name}
                  </Button>
                  <Text as="span" tone="subdued">
                    {[
                      t(`calculator.${calculation.calculator}`),
                      t("calculator.saved.on", { day: format.instant(calculation.savedAt) }),
                      ...(calculation.name === openedName ? [t("calculator.saved.open")] : []),
                    ].join(" · ")}
                  </Text>
                </BlockStack>
                <Button
                  variant="tertiary"
                  icon={DeleteIcon}
                  disabled={busy}
                  accessibilityLabel={t("calculator.saved.delete", { name: calculation.name })}
                  onClick={() => onDelete(calculation)}
                />
              </InlineStack>
            </li>
          ))}
        </BlockStack>
      </BlockStack>
    </Card>
  );
}

import { Banner, BlockStack, Modal, Text, TextField } from "@shopify/polaris";
import { useEffect, useState } from "react";
import { useLocale } from "../locale.tsx";
import type { CalculationChanges } from "./use-saved-calculations.ts";

const LONGEST_NAME = 80;

interface SaveDialogProps {
  /** That of the calculation which was opened, or empty. */
  readonly name: string;
  readonly names: readonly string[];
  /** All fields of the calculation, as the address has them. */
  readonly parameters: string;
  readonly changes: CalculationChanges;
  readonly onClose: () => void;
}

/** Asks for a name, and says before it is pressed that a calculation of that name is replaced. */
export function SaveDialog({ name: before, names, parameters, changes, onClose }: SaveDialogProps) {
  const { t } = useLocale();
  const [name, setName] = useState(before);
  const [savedBefore] = useState(changes.saved);
  const [asked, setAsked] = useState(false);
  useEffect(() => {
    if (changes.saved > savedBefore) onClose();
  }, [changes.saved, savedBefore, onClose]);
  const typed = name.trim();
  const isTaken = names.some((each) => each.toLowerCase() === typed.toLowerCase());
  const save = () => {
    if (typed === "") return;
    setAsked(true);
    changes.save(typed, parameters, isTaken);
  };
  return (
    <Modal
      open
      size="small"
      title={t("calculator.saved.title")}
      onClose={onClose}
      primaryAction={{
        content: t(isTaken ? "calculator.saved.replace" : "calculator.saved.save"),
        loading: changes.busy,
        disabled: typed === "",
        onAction: save,
      }}
      secondaryActions={[{ content: t("calculator.saved.cancel"), onAction: onClose }]}
    >
      <Modal.Section>
        <BlockStack gap="300">
          {asked && !changes.busy && changes.refused && (
            <Banner tone="critical">{t(`calculator.saved.refused.${changes.refused}`)}</Banner>
          )}
          <form
            onSubmit={(event) => {
              event.preventDefault();
              save();
            }}
          >
            <TextField
              label={t("calculator.saved.name")}
              value={name}
              onChange={setName}
              maxLength={LONGEST_NAME}
              helpText={isTaken ? t("calculator.saved.taken") : t("calculator.saved.help")}
              autoComplete="off"
              autoFocus
            />
          </form>
          <Text as="p" tone="subdued">
            {t("calculator.saved.seen_by")}
          </Text>
        </BlockStack>
      </Modal.Section>
    </Modal>
  );
}

import { Banner, BlockStack, ChoiceList, Modal, Text } from "@shopify/polaris";
import { useState } from "react";
import { useLocale } from "../locale.tsx";
import type { MessageKey } from "../messages/catalogue.ts";

interface EndDialogProps {
  readonly kind: "end" | "disconnect";
  readonly tool: string;
  readonly list: string;
  /** Whom the app put there: not the merchant's own. */
  readonly people: number;
  readonly onClose: () => void;
  readonly onConfirm: (removePeople: boolean) => void;
}

const TEXTS = {
  end: {
    title: "kept.end.title",
    stays: "kept.end.stays",
    people: "kept.end.people",
    keep: "kept.end.keep",
    remove: "kept.end.remove",
    confirm: "kept.end.confirm",
  },
  disconnect: {
    title: "destinations.disconnect.title",
    stays: "destinations.disconnect.stays",
    people: "destinations.disconnect.people",
    keep: "destinations.disconnect.keep",
    remove: "destinations.disconnect.remove",
    confirm: "destinations.disconnect.confirm",
  },
} as const satisfies Readonly<Record<EndDialogProps["kind"], Readonly<Record<string, MessageKey>>>>;

/** Asks before a list or a connection ends, says what stays in the tool, and removes people only where that is chosen. */
export function EndDialog({ kind, tool, list, people, onClose, onConfirm }: EndDialogProps) {
  const { t } = useLocale();
  const [remove, setRemove] = useState(false);
  const texts = TEXTS[kind];
  const values = { tool, list, people };
  return (
    <Modal
      open
      title={t(texts.title, values)}
      onClose={onClose}
      primaryAction={{
        content: remove ? t(`${texts.confirm}.remove`, values) : t(texts.confirm),
        destructive: true,
        onAction: () => onConfirm(remove),
      }}
      secondaryActions={[{ content: t("destinations.cancel"), onAction: onClose }]}
    >
      <Modal.Section>
        <BlockStack gap="400">
          <Text as="p">{t(texts.stays, values)}</Text>
          {kind === "disconnect" && (
            <Banner tone="warning">{t("destinations.disconnect.erasures", values)}</Banner>
          )}
          {people > 0 && (
            <ChoiceList
              title={t(texts.people)}
              choices={[
                { value: "keep", label: t(texts.keep), helpText: t(`${texts.keep}.help`) },
                {
                  value: "remove",
                  label: t(texts.remove, values),
                  helpText: t(`${texts.remove}.help`, values),
                },
              ]}
              selected={[remove ? "remove" : "keep"]}
              onChange={([value]: string[]) => setRemove(value === "remove")}
            />
          )}
        </BlockStack>
      </Modal.Section>
    </Modal>
  );
}

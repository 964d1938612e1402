import { Modal, Text } from "@shopify/polaris";
import { useLocale } from "../locale.tsx";

export interface Confirmation {
  readonly title: string;
  readonly body: string;
  readonly confirm: string;
  readonly onConfirm: () => void;
}

/** Asks before something goes. */
export function Confirm({ asking, onClose }: { asking: Confirmation | null; onClose: () => void }) {
  const { t } = useLocale();
  return (
    <Modal
      open={asking !== null}
      size="small"
      title={asking?.title ?? ""}
      onClose={onClose}
      primaryAction={{
        content: asking?.confirm ?? "",
        destructive: true,
        onAction: () => {
          asking?.onConfirm();
          onClose();
        },
      }}
      secondaryActions={[{ content: t("spend.cancel"), onAction: onClose }]}
    >
      <Modal.Section>
        <div style={{ overflowWrap: "anywhere" }}>
          <Text as="p">{asking?.body}</Text>
        </div>
      </Modal.Section>
    </Modal>
  );
}

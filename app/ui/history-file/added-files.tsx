import { BlockStack, Button, Card, InlineStack, Modal, Text } from "@shopify/polaris";
import { useState } from "react";
import type { HistoryFileView } from "../../sync/history-file/view.ts";
import { useLocale } from "../locale.tsx";
import type { Deciding } from "./deciding.ts";

type EndedFile = Extract<HistoryFileView, { state: "done" | "undone" }>;

const isEnded = (file: HistoryFileView): file is EndedFile =>
  file.state === "done" || file.state === "undone";

/** The files whose orders were added, each with the way back. */
export function AddedFiles({
  files,
  saving,
  onDecide,
}: { readonly files: readonly HistoryFileView[] } & Deciding) {
  const { t, format } = useLocale();
  const [asking, setAsking] = useState<EndedFile | null>(null);
  const ended = files.filter(isEnded);
  if (ended.length === 0) return null;
  const close = () => setAsking(null);
  return (
    <Card>
      <BlockStack gap="400">
        <Text as="h2" variant="headingMd">
          {t("history.done.title")}
        </Text>
        {ended.map((file) => {
          const when = format.instant(file.finishedAt ?? file.uploadedAt);
          return (
            <InlineStack key={file.fileId} align="space-between" blockAlign="center" gap="200">
              <div style={{ overflowWrap: "anywhere", flex: "1 1 12rem" }}>
                <Text as="p" fontWeight="medium">
                  {file.name}
                </Text>
                <Text as="p" tone="subdued">
                  {file.state === "done"
                    ? t("history.done.added", { added: file.added, when })
                    : t("history.undone.added", { when })}
                </Text>
              </div>
              {file.state === "done" && (
                <Button
                  disabled={saving}
                  onClick={() => setAsking(file)}
                  accessibilityLabel={t("history.undo.of", { name: file.name })}
                >
                  {t("history.undo")}
                </Button>
              )}
            </InlineStack>
          );
        })}
      </BlockStack>
      <Modal
        open={asking !== null}
        title={t("history.undo.title")}
        onClose={close}
        primaryAction={{
          content: t("history.undo.confirm"),
          destructive: true,
          onAction: () => {
            if (asking) onDecide("undo", asking.fileId);
            close();
          },
        }}
        secondaryActions={[{ content: t("history.undo.cancel"), onAction: close }]}
      >
        <Modal.Section>
          <Text as="p">{t("history.undo.body", { name: asking?.name ?? "" })}</Text>
        </Modal.Section>
      </Modal>
    </Card>
  );
}

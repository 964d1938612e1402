import { Banner, BlockStack, FormLayout, Modal, TextField } from "@shopify/polaris";
import { useEffect, useState } from "react";
import { useLocale } from "../locale.tsx";
import { failureText } from "./problem-text.ts";
import type { SegmentChanges } from "./use-segment-change.ts";
import type { OwnSegment } from "./versions-card.tsx";

type Asking = "rename" | "duplicate";

/** The page's actions on a segment of the shop's own, and the dialog that asks for a name. */
export function useOwnActions(own: OwnSegment | null, changes: SegmentChanges) {
  const { t } = useLocale();
  const [asking, setAsking] = useState<Asking | null>(null);
  const { made } = changes;
  // biome-ignore lint/correctness/useExhaustiveDependencies: each change that was made closes the dialog
  useEffect(() => setAsking(null), [made]);
  if (!own || own.segment.archivedAt) return { actions: [], dialog: null };
  const { segment } = own;
  const actions = [
    { content: t("segments.edit"), url: `/app/segments/${segment.key}/edit` },
    { content: t("segments.rename"), onAction: () => setAsking("rename") },
    { content: t("segments.duplicate"), onAction: () => setAsking("duplicate") },
    {
      content: t("segments.archive"),
      destructive: true,
      disabled: changes.busy,
      onAction: () => changes.onChange(segment.key, { change: "archive" }),
    },
  ];
  const dialog = asking && (
    <NameDialog
      key={asking}
      asking={asking}
      name={asking === "rename" ? segment.name : t("segments.duplicate.name", { name: segment.name })}
      changes={changes}
      onClose={() => setAsking(null)}
      onSave={(name) =>
        changes.onChange(
          segment.key,
          asking === "rename"
            ? { change: asking, name, revision: segment.revision }
            : { change: asking, name },
        )
      }
    />
  );
  return { actions, dialog };
}

interface NameDialogProps {
  readonly asking: Asking;
  readonly name: string;
  readonly changes: SegmentChanges;
  readonly onSave: (name: string) => void;
  readonly onClose: () => void;
}

function NameDialog({ asking, name: before, changes, onSave, onClose }: NameDialogProps) {
  const { t } = useLocale();
  const [name, setName] = useState(before);
  const [asked, setAsked] = useState(false);
  const save = () => {
    setAsked(true);
    onSave(name);
  };
  return (
    <Modal
      open
      size="small"
      title={t(`segments.${asking}`)}
      onClose={onClose}
      primaryAction={{
        content: t("segments.save"),
        loading: changes.busy,
        disabled: name.trim() === "",
        onAction: save,
      }}
      secondaryActions={[{ content: t("segments.cancel"), onAction: onClose }]}
    >
      <Modal.Section>
        <BlockStack gap="300">
          {asked && !changes.busy && changes.failure && (
            <Banner tone="critical">{failureText(changes.failure, t)}</Banner>
          )}
          <form
            onSubmit={(event) => {
              event.preventDefault();
              if (name.trim() !== "") save();
            }}
          >
            <FormLayout>
              <TextField
                label={t("segments.name")}
                value={name}
                onChange={setName}
                maxLength={255}
                autoComplete="off"
              />
            </FormLayout>
          </form>
        </BlockStack>
      </Modal.Section>
    </Modal>
  );
}

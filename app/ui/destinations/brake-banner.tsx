import { Banner, BlockStack, Modal, Text } from "@shopify/polaris";
import { useState } from "react";
import type { Brake, ListView } from "../../destinations/lists.ts";
import { useLocale } from "../locale.tsx";
import { PeopleSamples } from "./people-samples.tsx";

interface BrakeBannerProps {
  readonly list: ListView;
  readonly brake: Brake;
  readonly busy: boolean;
  readonly onConfirm: (asOf: string) => void;
}

/** So many would leave at once that somebody has to say that this is meant: with the numbers, and what will happen. */
export function BrakeBanner({ list, brake, busy, onConfirm }: BrakeBannerProps) {
  const { t, format } = useLocale();
  const [isOpen, setOpen] = useState(false);
  const { leaving, of, since, asOf } = brake;
  const close = () => setOpen(false);
  return (
    <>
      <Banner
        tone="warning"
        title={t("kept.brake.title", { leaving, of: format.number(of) })}
        action={{ content: t("kept.brake.review"), loading: busy, onAction: () => setOpen(true) }}
        secondaryAction={{ content: t("kept.brake.segment"), url: `/app/segments/${list.segment.key}` }}
      >
        <BlockStack gap="200">
          <p>
            {t("kept.brake.body", {
              share: format.percent(of === 0 ? 1 : leaving / of, 0),
              since: format.instant(since),
            })}
          </p>
          <p>{t("kept.brake.meanwhile")}</p>
        </BlockStack>
      </Banner>
      {isOpen && (
        <BrakeDialog
          list={list}
          brake={brake}
          onClose={close}
          onConfirm={() => {
            close();
            onConfirm(asOf);
          }}
        />
      )}
    </>
  );
}

interface BrakeDialogProps extends Pick<BrakeBannerProps, "list" | "brake"> {
  readonly onClose: () => void;
  readonly onConfirm: () => void;
}

export function BrakeDialog({ list, brake, onClose, onConfirm }: BrakeDialogProps) {
  const { t, format } = useLocale();
  const { leaving, asOf, samples } = brake;
  const tool = t(`destinations.tool.${list.destination.tool}`);
  return (
    <Modal
      open
      title={t("kept.brake.dialog", { leaving, list: list.toolListName })}
      onClose={onClose}
      primaryAction={{
        content: t("kept.brake.confirm", { leaving }),
        destructive: true,
        onAction: onConfirm,
      }}
      secondaryActions={[{ content: t("kept.brake.not_now"), onAction: onClose }]}
    >
      <Modal.Section>
        <BlockStack gap="300">
          <Text as="p">{t("kept.brake.will", { tool })}</Text>
          <Text as="p">{t("kept.brake.exactly", { when: format.instant(asOf) })}</Text>
          <PeopleSamples people={leaving} samples={samples} />
        </BlockStack>
      </Modal.Section>
    </Modal>
  );
}

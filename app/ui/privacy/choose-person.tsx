import { BlockStack, Button, InlineStack, Link, Modal, Text } from "@shopify/polaris";
import { useState } from "react";
import type { Candidate, DataRequest } from "../../sync/privacy/data-requests.ts";
import { useLocale } from "../locale.tsx";

export interface ChoosePersonProps {
  readonly request: DataRequest;
  readonly saving: boolean;
  /** Null: none of them. */
  readonly onChoose: (customerId: number | null) => void;
}

/** A phone that may be one of several customers': why nothing has been done yet, and who it may be. */
export function ChoosePerson({ request, saving, onChoose }: ChoosePersonProps) {
  const { t } = useLocale();
  const { kind, candidates } = request;
  const [chosen, setChosen] = useState<Candidate | "none" | null>(null);
  const shown = (candidate: Candidate) =>
    candidate.name || t("privacy.customer", { id: String(candidate.customerId) });
  const isErasure = kind === "erasure";
  const decide = () => {
    onChoose(chosen === "none" ? null : (chosen?.customerId ?? null));
    setChosen(null);
  };
  return (
    <BlockStack gap="300">
      <BlockStack gap="100">
        <Text as="p">{t(`privacy.choose.why.${kind}`)}</Text>
        <Text as="p">{t(`privacy.choose.what.${kind}`)}</Text>
      </BlockStack>
      {candidates.map((candidate) => {
        const who = shown(candidate);
        return (
          <InlineStack key={candidate.customerId} align="space-between" blockAlign="center" gap="200">
            <div style={{ overflowWrap: "anywhere", flex: "1 1 12rem" }}>
              <Link url={`shopify://admin/customers/${candidate.customerId}`} target="_top">
                {who}
              </Link>
              <Text as="p" variant="bodySm" tone="subdued">
                {candidate.phone}
              </Text>
            </div>
            <Button
              disabled={saving}
              tone={isErasure ? "critical" : undefined}
              onClick={() => (isErasure ? setChosen(candidate) : onChoose(candidate.customerId))}
              accessibilityLabel={t(`privacy.choose.${kind}.of`, { who })}
            >
              {t(`privacy.choose.${kind}`)}
            </Button>
          </InlineStack>
        );
      })}
      {isErasure && (
        <InlineStack>
          <Button disabled={saving} onClick={() => setChosen("none")}>
            {t("privacy.choose.none")}
          </Button>
        </InlineStack>
      )}
      {chosen !== null && (
        <Modal
          open
          title={t(chosen === "none" ? "privacy.choose.none.title" : "privacy.choose.erasure.title")}
          onClose={() => setChosen(null)}
          primaryAction={{
            content: t(chosen === "none" ? "privacy.choose.none" : "privacy.choose.erasure"),
            destructive: chosen !== "none",
            onAction: decide,
          }}
          secondaryActions={[{ content: t("privacy.choose.cancel"), onAction: () => setChosen(null) }]}
        >
          <Modal.Section>
            <Text as="p">
              {chosen === "none"
                ? t("privacy.choose.none.body")
                : t("privacy.choose.erasure.body", { who: shown(chosen) })}
            </Text>
          </Modal.Section>
        </Modal>
      )}
    </BlockStack>
  );
}

import { Badge, BlockStack, Card, InlineStack, Text } from "@shopify/polaris";
import type { ReactNode } from "react";
import type { LearningReason } from "../../valuation/views.ts";
import { useLocale } from "../locale.tsx";

export interface FigureProps {
  readonly label: string;
  /** null: there is nothing to compute it from yet. */
  readonly value: string | null;
  /** What it is made of, such as "net sales per customer". */
  readonly basis?: string;
  readonly note?: string;
  readonly explain?: ReactNode;
  /** Takes the place of the value while the model has too little to learn from. */
  readonly learning?: LearningReason | null;
  readonly size?: "large" | "medium";
}

/** One number with its name, its basis and how it came about. */
export function Figure({ label, value, basis, note, explain, learning, size = "medium" }: FigureProps) {
  const { t } = useLocale();
  return (
    <BlockStack gap="100">
      <InlineStack gap="100" blockAlign="center" wrap={false}>
        <Text as="h3" variant="headingSm" fontWeight="medium" tone="subdued">
          {label}
        </Text>
        {explain}
      </InlineStack>
      {learning ? (
        <InlineStack>
          <Badge tone="info">{t("learning.badge")}</Badge>
        </InlineStack>
      ) : (
        <Text as="p" variant={size === "large" ? "heading2xl" : "headingLg"} numeric>
          {value ?? t("figure.none")}
        </Text>
      )}
      {basis && !learning && (
        <Text as="p" variant="bodySm" tone="subdued">
          {basis}
        </Text>
      )}
      {learning ? (
        <Text as="p" variant="bodySm" tone="subdued">
          {t(`learning.${learning}`)}
        </Text>
      ) : (
        note && (
          <Text as="p" variant="bodySm" tone="subdued">
            {note}
          </Text>
        )
      )}
    </BlockStack>
  );
}

export function FigureCard(props: FigureProps) {
  return (
    <Card>
      <Figure {...props} />
    </Card>
  );
}

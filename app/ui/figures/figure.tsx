import { Badge, BlockStack, Card, InlineStack, Text } from "@shopify/polaris";
import type { ReactNode } from "react";
import type { LearningReason } from "../../valuation/pages/learning.ts";
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
      <InlineStack gap="100" align="start" blockAlign="center" wrap={false}>
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

export interface FigureRowProps {
  readonly label: string;
  readonly value: string | null;
  /** Why there is no value, in a word or two. */
  readonly none?: string;
  readonly note?: string;
  readonly explain?: ReactNode;
}

/** A lesser figure on a line of its own: name at the start, value at the end. */
export function FigureRow({ label, value, none, note, explain }: FigureRowProps) {
  const { t } = useLocale();
  return (
    <InlineStack align="space-between" blockAlign="start" gap="300" wrap={false}>
      <BlockStack>
        <InlineStack gap="100" align="start" blockAlign="center" wrap={false}>
          <Text as="span" tone="subdued">
            {label}
          </Text>
          {explain}
        </InlineStack>
        {note && (
          <Text as="span" variant="bodySm" tone="subdued">
            {note}
          </Text>
        )}
      </BlockStack>
      {value === null ? (
        <Text as="span" tone="subdued" alignment="end">
          {none ?? t("figure.none")}
        </Text>
      ) : (
        <Text as="span" fontWeight="semibold" numeric alignment="end">
          {value}
        </Text>
      )}
    </InlineStack>
  );
}

import { BlockStack, InlineStack, ProgressBar, Text } from "@shopify/polaris";
import { useId } from "react";

export interface ShareBarProps {
  readonly label: string;
  readonly value: string;
  /** From 0 to 1; what lies outside is drawn at the end of the bar. null: nothing to share, no bar. */
  readonly share: number | null;
  readonly tone: "primary" | "success";
}

/** A part of a whole, in words and as a bar. Screen readers hear the bar's percentage as it is given: whole. */
export function ShareBar({ label, value, share, tone }: ShareBarProps) {
  const labelId = useId();
  return (
    <BlockStack gap="150">
      <InlineStack align="space-between" gap="200">
        <Text as="span" tone="subdued" id={labelId}>
          {label}
        </Text>
        <Text as="span" numeric fontWeight="medium">
          {value}
        </Text>
      </InlineStack>
      {share !== null && (
        <ProgressBar
          size="small"
          tone={tone}
          animated={false}
          progress={Math.round(Math.min(100, Math.max(0, share * 100)))}
          ariaLabelledBy={labelId}
        />
      )}
    </BlockStack>
  );
}

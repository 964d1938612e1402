import { BlockStack, Text } from "@shopify/polaris";

/** One fact under its name, with a line that explains it. */
export function Fact({ label, value, help }: { label: string; value: string; help?: string }) {
  return (
    <BlockStack gap="050">
      <Text as="h3" variant="bodyMd" tone="subdued">
        {label}
      </Text>
      <Text as="p" variant="headingMd" numeric>
        {value}
      </Text>
      {help && (
        <Text as="p" variant="bodySm" tone="subdued">
          {help}
        </Text>
      )}
    </BlockStack>
  );
}

import { BlockStack, Button, Card, InlineStack, Text } from "@shopify/polaris";
import { useLocale } from "../locale.tsx";
import { draftOf } from "../segment-builder/draft.ts";
import { draftText } from "../segment-builder/draft-text.ts";
import { DEFAULT_ORDER } from "../segment-builder/list-orders.ts";
import { PRODUCT_DRAFTS } from "./product-drafts.ts";

/** Segments of certain products: each opens the builder with its products still to be chosen. */
export function ProductStarts() {
  const { t } = useLocale();
  return (
    <Card>
      <BlockStack gap="400">
        <Text as="h2" variant="headingMd">
          {t("segments.starts")}
        </Text>
        {(["bought_not", "bought_then"] as const).map((key) => {
          const name = t(`segments.starts.${key}.name`);
          const draft = draftText({ name, draft: draftOf(PRODUCT_DRAFTS[key]), order: DEFAULT_ORDER });
          return (
            <InlineStack key={key} align="space-between" blockAlign="center" gap="300" wrap>
              <BlockStack gap="050">
                <Text as="h3" variant="headingSm">
                  {name}
                </Text>
                <Text as="p" tone="subdued">
                  {t(`segments.starts.${key}.why`)}
                </Text>
              </BlockStack>
              <Button
                url={`/app/segments/new?draft=${draft ?? ""}`}
                accessibilityLabel={t("segments.starts.choose.of", { name })}
              >
                {t("segments.starts.choose")}
              </Button>
            </InlineStack>
          );
        })}
      </BlockStack>
    </Card>
  );
}

import { BlockStack, Box, Button, Card, InlineStack, Text } from "@shopify/polaris";
import { useState } from "react";
import type { FactName } from "../../segments/facts.ts";
import type { ShopifyQuery } from "../../segments/shopify-query.ts";
import { useLocale } from "../locale.tsx";

/** The segment in Shopify's own language of segments, to be pasted there, or why it cannot be said in it. */
export function ShopifyCard({ said }: { said: ShopifyQuery }) {
  const { t, format } = useLocale();
  const [isCopied, setCopied] = useState(false);
  const { query } = said;
  const named = (facts: readonly FactName[]) => format.list(facts.map((fact) => t(`fact.${fact}`)));
  const copy = (text: string) =>
    navigator.clipboard?.writeText(text).then(
      () => setCopied(true),
      () => setCopied(false),
    );
  return (
    <Card>
      <BlockStack gap="200">
        <Text as="h2" variant="headingSm">
          {t("segments.shopify")}
        </Text>
        {query ? (
          <>
            <Text as="p" tone="subdued">
              {said.approximate.length > 0
                ? t("segments.shopify.about", { facts: named(said.approximate) })
                : t("segments.shopify.same")}
            </Text>
            <Box background="bg-surface-secondary" padding="300" borderRadius="200">
              <div style={{ overflowWrap: "anywhere" }}>
                <code>{query}</code>
              </div>
            </Box>
            <InlineStack gap="300" blockAlign="center">
              <Button onClick={() => copy(query)}>{t("segments.shopify.copy")}</Button>
              <span role="status">{isCopied ? t("segments.shopify.copied") : ""}</span>
            </InlineStack>
          </>
        ) : (
          <Text as="p" tone="subdued">
            {said.unsaid.length > 0
              ? t("segments.shopify.unsaid", { facts: named(said.unsaid) })
              : t("segments.shopify.none")}
          </Text>
        )}
      </BlockStack>
    </Card>
  );
}

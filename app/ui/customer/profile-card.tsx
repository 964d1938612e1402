import { BlockStack, Card, InlineStack, Tag, Text } from "@shopify/polaris";
import type { ReactNode } from "react";
import type { CustomerView } from "../../valuation/pages/customers/customer.ts";
import { ConsentBadge } from "../customers/consent-badge.tsx";
import { groups } from "../customers/customer-address.ts";
import { RfmGroupBadge } from "../customers/rfm-group-badge.tsx";
import { Explain } from "../explain/explain.tsx";
import { useLocale } from "../locale.tsx";

const tiers = ["HIGH", "MEDIUM", "LOW"] as const;

function Fact({ label, children }: { label: ReactNode; children: ReactNode }) {
  return (
    <BlockStack gap="100">
      <Text as="h3" variant="bodySm" tone="subdued">
        {label}
      </Text>
      {children}
    </BlockStack>
  );
}

/** Who the customer is, what they agreed to, and what Shopify itself says of them, named as Shopify's. */
export function ProfileCard({ customer, prediction }: Pick<CustomerView, "customer" | "prediction">) {
  const { t } = useLocale();
  const { rfm, shopifyRfmGroup, shopifySpendTier } = customer;
  const shopifyGroup = groups.find((group) => group === shopifyRfmGroup);
  const tier = tiers.find((candidate) => candidate === shopifySpendTier);
  return (
    <Card>
      <BlockStack gap="300">
        <Text as="h2" variant="headingSm">
          {t("customer.profile.title")}
        </Text>
        {customer.email && (
          <Text as="p" breakWord>
            {customer.email}
          </Text>
        )}
        <Fact label={t("customer.profile.consent")}>
          <InlineStack>
            <ConsentBadge consent={customer.consent} />
          </InlineStack>
        </Fact>
        <Fact label={t("customer.profile.group")}>
          <InlineStack gap="100" align="start" blockAlign="center">
            <RfmGroupBadge group={customer.group} />
            <Explain figure={t("customer.profile.group")} formula="customer.profile.group.formula" />
          </InlineStack>
          {rfm && (
            <Text as="p" variant="bodySm" tone="subdued">
              {t("customer.profile.rfm", { ...rfm })}
            </Text>
          )}
          {prediction.state === "ready" && (
            <Text as="p" variant="bodySm" tone="subdued">
              {t("customer.profile.group.and_alive")}
            </Text>
          )}
        </Fact>
        {shopifyRfmGroup && (
          <Fact label={t("customer.profile.shopify_group")}>
            <Text as="p">{shopifyGroup ? t(`rfm.${shopifyGroup}`) : shopifyRfmGroup}</Text>
          </Fact>
        )}
        {shopifySpendTier && (
          <Fact label={t("customer.profile.shopify_tier")}>
            <Text as="p">{tier ? t(`customer.tier.${tier}`) : shopifySpendTier}</Text>
          </Fact>
        )}
        {customer.tags.length > 0 && (
          <Fact label={t("customer.profile.tags")}>
            <InlineStack gap="100">
              {customer.tags.map((tag) => (
                <Tag key={tag}>{tag}</Tag>
              ))}
            </InlineStack>
          </Fact>
        )}
      </BlockStack>
    </Card>
  );
}

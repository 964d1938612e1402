import { BlockStack, Card, Divider, InlineGrid, Text } from "@shopify/polaris";
import { Fragment } from "react";
import type { SyncView } from "../../sync/status/read-sync-view.ts";
import { useLocale } from "../locale.tsx";

/** Up to when changes of each kind are stored. */
export function KindsOfChange({ kinds }: Pick<SyncView, "kinds">) {
  const { t, format } = useLocale();
  return (
    <Card>
      <BlockStack gap="300">
        <BlockStack gap="100">
          <Text as="h2" variant="headingSm">
            {t("sync.kinds")}
          </Text>
          <Text as="p" tone="subdued">
            {t("sync.kinds.body")}
          </Text>
        </BlockStack>
        {kinds.map(({ kind, upTo }) => {
          const isCounted = kind === "deletions" || kind === "merges";
          const none = t(isCounted ? "sync.kinds.not_compared" : "sync.complete_up_to.none");
          return (
            <Fragment key={kind}>
              <Divider />
              <InlineGrid columns={{ xs: 1, sm: 2 }} gap={{ xs: "050", sm: "400" }}>
                <BlockStack gap="050">
                  <Text as="h3" variant="bodyMd" fontWeight="medium">
                    {t(`sync.kinds.${kind}`)}
                  </Text>
                  <Text as="p" variant="bodySm" tone="subdued">
                    {t(`sync.kinds.${kind}.help`)}
                  </Text>
                </BlockStack>
                <Text as="p" numeric>
                  {upTo === null ? none : t("sync.kinds.up_to", { instant: format.instant(upTo) })}
                </Text>
              </InlineGrid>
            </Fragment>
          );
        })}
      </BlockStack>
    </Card>
  );
}

import { BlockStack, Card, InlineGrid, Link, Text } from "@shopify/polaris";
import type { SyncView } from "../../sync/status/read-sync-view.ts";
import { Fact } from "../figures/fact.tsx";
import { useLocale } from "../locale.tsx";

/** How current the data is, and what it covers. */
export function Freshness({ view }: { view: SyncView }) {
  const { t, format } = useLocale();
  return (
    <Card>
      <BlockStack gap="400">
        <Text as="h2" variant="headingSm">
          {t("sync.fresh")}
        </Text>
        <InlineGrid columns={{ xs: 1, sm: 2, md: 3 }} gap="400">
          <Fact
            label={t("sync.complete_up_to")}
            value={view.completeUpTo ? format.instant(view.completeUpTo) : t("sync.complete_up_to.none")}
            help={
              view.completeUpTo === null
                ? undefined
                : view.waiting > 0
                  ? t("sync.complete_up_to.waiting", { waiting: view.waiting })
                  : t("sync.complete_up_to.help")
            }
          />
          <Fact
            label={t("sync.last_webhook")}
            value={view.lastWebhookAt ? format.instant(view.lastWebhookAt) : t("sync.last_webhook.none")}
            help={t("sync.last_webhook.help")}
          />
          <Fact
            label={t("sync.waiting")}
            value={view.waiting > 0 ? format.number(view.waiting) : t("sync.waiting.none")}
            help={t("sync.waiting.help")}
          />
          <Fact
            label={t("sync.contents")}
            value={
              view.customers === null || view.orders === null
                ? t("sync.contents.reading")
                : t("sync.contents.counts", { customers: view.customers, orders: view.orders })
            }
          />
          <Fact
            label={t("sync.history")}
            value={
              view.historyFrom
                ? t("sync.history.from", { instant: format.instant(view.historyFrom) })
                : t("sync.history.all")
            }
            help={
              view.historyFrom
                ? t("sync.history.limited", { instant: format.instant(view.historyFrom) })
                : undefined
            }
          />
          <Fact
            label={t("sync.repaired")}
            value={
              view.repairedRows > 0
                ? t("sync.repaired.count", { count: view.repairedRows })
                : t("sync.repaired.none")
            }
            help={t("sync.repaired.help")}
          />
        </InlineGrid>
        {(view.historyFrom !== null || view.hasHistoryFile) && (
          <Link url="/app/history-file">
            {t(view.hasHistoryFile ? "sync.history.files" : "sync.history.add")}
          </Link>
        )}
      </BlockStack>
    </Card>
  );
}

import { Banner, BlockStack, Card, EmptyState, InlineStack, Page, Text } from "@shopify/polaris";
import type { AuditEntryView, AuditLogView } from "../../sync/privacy/audit-log.ts";
import { useLocale } from "../locale.tsx";
import picture from "../states/nothing-here.svg";
import { auditTexts } from "./audit-texts.ts";

function Entry({
  entry,
  names,
}: {
  readonly entry: AuditEntryView;
  readonly names: AuditLogView["segmentNames"];
}) {
  const { t, format } = useLocale();
  const { what, who, more } = auditTexts(entry, names, t, format);
  return (
    <Card>
      <BlockStack gap="100">
        <InlineStack align="space-between" gap="200" wrap={false} blockAlign="start">
          <div style={{ overflowWrap: "anywhere" }}>
            <Text as="h2" variant="headingSm">
              {what}
            </Text>
          </div>
          <div style={{ whiteSpace: "nowrap" }}>
            <Text as="span" variant="bodySm" tone="subdued">
              {t("audit.entry", { entryNo: format.number(entry.entryNo) })}
            </Text>
          </div>
        </InlineStack>
        {more.map((line) => (
          <div key={line} style={{ overflowWrap: "anywhere" }}>
            <Text as="p">{line}</Text>
          </div>
        ))}
        <Text as="p" variant="bodySm" tone="subdued">
          {format.list([who, format.instant(entry.at)])}
        </Text>
      </BlockStack>
    </Card>
  );
}

function Check({ check }: Pick<AuditLogView, "check">) {
  const { t, format } = useLocale();
  if (check.state === "empty") return null;
  if (check.state === "whole") {
    return (
      <Banner tone="success" title={t("audit.whole.title", { when: format.instant(check.since) })}>
        <p>{t("audit.whole.body")}</p>
      </Banner>
    );
  }
  const entryNo = format.number(check.entryNo);
  return (
    <Banner tone="critical" title={t(`audit.${check.state}.title`, { entryNo })}>
      <p>{t("audit.broken.body")}</p>
    </Banner>
  );
}

/** What was done in the shop's name, by whom and when, and whether the record of it is whole. */
export function AuditLogPage({ view }: { readonly view: AuditLogView }) {
  const { t, format } = useLocale();
  const settings = { content: t("settings.title"), url: "/app/settings" };
  const { check, entries, total } = view;
  return (
    <Page title={t("audit.title")} subtitle={t("audit.subtitle")} backAction={settings}>
      <BlockStack gap="400">
        <Check check={check} />
        {check.state === "empty" && (
          <Card>
            <EmptyState heading={t("audit.empty.title")} image={picture}>
              <p>{t("audit.empty.body")}</p>
            </EmptyState>
          </Card>
        )}
        {entries.length > 0 && (
          <BlockStack gap="200">
            {entries.map((entry) => (
              <Entry key={entry.entryNo} entry={entry} names={view.segmentNames} />
            ))}
          </BlockStack>
        )}
        {total > entries.length && (
          <Text as="p" tone="subdued" alignment="center">
            {t("audit.shown", { shown: format.number(entries.length), total: format.number(total) })}
          </Text>
        )}
      </BlockStack>
    </Page>
  );
}

import {
  Banner,
  BlockStack,
  Button,
  Card,
  EmptyState,
  InlineStack,
  Page,
  Select,
  Text,
} from "@shopify/polaris";
import type { AuditEntryView, AuditKind, AuditLogPlace, AuditLogView } from "../../sync/privacy/audit-log.ts";
import { useLocale } from "../locale.tsx";
import picture from "../states/nothing-here.svg";
import { auditTexts } from "./audit-texts.ts";

const KINDS: Readonly<Record<AuditKind, true>> = {
  export: true,
  segment: true,
  destination: true,
  settings: true,
  costs: true,
  person: true,
  address: true,
  history_file: true,
  spend: true,
  sync: true,
  app: true,
};
const kinds = Object.keys(KINDS) as readonly AuditKind[];

/** Where a page of the log stands. */
export function auditAddress({ before, kind }: AuditLogPlace): string {
  const query = new URLSearchParams();
  if (before !== null) query.set("before", String(before));
  if (kind !== null) query.set("kind", kind);
  return query.size > 0 ? `/app/audit-log?${query}` : "/app/audit-log";
}

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
export function AuditLogPage({
  view,
  place,
  onPlace,
}: {
  readonly view: AuditLogView;
  readonly place: AuditLogPlace;
  readonly onPlace: (place: AuditLogPlace) => void;
}) {
  const { t } = useLocale();
  const settings = { content: t("settings.title"), url: "/app/settings" };
  const { check, entries, olderThan } = view;
  const { before, kind } = place;
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
        {check.state !== "empty" && (
          <Card>
            <Select
              label={t("audit.kind")}
              options={[
                { value: "", label: t("audit.kind.all") },
                ...kinds.map((value) => ({ value, label: t(`audit.kind.${value}`) })),
              ]}
              value={kind ?? ""}
              onChange={(chosen) =>
                onPlace({ before: null, kind: kinds.find((one) => one === chosen) ?? null })
              }
            />
          </Card>
        )}
        {check.state !== "empty" && entries.length === 0 && <Text as="p">{t("audit.none")}</Text>}
        {entries.length > 0 && (
          <BlockStack gap="200">
            {entries.map((entry) => (
              <Entry key={entry.entryNo} entry={entry} names={view.segmentNames} />
            ))}
          </BlockStack>
        )}
        {(before !== null || olderThan !== null) && (
          <InlineStack align="center" gap="200">
            {before !== null && (
              <Button url={auditAddress({ before: null, kind })}>{t("audit.newest")}</Button>
            )}
            {olderThan !== null && (
              <Button url={auditAddress({ before: olderThan, kind })}>{t("audit.older")}</Button>
            )}
          </InlineStack>
        )}
      </BlockStack>
    </Page>
  );
}

import {
  Badge,
  type BadgeProps,
  BlockStack,
  Box,
  Button,
  Card,
  EmptyState,
  IndexTable,
  InlineStack,
  Link,
  Page,
  Text,
  useBreakpoints,
} from "@shopify/polaris";
import type { ReactNode } from "react";
import type { ExportPage } from "../../exports/exports.ts";
import type { ExportRecord, ListedExport, UnreadableExport } from "../../exports/records.ts";
import type { TogetherResult } from "../../exports/together.ts";
import { useLocale } from "../locale.tsx";
import picture from "../states/nothing-here.svg";
import { audienceAddress, audienceText } from "./audience-text.ts";
import { LeftOutList } from "./left-out-list.tsx";
import { TogetherCard } from "./together-card.tsx";

const tones: Readonly<Record<ListedExport["status"], BadgeProps["tone"]>> = {
  requested: undefined,
  streaming: "info",
  done: "success",
  failed: "critical",
  unreadable: "warning",
};

function Status({ status }: { status: ListedExport["status"] }) {
  const { t } = useLocale();
  return (
    <BlockStack gap="050">
      <InlineStack>
        <Badge tone={tones[status]}>{t(`exports.status.${status}`)}</Badge>
      </InlineStack>
      {(status === "failed" || status === "unreadable") && (
        <Text as="p" variant="bodySm" tone="subdued">
          {t(`exports.status.${status}.meaning`)}
        </Text>
      )}
    </BlockStack>
  );
}

/** Counts are those of the download; before it there is nothing to count. */
const isCounted = (record: ExportRecord) => record.status === "done" || record.status === "failed";

/** Members who do not go into the file. With `named`, the number stands beside its name. */
function LeftOut({ record, named = false }: { record: ExportRecord; named?: boolean }) {
  const { t, format } = useLocale();
  const total = record.leftOut.reduce((sum, entry) => sum + entry.customers, 0);
  const number = (
    <Text as="span" numeric>
      {total === 0 ? t("exports.left_out.none") : format.number(total)}
    </Text>
  );
  return (
    <BlockStack gap="050">
      {named ? (
        <InlineStack align="space-between">
          <Text as="span">{t("exports.left_out")}</Text>
          {number}
        </InlineStack>
      ) : (
        number
      )}
      {total > 0 && (
        <Text as="span" variant="bodySm" tone="subdued">
          <LeftOutList leftOut={record.leftOut} />
        </Text>
      )}
    </BlockStack>
  );
}

function useRequestTexts(record: ListedExport) {
  const { t, format } = useLocale();
  return {
    when: format.instant(record.requestedAt),
    who: t("exports.who.staff", { id: record.requestedBy }),
  };
}

function useRecordTexts(record: ExportRecord) {
  const { t, format } = useLocale();
  return {
    ...useRequestTexts(record),
    audience: audienceText(record.audience, t, format),
    format: format.list([
      t(`exports.format.${record.format}`),
      ...(record.valueBasis ? [t(`exports.ads.value.${record.valueBasis}`)] : []),
      ...(record.hasAdBasis ? [t("exports.ads.basis.of_record")] : []),
    ]),
    columns: format.list(record.columns.map((column) => t(`exports.column.${column}`))),
    included: isCounted(record) ? format.number(record.included) : t("exports.not_yet"),
  };
}

function AudienceLink({ record }: { record: ExportRecord }) {
  const { audience } = useRecordTexts(record);
  const url = audienceAddress(record.audience);
  if (!url) return <Text as="span">{audience}</Text>;
  return (
    <Link url={url} removeUnderline>
      {audience}
    </Link>
  );
}

/** Of a whole download that held people out. */
function ResultLink({ record }: { record: ExportRecord }) {
  const { t } = useLocale();
  if (record.status !== "done" || !record.heldOutBp) return null;
  return <Link url={`/app/exports/${record.exportId}`}>{t("experiment.see")}</Link>;
}

function Wrapping({ children }: { children: ReactNode }) {
  return <div style={{ whiteSpace: "normal", minWidth: "9rem", maxWidth: "17rem" }}>{children}</div>;
}

function RequestCell({ record }: { record: ListedExport }) {
  const { when, who } = useRequestTexts(record);
  return (
    <IndexTable.Cell>
      <BlockStack gap="050">
        <Text as="span">{when}</Text>
        <Text as="span" variant="bodySm" tone="subdued">
          {who}
        </Text>
      </BlockStack>
    </IndexTable.Cell>
  );
}

function UnreadableRow({ record, isPhone }: { record: UnreadableExport; isPhone: boolean }) {
  const { when, who } = useRequestTexts(record);
  if (!isPhone) {
    return (
      <>
        <RequestCell record={record} />
        <IndexTable.Cell colSpan={5}>
          <Status status="unreadable" />
        </IndexTable.Cell>
      </>
    );
  }
  return (
    <Box padding="300" width="100%">
      <BlockStack gap="150">
        <Text as="span" variant="bodySm" tone="subdued">
          {when}, {who}
        </Text>
        <div style={{ whiteSpace: "normal" }}>
          <Status status="unreadable" />
        </div>
      </BlockStack>
    </Box>
  );
}

function DesktopRow({ record }: { record: ExportRecord }) {
  const { t } = useLocale();
  const texts = useRecordTexts(record);
  return (
    <>
      <RequestCell record={record} />
      <IndexTable.Cell>
        <Wrapping>
          <AudienceLink record={record} />
        </Wrapping>
      </IndexTable.Cell>
      <IndexTable.Cell>
        <Wrapping>
          <Text as="p">{texts.columns}</Text>
          <Text as="p" variant="bodySm" tone="subdued">
            {texts.format}
          </Text>
        </Wrapping>
      </IndexTable.Cell>
      <IndexTable.Cell>
        <Text as="span" alignment="end" numeric>
          {texts.included}
        </Text>
      </IndexTable.Cell>
      <IndexTable.Cell>
        <Wrapping>
          {isCounted(record) ? <LeftOut record={record} /> : <Text as="span">{t("exports.not_yet")}</Text>}
        </Wrapping>
      </IndexTable.Cell>
      <IndexTable.Cell>
        <Wrapping>
          <BlockStack gap="100">
            <Status status={record.status} />
            <ResultLink record={record} />
          </BlockStack>
        </Wrapping>
      </IndexTable.Cell>
    </>
  );
}

function PhoneRow({ record }: { record: ExportRecord }) {
  const { t } = useLocale();
  const texts = useRecordTexts(record);
  return (
    <Box padding="300" width="100%">
      <BlockStack gap="150">
        <InlineStack align="space-between" blockAlign="start" gap="200">
          <AudienceLink record={record} />
          <Text as="span" variant="bodySm" tone="subdued">
            {texts.when}
          </Text>
        </InlineStack>
        <Status status={record.status} />
        <div style={{ whiteSpace: "normal" }}>
          <Text as="p" variant="bodySm" tone="subdued">
            {texts.who}, {texts.format}: {texts.columns}
          </Text>
        </div>
        {isCounted(record) && (
          <>
            <InlineStack align="space-between">
              <Text as="span">{t("exports.included")}</Text>
              <Text as="span" numeric>
                {texts.included}
              </Text>
            </InlineStack>
            <LeftOut record={record} named />
            <ResultLink record={record} />
          </>
        )}
      </BlockStack>
    </Box>
  );
}

function Row({ record, isPhone }: { record: ListedExport; isPhone: boolean }) {
  if (record.status === "unreadable") return <UnreadableRow record={record} isPhone={isPhone} />;
  return isPhone ? <PhoneRow record={record} /> : <DesktopRow record={record} />;
}

function Pages({ isFirst, olderThan }: { readonly isFirst: boolean; readonly olderThan: string | null }) {
  const { t } = useLocale();
  if (isFirst && olderThan === null) return null;
  return (
    <InlineStack align="center" gap="200">
      {!isFirst && <Button url="/app/exports">{t("exports.newest")}</Button>}
      {olderThan !== null && <Button url={`/app/exports?before=${olderThan}`}>{t("exports.older")}</Button>}
    </InlineStack>
  );
}

/** What left the app, for whom, and who was kept out of it. */
export function ExportsPage({
  records,
  olderThan,
  isFirst,
  together,
}: ExportPage & {
  /** Of the pages of the list. */
  readonly isFirst: boolean;
  readonly together: TogetherResult | null;
}) {
  const { t } = useLocale();
  const { smDown } = useBreakpoints();
  if (records.length === 0 && isFirst) {
    return (
      <Page title={t("exports.title")}>
        <Card>
          <EmptyState
            heading={t("exports.empty.title")}
            image={picture}
            action={{ content: t("exports.empty.action"), url: "/app/segments" }}
          >
            <p>{t("exports.empty.body")}</p>
          </EmptyState>
        </Card>
      </Page>
    );
  }
  return (
    <Page title={t("exports.title")} subtitle={t("exports.subtitle")}>
      <BlockStack gap="400">
        <Card padding="0">
          <IndexTable
            condensed={smDown}
            selectable={false}
            itemCount={records.length}
            resourceName={{ singular: t("exports.title"), plural: t("exports.table") }}
            headings={[
              { title: t("exports.when") },
              { title: t("exports.audience") },
              { title: t("exports.columns") },
              { title: t("exports.included"), alignment: "end" },
              { title: t("exports.left_out") },
              { title: t("exports.status") },
            ]}
          >
            {records.map((record, position) => (
              <IndexTable.Row id={record.exportId} key={record.exportId} position={position}>
                <Row record={record} isPhone={smDown} />
              </IndexTable.Row>
            ))}
          </IndexTable>
        </Card>
        <Pages isFirst={isFirst} olderThan={olderThan} />
        <TogetherCard result={together} />
      </BlockStack>
    </Page>
  );
}

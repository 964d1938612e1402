import { BlockStack, Box, Card, IndexTable, InlineStack, Text, useBreakpoints } from "@shopify/polaris";
import type { ReactNode } from "react";
import type { RefusedRowView, SyncView } from "../../sync/status/read-sync-view.ts";
import type { Format } from "../format.ts";
import { useLocale } from "../locale.tsx";
import type { Translate } from "../messages/catalogue.ts";

const explained = [
  "malformed_json",
  "bad_shape",
  "bad_value",
  "unknown_currency",
  "other_currency",
  "scattered",
] as const;

/** The sync's code for the reason, as far as the catalogue has words for it. */
const reasonOf = (row: RefusedRowView) => explained.find((code) => code === row.reason) ?? "other";

function whereText(row: RefusedRowView, t: Translate, format: Format): string {
  const hasPlace = row.lineNo !== null || row.sourceId !== null;
  return format.list([
    ...(row.resource === "webhook" && hasPlace ? [] : [t(`sync.origin.${row.origin}`)]),
    ...(row.lineNo === null ? [] : [t("sync.refused.line", { line: format.number(row.lineNo) })]),
    ...(row.sourceId === null ? [] : [t("sync.refused.source", { id: String(row.sourceId) })]),
  ]);
}

/** What was recorded of a row, where it says more than its reason. */
function Recorded({ row }: { row: RefusedRowView }) {
  const { t } = useLocale();
  const reason = reasonOf(row);
  if (row.detail === "" || reason === "malformed_json" || reason === "scattered") return null;
  return (
    <Text as="p" variant="bodySm" tone="subdued">
      {t("sync.refused.recorded")} <span lang="en">{row.detail}</span>
    </Text>
  );
}

function Wrapping({ children }: { children: ReactNode }) {
  return (
    <div style={{ whiteSpace: "normal", overflowWrap: "anywhere", minWidth: "8rem", maxWidth: "20rem" }}>
      {children}
    </div>
  );
}

function PhoneRow({ row }: { row: RefusedRowView }) {
  const { t, format } = useLocale();
  return (
    <Box padding="300" width="100%">
      <BlockStack gap="100">
        <InlineStack align="space-between" gap="200">
          <Text as="span" fontWeight="medium">
            {t(`sync.reason.${reasonOf(row)}`)}
          </Text>
          <Text as="span" variant="bodySm" tone="subdued">
            {format.instant(row.refusedAt)}
          </Text>
        </InlineStack>
        <Wrapping>
          <Recorded row={row} />
        </Wrapping>
        <Wrapping>{t(`sync.right.${reasonOf(row)}`)}</Wrapping>
        <Text as="p" variant="bodySm" tone="subdued">
          {t(`sync.resource.${row.resource}`)}: {whereText(row, t, format)}
        </Text>
      </BlockStack>
    </Box>
  );
}

/** Input that could not be used: which, where it stands, and what would be right. */
export function RefusedRows({ view }: { view: SyncView }) {
  const { t, format } = useLocale();
  const { smDown } = useBreakpoints();
  if (view.refusedTotal === 0) {
    return (
      <Card>
        <BlockStack gap="100">
          <Text as="h2" variant="headingSm">
            {t("sync.refused")}
          </Text>
          <Text as="p" tone="subdued">
            {t("sync.refused.none")}
          </Text>
        </BlockStack>
      </Card>
    );
  }
  return (
    <Card padding="0">
      <Box padding="400">
        <BlockStack gap="100">
          <Text as="h2" variant="headingSm">
            {t("sync.refused")}
          </Text>
          <Text as="p" tone="subdued">
            {t("sync.refused.body", { total: view.refusedTotal })}
          </Text>
        </BlockStack>
      </Box>
      <IndexTable
        condensed={smDown}
        selectable={false}
        itemCount={view.refused.length}
        resourceName={{ singular: t("sync.refused.what"), plural: t("sync.refused") }}
        headings={[
          { title: t("sync.refused.what") },
          { title: t("sync.refused.where") },
          { title: t("sync.refused.why") },
          { title: t("sync.refused.right") },
          { title: t("sync.refused.when") },
        ]}
      >
        {view.refused.map((row, position) => (
          <IndexTable.Row id={row.refusedId} key={row.refusedId} position={position}>
            {smDown ? (
              <PhoneRow row={row} />
            ) : (
              <>
                <IndexTable.Cell>{t(`sync.resource.${row.resource}`)}</IndexTable.Cell>
                <IndexTable.Cell>
                  <Wrapping>{whereText(row, t, format)}</Wrapping>
                </IndexTable.Cell>
                <IndexTable.Cell>
                  <Wrapping>
                    {t(`sync.reason.${reasonOf(row)}`)}
                    <Recorded row={row} />
                  </Wrapping>
                </IndexTable.Cell>
                <IndexTable.Cell>
                  <Wrapping>{t(`sync.right.${reasonOf(row)}`)}</Wrapping>
                </IndexTable.Cell>
                <IndexTable.Cell>{format.instant(row.refusedAt)}</IndexTable.Cell>
              </>
            )}
          </IndexTable.Row>
        ))}
      </IndexTable>
      {view.refused.length < view.refusedTotal && (
        <Box padding="300">
          <Text as="p" variant="bodySm" tone="subdued" alignment="center">
            {t("sync.refused.shown", {
              shown: format.number(view.refused.length),
              total: format.number(view.refusedTotal),
            })}
          </Text>
        </Box>
      )}
    </Card>
  );
}

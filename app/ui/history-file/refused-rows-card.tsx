import {
  Banner,
  BlockStack,
  Box,
  Button,
  Card,
  IndexTable,
  InlineStack,
  Text,
  useBreakpoints,
} from "@shopify/polaris";
import type { ReactNode } from "react";
import type { FileRefusalView } from "../../sync/history-file/view.ts";
import { useLocale } from "../locale.tsx";
import { useDownload } from "../use-download.ts";
import { refusedWords } from "./refusal-text.ts";

function Wrapping({ children }: { children: ReactNode }) {
  return <div style={{ whiteSpace: "normal", overflowWrap: "anywhere", maxWidth: "20rem" }}>{children}</div>;
}

/** Which rows of a file cannot be used, why, and what would be right. */
export function RefusedRowsCard({
  fileId,
  refusals,
  total,
}: {
  readonly fileId: string;
  readonly refusals: readonly FileRefusalView[];
  readonly total: number;
}) {
  const { t, format, userLocale } = useLocale();
  const { smDown } = useBreakpoints();
  const path = `/app/history-file/${fileId}/refused?${new URLSearchParams({ locale: userLocale })}`;
  const csv = useDownload(path, "refused-rows.csv");
  if (refusals.length === 0) return null;
  const words = refusedWords(t);
  const [row, order, column, value, why, right] = words.header;
  return (
    <Card padding="0">
      <Box padding="400">
        <BlockStack gap="200">
          <InlineStack align="space-between" blockAlign="center" gap="200">
            <Text as="h2" variant="headingSm">
              {t("history.refused_rows")}
            </Text>
            <Button loading={csv.state === "loading"} onClick={csv.download}>
              {t("history.refused_rows.download")}
            </Button>
          </InlineStack>
          {csv.state === "failed" && <Banner tone="critical">{t("history.refused_rows.failed")}</Banner>}
          {refusals.length < total && (
            <Text as="p" tone="subdued">
              {t("history.refused_rows.shown", { shown: format.number(refusals.length) })}
            </Text>
          )}
        </BlockStack>
      </Box>
      <IndexTable
        condensed={smDown}
        selectable={false}
        itemCount={refusals.length}
        resourceName={{ singular: row, plural: t("history.refused_rows") }}
        headings={[
          { title: row },
          { title: order },
          { title: column },
          { title: value },
          { title: why },
          { title: right },
        ]}
      >
        {refusals.map((one, position) => (
          <IndexTable.Row id={String(one.lineNo)} key={one.lineNo} position={position}>
            {smDown ? (
              <Box padding="300" width="100%">
                <BlockStack gap="100">
                  <Text as="p" fontWeight="medium">
                    {format.list(
                      [`${row} ${format.number(one.lineNo)}`, one.orderName, one.column].filter(Boolean),
                    )}
                  </Text>
                  <Wrapping>
                    {one.value === "" ? words.why(one.reason) : `${words.why(one.reason)}: ${one.value}`}
                  </Wrapping>
                  <Wrapping>{words.right(one.reason)}</Wrapping>
                </BlockStack>
              </Box>
            ) : (
              <>
                <IndexTable.Cell>{format.number(one.lineNo)}</IndexTable.Cell>
                <IndexTable.Cell>
                  <Wrapping>{one.orderName}</Wrapping>
                </IndexTable.Cell>
                <IndexTable.Cell>{one.column}</IndexTable.Cell>
                <IndexTable.Cell>
                  <Wrapping>{one.value}</Wrapping>
                </IndexTable.Cell>
                <IndexTable.Cell>
                  <Wrapping>{words.why(one.reason)}</Wrapping>
                </IndexTable.Cell>
                <IndexTable.Cell>
                  <Wrapping>{words.right(one.reason)}</Wrapping>
                </IndexTable.Cell>
              </>
            )}
          </IndexTable.Row>
        ))}
      </IndexTable>
    </Card>
  );
}

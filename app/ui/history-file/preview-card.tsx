import { Banner, BlockStack, Button, ButtonGroup, Card, InlineGrid, Text } from "@shopify/polaris";
import type { HistoryFileView } from "../../sync/history-file/view.ts";
import { Fact } from "../figures/fact.tsx";
import type { Format } from "../format.ts";
import { useLocale } from "../locale.tsx";
import type { MessageKey, Translate } from "../messages/catalogue.ts";
import type { Deciding } from "./deciding.ts";

type PreviewFile = Extract<HistoryFileView, { state: "preview" }>;

const DELIMITERS: Readonly<Record<string, MessageKey>> = {
  ",": "history.preview.delimiter.comma",
  ";": "history.preview.delimiter.semicolon",
  "\t": "history.preview.delimiter.tab",
  "|": "history.preview.delimiter.bar",
};

/** In one line, how the file was read. */
function understood({ preview }: PreviewFile, t: Translate, format: Format): string {
  return t("history.preview.understood", {
    delimiter: t(DELIMITERS[preview.delimiter] ?? "history.preview.delimiter.comma"),
    columns: preview.columns,
    rows: format.number(preview.rows),
    first: preview.firstDay === null ? "" : format.day(preview.firstDay),
    last: preview.lastDay === null ? "" : format.day(preview.lastDay),
    orders: preview.orders,
    customers: preview.customers,
    currencies: format.list(
      preview.currencies.map(({ currency, orders }) =>
        t("history.preview.currency", { orders: format.number(orders), currency }),
      ),
    ),
  });
}

function leftOut({ preview }: PreviewFile, t: Translate, format: Format): string | null {
  const part = (key: MessageKey, orders: number) => (orders === 0 ? [] : [t(key, { orders })]);
  const parts = [
    ...part("history.preview.added_before", preview.addedBefore),
    ...part("history.preview.deleted", preview.deleted),
    ...part("history.preview.recent", preview.recent),
  ];
  return parts.length === 0 ? null : format.list(parts);
}

function Warnings({ file }: { file: PreviewFile }) {
  const { t, format } = useLocale();
  const { otherCurrency, refused, doubtful, doubtfulNames } = file.preview;
  return (
    <>
      {otherCurrency > 0 && (
        <Banner tone="warning" title={t("history.preview.currency_title", { orders: otherCurrency })}>
          <p>{t("history.preview.currency_body", { currency: format.currency })}</p>
        </Banner>
      )}
      {refused > 0 && (
        <Banner tone="warning" title={t("history.preview.refused_title", { orders: refused })}>
          <p>{t("history.preview.refused_body")}</p>
        </Banner>
      )}
      {doubtful > 0 && (
        <Banner tone="info" title={t("history.preview.doubtful_title", { orders: doubtful })}>
          <p>{t("history.preview.doubtful_body", { names: format.list(doubtfulNames) })}</p>
        </Banner>
      )}
    </>
  );
}

/** What adding the file would do; nothing is done before it is confirmed. */
export function PreviewCard({ file, saving, onDecide }: { file: PreviewFile } & Deciding) {
  const { t, format } = useLocale();
  const { preview, fileId, name } = file;
  const others = preview.addedBefore + preview.deleted + preview.recent;
  return (
    <Card>
      <BlockStack gap="400">
        <BlockStack gap="100">
          <div role="status" style={{ overflowWrap: "anywhere" }}>
            <Text as="h2" variant="headingMd">
              {t("history.preview.title", { name })}
            </Text>
          </div>
          <Text as="p" tone="subdued">
            {understood(file, t, format)}
          </Text>
        </BlockStack>
        <InlineGrid columns={{ xs: 1, md: 3 }} gap="400">
          <Fact
            label={t("history.preview.adding")}
            value={t("history.preview.adding.value", { orders: preview.adding })}
            help={
              preview.adding === 0
                ? t("history.preview.nothing")
                : t("history.preview.adding.help", {
                    counted: format.number(preview.addingCounted),
                    amount: format.money(preview.addingNetSalesMinor),
                    known: format.number(preview.addingOfCustomers),
                  })
            }
          />
          <Fact
            label={t("history.preview.there")}
            value={t("history.preview.adding.value", { orders: preview.there })}
            help={t("history.preview.there.help")}
          />
          <Fact
            label={t("history.preview.other")}
            value={others === 0 ? t("history.preview.other.none") : format.number(others)}
            help={leftOut(file, t, format) ?? undefined}
          />
        </InlineGrid>
        <Warnings file={file} />
        <ButtonGroup>
          {preview.adding > 0 && (
            <Button variant="primary" loading={saving} onClick={() => onDecide("confirm", fileId)}>
              {t("history.preview.confirm", { orders: preview.adding })}
            </Button>
          )}
          <Button disabled={saving} onClick={() => onDecide("discard", fileId)}>
            {t("history.preview.discard")}
          </Button>
        </ButtonGroup>
      </BlockStack>
    </Card>
  );
}

import { Banner, BlockStack, Button, Checkbox, InlineGrid, Text } from "@shopify/polaris";
import type { SpendFilePreview } from "../../acquisition/spend-import.ts";
import { channelName, clipped } from "../acquisition/channel-name.ts";
import { ChartTableView } from "../charts/chart-table.tsx";
import { Fact } from "../figures/fact.tsx";
import { useLocale } from "../locale.tsx";
import { RefusedSpend } from "./refused-spend.tsx";
import type { SpendFileUse } from "./use-spend-file.ts";

interface FilePreviewProps {
  readonly name: string;
  readonly preview: SpendFilePreview;
  readonly use: SpendFileUse;
}

const NAMED = 8;

/** What storing a file would do. */
export function FilePreview({ name, preview, use }: FilePreviewProps) {
  const { t, format } = useLocale();
  const { entries, firstDay, lastDay, overlaps, shown } = preview;
  const columns = preview.columns.map(({ column, heading }) =>
    t("spend.file.column", { column: t(`spend.file.column.${column}`), heading }),
  );
  const left = preview.totalMinor - (use.form.keepOverlaps ? 0 : overlaps.amountMinor);
  return (
    <BlockStack gap="400">
      <BlockStack gap="100">
        <div role="status" style={{ overflowWrap: "anywhere" }}>
          <Text as="h2" variant="headingMd">
            {t("spend.file.preview.title", { name })}
          </Text>
        </div>
        <Text as="p" tone="subdued">
          {t("spend.file.understood", {
            source: t(`spend.file.source.${preview.source}`),
            columns: format.list(columns),
            rows: preview.rows,
            dates: preview.dates ?? "none",
          })}
        </Text>
      </BlockStack>
      <InlineGrid columns={{ xs: 1, md: 3 }} gap="400">
        <Fact
          label={t("spend.file.total")}
          value={format.money(preview.totalMinor)}
          help={t(preview.statedCurrency === null ? "spend.file.total.unstated" : "spend.file.total.help", {
            entries,
            currency: preview.currency,
          })}
        />
        <Fact
          label={t("spend.file.period")}
          value={
            firstDay === null || lastDay === null
              ? t("spend.file.period.none")
              : t("spend.typed.period", { first: format.day(firstDay), last: format.day(lastDay) })
          }
          help={preview.nothing === 0 ? undefined : t("spend.file.nothing", { rows: preview.nothing })}
        />
        <Fact
          label={t("spend.file.totals")}
          value={preview.totals === 0 ? t("spend.file.totals.none") : format.number(preview.totals)}
          help={
            preview.statedTotalMinor === null
              ? undefined
              : preview.statedTotalMinor === preview.totalMinor
                ? t("spend.file.totals.same")
                : t("spend.file.totals.other", { amount: format.money(preview.statedTotalMinor) })
          }
        />
      </InlineGrid>
      <div style={{ overflowWrap: "anywhere" }}>
        <Text as="p">
          {format.list(
            preview.channels.slice(0, NAMED).map(({ channel, amountMinor, isKnown }) =>
              t(isKnown ? "spend.file.channel.known" : "spend.file.channel.new", {
                channel: channelName(channel, t),
                amount: format.money(amountMinor),
              }),
            ),
          )}
        </Text>
      </div>
      {preview.importedBefore !== null && (
        <Banner tone="warning" title={t("spend.file.before.title")}>
          <p>{t("spend.file.before.body", { when: format.instant(preview.importedBefore) })}</p>
        </Banner>
      )}
      {overlaps.entries > 0 && (
        <Banner tone="warning" title={t("spend.file.overlaps.title", { entries: overlaps.entries })}>
          <BlockStack gap="200">
            <p>{t("spend.file.overlaps.body", { amount: format.money(overlaps.amountMinor) })}</p>
            <Checkbox
              label={t("spend.file.overlaps.keep")}
              checked={use.form.keepOverlaps}
              onChange={(keepOverlaps) => use.setForm({ ...use.form, keepOverlaps })}
            />
          </BlockStack>
        </Banner>
      )}
      <RefusedSpend name={name} rows={preview.refusedRows} refused={preview.refused} />
      {shown.length > 0 && (
        <BlockStack gap="200">
          <Text as="h3" variant="headingSm">
            {shown.length < entries
              ? t("spend.file.rows", { shown: format.number(shown.length), entries: format.number(entries) })
              : t("spend.file.rows.all")}
          </Text>
          <ChartTableView
            name={t("spend.file.rows.all")}
            table={{
              columns: [
                { heading: t("spend.refused.row") },
                { heading: t("spend.file.period") },
                { heading: t("spend.totals.channel") },
                { heading: t("spend.file.row.campaign") },
                { heading: t("spend.file.row.amount"), numeric: true },
                { heading: t("spend.file.row.note") },
              ],
              rows: shown.map((one) => [
                format.number(one.line),
                one.firstDay === one.lastDay
                  ? format.day(one.firstDay)
                  : t("spend.typed.period", {
                      first: format.day(one.firstDay),
                      last: format.day(one.lastDay),
                    }),
                clipped(channelName(one.channel, t)),
                one.campaign === "" ? t("spend.file.row.whole") : clipped(one.campaign),
                format.money(one.amountMinor),
                one.overlaps ? t("spend.file.row.overlaps") : "",
              ]),
            }}
          />
        </BlockStack>
      )}
      {entries > 0 && left > 0 && (
        <div>
          <Button variant="primary" onClick={use.store}>
            {t("spend.file.store", { amount: format.money(left) })}
          </Button>
        </div>
      )}
    </BlockStack>
  );
}

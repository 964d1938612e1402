import { Banner, BlockStack, Box, Card, EmptyState, InlineGrid, Page, Text } from "@shopify/polaris";
import type { SegmentHistory } from "../../segments/membership/history.ts";
import type { SegmentView } from "../../segments/read-segment.ts";
import { ValueHistogram } from "../charts/value-histogram.tsx";
import { type KeptIn, KeptInCard } from "../destinations/kept-in-card.tsx";
import { Explain } from "../explain/explain.tsx";
import type { ExportControl } from "../exports/export-choice.ts";
import { ExportDialog } from "../exports/export-dialog.tsx";
import { ExportKept } from "../exports/export-kept.tsx";
import { useExportAction } from "../exports/use-export-action.ts";
import { Figure } from "../figures/figure.tsx";
import { useHeaderActions } from "../layout/header-actions.ts";
import { useLocale } from "../locale.tsx";
import { RuleInWords } from "../rule-words/rule-in-words.tsx";
import picture from "../states/nothing-here.svg";
import { StillReading } from "../states/still-reading.tsx";
import type { AskWhy } from "./ask-why.ts";
import { EventsCard, OverlapsCard, SizeChart } from "./history-cards.tsx";
import { MembersTable } from "./members-table.tsx";
import { nobodyText } from "./nobody-text.ts";
import { useOwnActions } from "./own-actions.tsx";
import { failureText } from "./problem-text.ts";
import { PublishCard } from "./publish-card.tsx";
import { ruleSentence } from "./rule-sentence.ts";
import { expectedText, reachableShare } from "./segment-figures.ts";
import { segmentName } from "./segment-name.ts";
import { SegmentNotes } from "./segment-notes.tsx";
import { ShopifyCard } from "./shopify-card.tsx";
import { PURPOSE_OF, purposeAddress } from "./template-purposes.ts";
import type { PublishingControl } from "./use-publishing.ts";
import type { SegmentChanges } from "./use-segment-change.ts";
import { type OwnSegment, VersionsCard } from "./versions-card.tsx";

export interface SegmentPageProps {
  readonly view: SegmentView;
  /** Null for a segment of the app. */
  readonly own: OwnSegment | null;
  readonly history: SegmentHistory | null;
  readonly changes: SegmentChanges;
  readonly publishing: PublishingControl;
  /** Lists in mailing tools that follow the segment. */
  readonly kept: readonly KeptIn[];
  readonly exports: ExportControl;
  readonly askWhy: AskWhy;
}

function Figures({ view }: { view: SegmentView }) {
  const { segment } = view;
  // Of those who never bought nothing is expected with a model either.
  const learning = segment.customers > 0 && segment.key !== "leads" ? view.learning : null;
  const { t, format } = useLocale();
  const netSales = format.money(segment.netSalesMinor);
  return (
    <Card>
      <InlineGrid columns={{ xs: 2, md: 4 }} gap="400">
        <Figure
          label={t("segments.customers.label")}
          value={format.number(segment.customers)}
          explain={<Explain figure={t("segments.customers.label")} formula="segments.customers.formula" />}
        />
        <Figure
          label={t("segments.net_sales")}
          value={format.moneyWhole(segment.netSalesMinor)}
          basis={
            segment.shareOfNetSales === null
              ? t("segments.share.none")
              : t("segments.net_sales.basis", { share: format.percent(segment.shareOfNetSales) })
          }
          explain={
            <Explain
              figure={t("segments.net_sales")}
              formula="segments.net_sales.formula"
              inputs={[
                { label: t("segments.input.customers"), value: format.number(segment.customers) },
                ...(segment.customers === 0
                  ? []
                  : [
                      {
                        label: t("segments.input.average"),
                        value: format.money(segment.netSalesMinor / segment.customers),
                      },
                    ]),
              ]}
              result={netSales}
              note="net_sales.note"
            />
          }
        />
        <Figure
          label={t("segments.expected")}
          value={segment.expectedValueMinor === null ? null : format.moneyWhole(segment.expectedValueMinor)}
          basis={
            segment.expectedValueMinor === null && segment.customers > 0
              ? expectedText(segment, null, t, format)
              : t("segments.expected.basis")
          }
          learning={segment.expectedValueMinor === null ? learning : null}
          explain={<Explain figure={t("segments.expected")} formula="segments.expected.formula" />}
        />
        <Figure
          label={t("segments.reachable")}
          value={format.number(segment.reachable)}
          basis={t("segments.reachable.note", { share: format.percent(reachableShare(segment), 0) })}
          explain={<Explain figure={t("segments.reachable")} formula="segments.reachable.meaning" />}
        />
      </InlineGrid>
    </Card>
  );
}

const pageAt = (cursor: string | null): string | null =>
  cursor === null ? null : `?${new URLSearchParams({ cursor })}`;

export function SegmentPage(props: SegmentPageProps) {
  const { view, own, history, changes, publishing, kept, exports, askWhy } = props;
  const { t, format } = useLocale();
  const { segment } = view;
  const { action, opener } = useExportAction(exports.step, exports.onOpen);
  const { actions, dialog } = useOwnActions(own, changes);
  const archivedAt = own?.segment.archivedAt ?? null;
  const template = { content: t("segments.use_template"), url: `/app/segments/new?template=${segment.key}` };
  const headerActions = useHeaderActions(own ? actions : [template]);
  return (
    <Page
      title={segmentName(segment, t)}
      backAction={{
        content: t("segments.title"),
        url: segment.name === null ? purposeAddress(PURPOSE_OF[segment.key]) : "/app/segments",
      }}
      primaryAction={action ? { ...action, disabled: segment.customers === 0 } : undefined}
      {...headerActions}
    >
      <BlockStack gap="400">
        <StillReading />
        <ExportKept />
        {own && archivedAt !== null && (
          <Banner
            tone="info"
            title={t("segments.archived.when", { when: format.instant(archivedAt) })}
            action={{
              content: t("segments.restore"),
              onAction: () => changes.onChange(own.segment.key, { change: "restore" }),
            }}
          />
        )}
        {changes.failure && !dialog && <Banner tone="critical">{failureText(changes.failure, t)}</Banner>}
        {history?.membership.state === "calculating" && archivedAt === null && (
          <Banner tone="info" title={t("segments.calculating")}>
            <p>{t("segments.calculating.body")}</p>
          </Banner>
        )}
        <Card>
          <BlockStack gap="200">
            <Text as="h2" variant="headingSm">
              {t("segments.who")}
            </Text>
            {view.rule ? (
              <Text as="p" variant="bodyLg">
                {ruleSentence(view.rule, t, format)}
              </Text>
            ) : (
              <RuleInWords rule={view.conditions} terms={view.terms} />
            )}
            {segment.name === null && (
              <>
                <Text as="p" tone="subdued">
                  {t(`segments.${segment.key}.why`)}
                </Text>
                <Text as="h3" variant="headingSm">
                  {t("segments.send")}
                </Text>
                <Text as="p">{t(`segments.${segment.key}.send`)}</Text>
              </>
            )}
            <SegmentNotes segment={segment} learning={view.learning} margins={view.margins} />
          </BlockStack>
        </Card>
        <Figures view={view} />
        {history && <SizeChart days={history.days} />}
        {/* With all customers in one range there is no distribution to draw, as where no customer has bought yet. */}
        {view.distribution.length > 1 && <ValueHistogram buckets={view.distribution} />}
        <Card padding="0">
          {view.members.length === 0 ? (
            <EmptyState heading={t("segments.none.title")} image={picture}>
              <p>{nobodyText(view.emptyRanks, t)}</p>
            </EmptyState>
          ) : (
            <>
              <Box padding="400" paddingBlockEnd="200">
                <Text as="h2" variant="headingSm">
                  {t("segments.members")}
                </Text>
                <Text as="p" tone="subdued">
                  {t(`segments.members.order.${view.order}`)}
                </Text>
              </Box>
              <MembersTable
                rows={view.members}
                order={view.order}
                segment={segment}
                askWhy={askWhy}
                previousUrl={pageAt(view.previousCursor)}
                nextUrl={pageAt(view.nextCursor)}
              />
            </>
          )}
        </Card>
        {history && (
          <InlineGrid columns={{ xs: 1, md: 2 }} gap="400" alignItems="start">
            <EventsCard history={history} />
            <OverlapsCard history={history} customers={segment.customers} />
          </InlineGrid>
        )}
        <KeptInCard segmentKey={segment.key} kept={kept} isArchived={archivedAt !== null} />
        <PublishCard
          publishing={publishing}
          name={segmentName(segment, t)}
          isArchived={archivedAt !== null}
        />
        {/* Published, the segment is there already. */}
        {!publishing.publication && <ShopifyCard said={view.inShopify} />}
        {own && archivedAt === null && <VersionsCard own={own} terms={view.terms} changes={changes} />}
      </BlockStack>
      {dialog}
      <ExportDialog
        audience={segment}
        state={exports.step}
        onExport={exports.onExport}
        onClose={exports.onClose}
        opener={opener}
      />
    </Page>
  );
}

import {
  Banner,
  BlockStack,
  Box,
  Button,
  Card,
  Collapsible,
  EmptyState,
  InlineStack,
  Page,
  Text,
} from "@shopify/polaris";
import { useCallback, useRef, useState } from "react";
import type { SegmentName } from "../../segments/find.ts";
import type { ArchivedSegment, SegmentList, UnreadableSegment } from "../../segments/list-segments.ts";
import type { SegmentCard as SegmentCardView } from "../../segments/segment-cards.ts";
import { Explain } from "../explain/explain.tsx";
import type { ExportControl } from "../exports/export-choice.ts";
import { ExportDialog } from "../exports/export-dialog.tsx";
import { ExportKept } from "../exports/export-kept.tsx";
import { useHeaderActions } from "../layout/header-actions.ts";
import { useLocale } from "../locale.tsx";
import { beginningText } from "../rule-words/rule-words.ts";
import { LearningBanner } from "../states/learning.tsx";
import picture from "../states/nothing-here.svg";
import { StillReading } from "../states/still-reading.tsx";
import { failureText, problemText, problemTitle } from "./problem-text.ts";
import { ProductStarts } from "./product-starts.tsx";
import { exportButton, SegmentCard } from "./segment-card.tsx";
import { segmentName } from "./segment-name.ts";
import { SegmentShelves } from "./segment-shelves.tsx";
import type { SegmentChanges } from "./use-segment-change.ts";

export interface SegmentsPageProps {
  readonly view: SegmentList;
  readonly changes: SegmentChanges;
  /** Whose export is asked for, and where the merchant is with it. */
  readonly exported: SegmentName | null;
  readonly exports: ExportControl;
  readonly onExport: (segment: SegmentName) => void;
}

function Unreadable({ segment }: { segment: UnreadableSegment }) {
  const { t } = useLocale();
  const name = segmentName(segment, t);
  const isSlow = segment.problem.code === "took_too_long";
  // One of the app's own has no conditions that the merchant could change.
  const isOwn = segment.name !== null;
  return (
    <Banner
      tone="warning"
      title={problemTitle(segment.problem, name, t)}
      action={
        isOwn ? { content: t("segments.open", { name }), url: `/app/segments/${segment.key}` } : undefined
      }
    >
      <p>{isOwn || isSlow ? problemText(segment.problem, t) : t("segments.unreadable.template")}</p>
    </Banner>
  );
}

function Archived({ segments, changes }: { segments: readonly ArchivedSegment[]; changes: SegmentChanges }) {
  const { t, format } = useLocale();
  const [open, setOpen] = useState(false);
  return (
    <BlockStack gap="200">
      <InlineStack>
        <Button
          variant="tertiary"
          disclosure={open ? "up" : "down"}
          ariaExpanded={open}
          ariaControls="archived-segments"
          onClick={() => setOpen(!open)}
        >
          {t("segments.archived.show", { count: segments.length })}
        </Button>
      </InlineStack>
      <Collapsible id="archived-segments" open={open}>
        <Card>
          <BlockStack gap="300">
            {segments.map(({ key, name, archivedAt }) => (
              <InlineStack key={key} align="space-between" blockAlign="center" gap="200">
                <div style={{ overflowWrap: "anywhere" }}>
                  <Text as="h3" variant="headingSm">
                    {name}
                  </Text>
                  <Text as="p" variant="bodySm" tone="subdued">
                    {t("segments.archived.when", { when: format.instant(archivedAt) })}
                  </Text>
                </div>
                <Button
                  disabled={changes.busy}
                  onClick={() => changes.onChange(key, { change: "restore" })}
                  accessibilityLabel={t("segments.restore.of", { name })}
                >
                  {t("segments.restore")}
                </Button>
              </InlineStack>
            ))}
          </BlockStack>
        </Card>
      </Collapsible>
    </BlockStack>
  );
}

type Full = Exclude<SegmentList, { state: "empty" }>;

export function SegmentsPage({ view, ...asked }: SegmentsPageProps) {
  const { t } = useLocale();
  if (view.state === "empty") {
    return (
      <Page title={t("segments.title")}>
        <Card>
          <EmptyState
            heading={t("segments.empty.title")}
            image={picture}
            action={{ content: t("segments.empty.action"), url: "/app/sync" }}
          >
            <p>{t("segments.empty.body")}</p>
          </EmptyState>
        </Card>
      </Page>
    );
  }
  return <FullPage view={view} {...asked} />;
}

function FullPage(props: SegmentsPageProps & { readonly view: Full }) {
  const { view, changes, exported, exports } = props;
  const { t, format } = useLocale();
  const opener = useRef<HTMLElement | null>(null);
  const create = { content: t("segments.create"), url: "/app/segments/new" };
  const headerActions = useHeaderActions([{ content: t("flow.link"), url: "/app/segments/flow" }]);
  const latest = useRef(props);
  latest.current = props;
  // The same for as long as the figures are, so that a dialog which opens draws no card again.
  const card = useCallback(
    (segment: SegmentCardView) => {
      const rule = view.rules[segment.key];
      return (
        <SegmentCard
          key={segment.key}
          segment={segment}
          learning={view.learning}
          margins={view.byMargin.includes(segment.key) ? view.margins : null}
          change={view.changes[segment.key]}
          inWords={rule ? beginningText(rule, { t, format, terms: view.terms }) : null}
          onExport={() => {
            opener.current = document.getElementById(exportButton(segment.key))?.parentElement ?? null;
            latest.current.onExport(segment);
          }}
        />
      );
    },
    [view, t, format],
  );
  return (
    <Page
      title={t("segments.title")}
      subtitle={t("segments.subtitle")}
      primaryAction={create}
      {...headerActions}
    >
      <BlockStack gap="400">
        <StillReading />
        <ExportKept />
        {view.learning && <LearningBanner reason={view.learning} />}
        {changes.failure && <Banner tone="critical">{failureText(changes.failure, t)}</Banner>}
        {view.unreadable.map((segment) => (
          <Unreadable key={segment.key} segment={segment} />
        ))}
        <SegmentShelves segments={view.segments} card={card} />
        <ProductStarts />
        {view.archived.length > 0 && <Archived segments={view.archived} changes={changes} />}
        <Box paddingInline={{ xs: "400", sm: "0" }}>
          <BlockStack gap="100">
            <Text as="p" variant="bodySm" tone="subdued">
              {t("segments.overlap")}
            </Text>
            <Explain
              look="link"
              figure={t("segments.expected")}
              formula="segments.expected.formula"
              note="segments.reachable.meaning"
            />
          </BlockStack>
        </Box>
      </BlockStack>
      {exported && (
        <ExportDialog
          audience={exported}
          state={exports.step}
          onExport={exports.onExport}
          onClose={exports.onClose}
          opener={opener}
        />
      )}
    </Page>
  );
}

import type { SegmentHistory } from "../../../app/segments/membership/history.ts";
import type { SegmentView } from "../../../app/segments/read-segment.ts";
import type { KeptIn } from "../../../app/ui/destinations/kept-in-card.tsx";
import type { ExportStep } from "../../../app/ui/exports/export-choice.ts";
import { SegmentPage } from "../../../app/ui/segments/segment-page.tsx";
import { UncountedTemplatePage, UnreadableSegmentPage } from "../../../app/ui/segments/unreadable-page.tsx";
import type { PublishingControl } from "../../../app/ui/segments/use-publishing.ts";
import type { SegmentChanges } from "../../../app/ui/segments/use-segment-change.ts";
import type { OwnSegment } from "../../../app/ui/segments/versions-card.tsx";
import { StaffRightsProvider } from "../../../app/ui/staff/staff-rights.ts";
import { SingleReadingProvider } from "../../../app/ui/states/still-reading.tsx";
import type { GalleryPage } from "../registry.ts";
import { keptIn } from "../views/destinations.ts";
import { emptyPreview, preview } from "../views/exports.ts";
import {
  archivedSegment,
  histories,
  noChanges,
  ownSegment,
  ownView,
  problemSegment,
  unreadableSegment,
} from "../views/own-segments.ts";
import { answerWhy } from "../views/person-why.ts";
import { notPublished, publications } from "../views/publications.ts";
import { singleReading } from "../views/reading.ts";
import { boughtRule } from "../views/rule-terms.ts";
import { segmentViews } from "../views/segments.ts";

const ignore = () => {};
interface Shown {
  readonly own?: OwnSegment | null;
  readonly history?: SegmentHistory | null;
  readonly failure?: SegmentChanges["failure"];
  readonly publishing?: PublishingControl;
  readonly kept?: readonly KeptIn[];
}
const draw =
  (
    view: SegmentView,
    step: ExportStep = { step: "closed" },
    { own = null, history = null, failure = null, publishing = notPublished, kept = [] }: Shown = {},
  ) =>
  () => (
    <SegmentPage
      view={view}
      own={own}
      history={history}
      changes={{ ...noChanges, failure }}
      publishing={publishing}
      kept={kept}
      askWhy={answerWhy}
      exports={{ step, onOpen: ignore, onExport: ignore, onClose: ignore }}
    />
  );

export const page: GalleryPage = {
  name: "segment",
  path: "/app/segments/vip",
  states: {
    full: draw(segmentViews.full),
    own: draw(ownView, undefined, { own: ownSegment, history: histories.kept }),
    own_nested: draw({ ...ownView, conditions: boughtRule }, undefined, {
      own: ownSegment,
      history: histories.kept,
    }),
    own_failed: draw(ownView, undefined, { own: ownSegment, failure: { reason: "name_taken", by: [] } }),
    own_archived: draw(ownView, undefined, { own: archivedSegment, history: histories.kept }),
    calculating: draw(ownView, undefined, { own: ownSegment, history: histories.calculating }),
    no_events: draw(segmentViews.full, undefined, { history: histories.quiet }),
    unreadable: () => (
      <UnreadableSegmentPage
        own={unreadableSegment}
        changes={noChanges}
        publishing={notPublished}
        kept={keptIn.slice(0, 1)}
      />
    ),
    not_counted: () => (
      <UnreadableSegmentPage
        own={problemSegment({ code: "cannot_be_counted" })}
        changes={{ ...noChanges, failure: { reason: "in_use", by: ["Regulars", "Gent and Brugge"] } }}
        publishing={notPublished}
        kept={[]}
      />
    ),
    former_currency: () => (
      <UnreadableSegmentPage
        own={problemSegment({ code: "former_currency", currency: "EUR" })}
        changes={noChanges}
        publishing={publications.inStep}
        kept={[]}
      />
    ),
    took_too_long: () => (
      <UnreadableSegmentPage
        own={problemSegment({ code: "took_too_long" })}
        changes={noChanges}
        publishing={notPublished}
        kept={[]}
      />
    ),
    uses_archived: () => (
      <UnreadableSegmentPage
        own={problemSegment({ code: "uses_archived", key: "x", name: "Do not mail" })}
        changes={noChanges}
        publishing={notPublished}
        kept={[]}
      />
    ),
    uses_uncounted: () => (
      <UnreadableSegmentPage
        own={problemSegment({ code: "uses_uncounted", key: "vip", name: null })}
        changes={noChanges}
        publishing={notPublished}
        kept={[]}
      />
    ),
    by_stake: draw(segmentViews.by_stake),
    learning: draw(segmentViews.learning),
    negative: draw(segmentViews.negative),
    empty: draw(segmentViews.empty),
    kept: draw(segmentViews.full, undefined, { kept: keptIn }),
    published: draw(segmentViews.full, undefined, { publishing: publications.inStep }),
    published_tags_refused: draw(segmentViews.full, undefined, { publishing: publications.tagsRefused }),
    published_given_up: draw(segmentViews.full, undefined, { publishing: publications.tagsGivenUp }),
    published_removal_refused: draw(segmentViews.full, undefined, {
      publishing: publications.removalRefused,
    }),
    template_not_counted: () => (
      <UncountedTemplatePage
        template={{ key: "vip", name: null, problem: { code: "cannot_be_counted" } }}
        publishing={publications.inStep}
        kept={[]}
      />
    ),
    published_working: draw(segmentViews.full, undefined, { publishing: publications.working }),
    published_in_bulk: draw(segmentViews.full, undefined, { publishing: publications.inBulk }),
    published_permission: draw(segmentViews.full, undefined, { publishing: publications.permission }),
    published_gone: draw(segmentViews.full, undefined, { publishing: publications.gone }),
    published_changed: draw(segmentViews.full, undefined, { publishing: publications.changed }),
    published_refused: draw(segmentViews.full, undefined, { publishing: publications.refused }),
    published_removing: draw(segmentViews.full, undefined, { publishing: publications.removing }),
    publish_declined: draw(segmentViews.full, undefined, { publishing: publications.declined }),
    publish_not_allowed: draw(segmentViews.full, undefined, { publishing: publications.notAllowed }),
    publish_failed: draw(segmentViews.full, undefined, { publishing: publications.failed }),
    export_counting: draw(segmentViews.full, { step: "counting" }),
    export_choosing: draw(segmentViews.full, {
      step: "choosing",
      preview,
      preparing: false,
      failure: null,
    }),
    export_kept: () => (
      <StaffRightsProvider value={{ mayExport: false, mayConnect: false }}>
        {draw(segmentViews.full)()}
      </StaffRightsProvider>
    ),
    export_for_ads: draw(segmentViews.full, {
      step: "choosing",
      preview: { ...preview, lastChoice: { columns: ["email"], format: "meta", heldOutBp: 1_000 } },
      preparing: false,
      failure: "no_basis",
    }),
    export_not_allowed: draw(segmentViews.full, {
      step: "choosing",
      preview,
      preparing: false,
      failure: "not_allowed",
    }),
    export_failed: draw(segmentViews.full, {
      step: "choosing",
      preview,
      preparing: false,
      failure: "unusable",
    }),
    export_nobody: draw(segmentViews.full, {
      step: "choosing",
      preview: emptyPreview,
      preparing: false,
      failure: null,
    }),
    export_reading: () => (
      <SingleReadingProvider value={singleReading}>
        {draw(segmentViews.full, { step: "choosing", preview, preparing: false, failure: null })()}
      </SingleReadingProvider>
    ),
    export_started: draw(segmentViews.full, { step: "started" }),
  },
};

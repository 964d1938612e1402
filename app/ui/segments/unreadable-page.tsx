import { Banner, BlockStack, Page } from "@shopify/polaris";
import type { TemplateKey } from "../../segments/segment-key.ts";
import type { RuleProblem } from "../../segments/stored-rule.ts";
import { type KeptIn, KeptInCard } from "../destinations/kept-in-card.tsx";
import { useLocale } from "../locale.tsx";
import { useOwnActions } from "./own-actions.tsx";
import { failureText, problemText, problemTitle } from "./problem-text.ts";
import { PublishCard } from "./publish-card.tsx";
import { segmentName } from "./segment-name.ts";
import type { PublishingControl } from "./use-publishing.ts";
import type { SegmentChanges } from "./use-segment-change.ts";
import { type OwnSegment, VersionsCard } from "./versions-card.tsx";

interface UnreadableSegmentPageProps {
  readonly own: OwnSegment;
  readonly changes: SegmentChanges;
  readonly publishing: PublishingControl;
  readonly kept: readonly KeptIn[];
}

/** A segment of the shop's own that is not counted: nothing of it is lost, and what was published of it can be taken back. */
export function UnreadableSegmentPage({ own, changes, publishing, kept }: UnreadableSegmentPageProps) {
  const { t } = useLocale();
  const { actions, dialog } = useOwnActions(own, changes);
  const { name, problem } = own.segment;
  return (
    <Page
      title={name}
      backAction={{ content: t("segments.title"), url: "/app/segments" }}
      secondaryActions={actions}
    >
      <BlockStack gap="400">
        {changes.failure && <Banner tone="critical">{failureText(changes.failure, t)}</Banner>}
        {problem && (
          <Banner tone="warning" title={problemTitle(problem, name, t)}>
            <p>{problemText(problem, t)}</p>
          </Banner>
        )}
        {kept.length > 0 && <KeptInCard segmentKey={own.segment.key} kept={kept} isArchived />}
        {publishing.publication && (
          <PublishCard
            publishing={publishing}
            name={name}
            isArchived={own.segment.archivedAt !== null}
            isUncounted
          />
        )}
        <VersionsCard own={own} terms={null} changes={changes} />
      </BlockStack>
      {dialog}
    </Page>
  );
}

interface UncountedTemplatePageProps {
  readonly template: { readonly key: TemplateKey; readonly name: null; readonly problem: RuleProblem };
  readonly publishing: PublishingControl;
  readonly kept: readonly KeptIn[];
}

/** A segment of the app that is not counted: what was published of it can be taken back. */
export function UncountedTemplatePage({ template, publishing, kept }: UncountedTemplatePageProps) {
  const { t } = useLocale();
  const { problem } = template;
  const name = segmentName(template, t);
  const isSlow = problem.code === "took_too_long";
  return (
    <Page title={name} backAction={{ content: t("segments.title"), url: "/app/segments" }}>
      <BlockStack gap="400">
        <Banner tone="warning" title={problemTitle(problem, name, t)}>
          <p>{isSlow ? problemText(problem, t) : t("segments.unreadable.template")}</p>
        </Banner>
        {kept.length > 0 && <KeptInCard segmentKey={template.key} kept={kept} isArchived />}
        {publishing.publication && (
          <PublishCard publishing={publishing} name={name} isArchived={false} isUncounted />
        )}
      </BlockStack>
    </Page>
  );
}

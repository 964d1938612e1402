import { Banner, BlockStack, Page } from "@shopify/polaris";
import { useLocale } from "../locale.tsx";
import { useOwnActions } from "./own-actions.tsx";
import { failureText, problemText, problemTitle } from "./problem-text.ts";
import { PublishCard } from "./publish-card.tsx";
import type { PublishingControl } from "./use-publishing.ts";
import type { SegmentChanges } from "./use-segment-change.ts";
import { type OwnSegment, VersionsCard } from "./versions-card.tsx";

interface UnreadableSegmentPageProps {
  readonly own: OwnSegment;
  readonly changes: SegmentChanges;
  readonly publishing: PublishingControl;
}

/** A segment of the shop's own that is not counted: nothing of it is lost, and what was published of it can be taken back. */
export function UnreadableSegmentPage({ own, changes, publishing }: UnreadableSegmentPageProps) {
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

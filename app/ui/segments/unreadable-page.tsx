import { Banner, BlockStack, Page } from "@shopify/polaris";
import { useLocale } from "../locale.tsx";
import { useOwnActions } from "./own-actions.tsx";
import { failureText, problemText, problemTitle } from "./problem-text.ts";
import type { SegmentChanges } from "./use-segment-change.ts";
import { type OwnSegment, VersionsCard } from "./versions-card.tsx";

/** A segment of the shop's own whose conditions this version of the app cannot read: nothing of it is lost. */
export function UnreadableSegmentPage({ own, changes }: { own: OwnSegment; changes: SegmentChanges }) {
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
        <VersionsCard own={own} terms={null} changes={changes} />
      </BlockStack>
      {dialog}
    </Page>
  );
}

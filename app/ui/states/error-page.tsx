import { Card, EmptyState, type EmptyStateProps, Page } from "@shopify/polaris";
import { useLocale } from "../locale.tsx";
import picture from "./nothing-here.svg";

/** `disconnected`: Shopify gives this tab no access to the shop any more. */
export type Failure = "failed" | "not_found" | "disconnected";

function useWayOut(failure: Failure): NonNullable<EmptyStateProps["action"]> {
  const { t } = useLocale();
  switch (failure) {
    case "failed":
      return { content: t("error.failed.retry"), onAction: () => window.location.reload() };
    case "not_found":
      return { content: t("error.not_found.home"), url: "/app" };
    case "disconnected":
      return { content: t("error.disconnected.admin"), url: "shopify://admin", target: "_top" };
  }
}

/** What a page shows instead of itself: what happened, and what to do next. */
export function ErrorPage({ failure }: { failure: Failure }) {
  const { t } = useLocale();
  return (
    <Page title={t(`error.${failure}.title`)}>
      <Card>
        <EmptyState image={picture} action={useWayOut(failure)}>
          <p>{t(`error.${failure}.body`)}</p>
        </EmptyState>
      </Card>
    </Page>
  );
}

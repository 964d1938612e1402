import { EmptyState, Layout, Page } from "@shopify/polaris";
import { useLocale } from "../locale.tsx";
import picture from "./nothing-here.svg";

/** What a page shows instead of itself: that it does not exist, or that it failed, and what to do next. */
export function ErrorPage({ notFound }: { notFound: boolean }) {
  const { t } = useLocale();
  const kind = notFound ? "error.not_found" : "error";
  return (
    <Page>
      <Layout>
        <Layout.Section>
          <EmptyState
            heading={t(`${kind}.title`)}
            image={picture}
            action={
              notFound
                ? { content: t("error.not_found.home"), url: "/app" }
                : { content: t("error.retry"), onAction: () => window.location.reload() }
            }
          >
            <p>{t(`${kind}.body`)}</p>
          </EmptyState>
        </Layout.Section>
      </Layout>
    </Page>
  );
}

import { Banner, BlockStack } from "@shopify/polaris";
import type { SyncTrouble } from "../../sync/status/read-sync-view.ts";
import { useLocale } from "../locale.tsx";

export interface TroubleBannersProps {
  readonly troubles: readonly SyncTrouble[];
  /** Tries again, or leads to where that can be done. */
  readonly action: { readonly onAction: () => void; readonly loading: boolean } | { readonly url: string };
}

/** What keeps the app from following the shop, since when, and what helps. */
export function TroubleBanners({ troubles, action }: TroubleBannersProps) {
  const { t, format } = useLocale();
  return troubles.map(({ kind, since, nextTryAt, failure, detail }) => {
    const values = { since: format.instant(since), next: format.instant(nextTryAt), detail };
    return (
      <Banner
        key={kind}
        tone={kind === "stuck" ? "warning" : "critical"}
        title={t(`sync.trouble.${kind}.title`)}
        action={
          "url" in action
            ? { content: t("sync.trouble.details"), url: action.url }
            : { content: t("sync.failed.retry"), ...action }
        }
      >
        <BlockStack gap="100">
          <p>{t(`sync.trouble.${kind}.body`, values)}</p>
          <p>{t(`sync.trouble.${kind}.remedy`, values)}</p>
          {failure && (
            <p>
              {t("sync.trouble.stuck.failure", {
                failure: t(`sync.stopped.${failure.kind}`, { code: failure.code }),
              })}
            </p>
          )}
          {detail !== "" && (kind === "stuck" || kind === "scope_withdrawn") && (
            <p>{t(`sync.trouble.${kind}.detail`, values)}</p>
          )}
        </BlockStack>
      </Banner>
    );
  });
}

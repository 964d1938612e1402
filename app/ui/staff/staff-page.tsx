import { Banner, BlockStack, Page } from "@shopify/polaris";
import type { StaffAct, StaffChange, StaffView } from "../../exports/staff.ts";
import { useLocale } from "../locale.tsx";
import { KeptCard, LimitCard } from "./limit-card.tsx";

const acts = ["export", "connect"] as const satisfies readonly StaffAct[];

export interface StaffPageProps {
  readonly view: StaffView;
  /** Of which the answer is waited for. */
  readonly saving: StaffAct | null;
  /** Why the last change was not stored. */
  readonly failure: "not_allowed" | "unusable" | null;
  readonly onSave: (change: StaffChange) => void;
}

/** Who of the staff may take customers out of the app. */
export function StaffPage({ view, saving, failure, onSave }: StaffPageProps) {
  const { t } = useLocale();
  return (
    <Page
      title={t("staff.title")}
      subtitle={t("staff.subtitle")}
      backAction={{ content: t("settings.title"), url: "/app/settings" }}
    >
      <BlockStack gap="400">
        {failure && <Banner tone="critical">{t(`staff.failed.${failure}`)}</Banner>}
        {acts.map((act) =>
          view.limits[act].mayChange ? (
            <LimitCard
              // What was stored is where the next change begins.
              key={`${act} ${view.limits[act].staffIds?.join() ?? "everybody"}`}
              act={act}
              view={view}
              isSaving={saving === act}
              onSave={onSave}
            />
          ) : (
            <KeptCard key={act} act={act} view={view} />
          ),
        )}
      </BlockStack>
    </Page>
  );
}

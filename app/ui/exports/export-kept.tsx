import { Banner, Link } from "@shopify/polaris";
import { useLocale } from "../locale.tsx";
import { useStaffRights } from "../staff/staff-rights.ts";

/** Why there is no button to export, for whoever may not. */
export function ExportKept() {
  const { t } = useLocale();
  if (useStaffRights().mayExport) return null;
  return (
    <Banner tone="info">
      <p>
        {t("staff.kept.export")} <Link url="/app/settings/staff">{t("staff.kept.see")}</Link>
      </p>
    </Banner>
  );
}

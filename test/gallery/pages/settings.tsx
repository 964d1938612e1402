import type { AllSettings } from "../../../app/ui/settings/settings-form.ts";
import { SettingsPage } from "../../../app/ui/settings/settings-page.tsx";
import type { GalleryPage } from "../registry.ts";
import { settingsViews } from "../views/settings.ts";

const draw =
  (view: AllSettings, failed = false) =>
  () => <SettingsPage view={view} failed={failed} saving={false} onSave={() => {}} />;

export const page: GalleryPage = {
  name: "settings",
  path: "/app/settings",
  states: {
    full: draw(settingsViews.full),
    with_margin: draw(settingsViews.with_margin),
    recomputing: draw(settingsViews.recomputing),
    failed: draw(settingsViews.full, true),
  },
};

import { WizardPage, type WizardPageProps } from "../../../app/ui/destinations/wizard-page.tsx";
import type { GalleryPage } from "../registry.ts";
import { atStep, audienceLists, dryRun, nobodyInDryRun, wizard } from "../views/connecting.ts";

const drawn =
  (step: string, more: Partial<WizardPageProps> = {}) =>
  () => <WizardPage {...wizard} at={atStep(step)} {...more} />;
const first = { at: atStep("tool", {}), connected: [] };
const refused = (reason: string, words: string | null = null) => ({ reason, words });

export const page: GalleryPage = {
  name: "connecting",
  path: "/app/destinations/new",
  states: {
    full: drawn("check"),
    tool: drawn("tool", first),
    tool_connected: drawn("tool"),
    tool_checking: drawn("tool", { ...first, connecting: { ...wizard.connecting, busy: true } }),
    list: drawn("list"),
    list_loading: drawn("list", { lists: { state: "loading" } }),
    list_none: drawn("list", { lists: { state: "known", lists: [] } }),
    list_audiences: drawn("list", {
      at: atStep("list", { destination: "018f3c6e-0000-7000-8000-000000000002" }),
      lists: { state: "known", lists: audienceLists },
    }),
    list_failed: drawn("list", {
      lists: { state: "failed", refusal: refused("key_refused", "Invalid API key") },
    }),
    list_not_made: drawn("list", {
      lists: { state: "known", lists: [] },
      making: { ...wizard.making, refusal: refused("name_taken") },
    }),
    fields: drawn("fields"),
    fields_only_address: drawn("fields", {
      at: { ...atStep("fields"), fields: [] },
    }),
    fields_mailchimp: drawn("fields", {
      at: { ...atStep("fields"), destinationId: "018f3c6e-0000-7000-8000-000000000002" },
    }),
    share: drawn("share"),
    share_counting: drawn("share", { basis: null }),
    check_loading: drawn("check", { dryRun: { state: "loading" } }),
    check_partial: drawn("check", {
      dryRun: { state: "known", preview: { ...dryRun, lookedUp: 500, others: null } },
    }),
    check_nobody: drawn("check", { dryRun: { state: "known", preview: nobodyInDryRun } }),
    check_failed: drawn("check", {
      dryRun: { state: "failed", refusal: refused("tool_unavailable") },
    }),
    check_refused: drawn("check", {
      starting: { ...wizard.starting, refusal: refused("list_taken") },
    }),
    check_starting: drawn("check", { starting: { ...wizard.starting, busy: true } }),
  },
};

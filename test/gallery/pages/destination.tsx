import { type DestinationActs, DestinationPage } from "../../../app/ui/destinations/destination-page.tsx";
import { EndDialog } from "../../../app/ui/destinations/end-dialog.tsx";
import type { GalleryPage } from "../registry.ts";
import { destinationPages } from "../views/destinations.ts";

const ignore = () => {};
const acts: DestinationActs = {
  ...{ busy: null, refused: null, keysTaken: 0 },
  ...{ onPause: ignore, onResume: ignore, onReplaceKey: ignore, onDisconnect: ignore },
};
const drawn =
  (state: keyof typeof destinationPages, more: Partial<DestinationActs> = {}) =>
  () => <DestinationPage destination={destinationPages[state]} acts={{ ...acts, ...more }} />;

export const page: GalleryPage = {
  name: "destination",
  path: "/app/destinations/018f3c6e-0000-7000-8000-000000000001",
  states: {
    full: drawn("full"),
    empty: drawn("empty"),
    key_refused: drawn("keyRefused"),
    key_checking: drawn("keyRefused", { busy: "replace_key" }),
    key_refused_again: drawn("keyRefused", {
      refused: { act: "replace_key", refusal: { reason: "other_account", words: null } },
    }),
    key_unreadable: drawn("keyUnreadable"),
    paused: drawn("paused"),
    not_allowed: drawn("full", {
      refused: { act: "pause", refusal: { reason: "not_allowed", words: null } },
    }),
    erasures_failed: drawn("erasuresFailed"),
    disconnect: () => (
      <>
        {drawn("full")()}
        <EndDialog
          kind="disconnect"
          tool="Klaviyo"
          list=""
          people={2_762}
          onClose={ignore}
          onConfirm={ignore}
        />
      </>
    ),
    disconnecting: drawn("disconnecting"),
    disconnected: drawn("disconnected"),
  },
};

import type { SyncView } from "../../../app/sync/status/read-sync-view.ts";
import { SyncPage } from "../../../app/ui/sync/sync-page.tsx";
import type { GalleryPage } from "../registry.ts";
import { namedOrders, noNamedOrders } from "../views/notable-orders.ts";
import { syncViews } from "../views/sync.ts";

const draw =
  (view: SyncView, notable = noNamedOrders) =>
  () => <SyncPage view={view} notable={notable} starting={false} onStart={() => {}} />;

export const page: GalleryPage = {
  name: "sync",
  path: "/app/sync",
  states: {
    never: draw(syncViews.never),
    waiting: draw(syncViews.waiting),
    syncing: draw(syncViews.syncing),
    valuing: draw(syncViews.valuing),
    current: draw(syncViews.current, namedOrders),
    clean: draw(syncViews.clean),
    given_up: draw(syncViews.given_up),
    failed: draw(syncViews.failed),
    unusable: draw(syncViews.unusable),
    not_answering: draw(syncViews.not_answering),
    not_answering_first: draw(syncViews.not_answering_first),
    tokens_refused: draw(syncViews.tokens_refused),
    scope_withdrawn: draw(syncViews.scope_withdrawn),
    stuck: draw(syncViews.stuck),
    refused_query: draw(syncViews.refused_query),
    stuck_first: draw(syncViews.stuck_first),
    uninstalled: draw(syncViews.uninstalled),
  },
};

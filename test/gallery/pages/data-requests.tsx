import { DataRequestsPage } from "../../../app/ui/privacy/data-requests-page.tsx";
import type { GalleryPage } from "../registry.ts";
import { dataRequests } from "../views/data-requests.ts";

const drawn = (state: keyof typeof dataRequests) => () => (
  <DataRequestsPage view={dataRequests[state]} saving={false} onMark={() => {}} />
);

export const page: GalleryPage = {
  name: "data-requests",
  path: "/app/data-requests",
  states: {
    empty: drawn("empty"),
    open: drawn("open"),
    overdue: drawn("overdue"),
    done: drawn("done"),
    to_remove: drawn("toRemove"),
    removed: drawn("removed"),
  },
};

import { useState } from "react";
import type { DataRequest } from "../../../app/sync/privacy/data-requests.ts";
import { DataRequestsPage } from "../../../app/ui/privacy/data-requests-page.tsx";
import type { GalleryPage } from "../registry.ts";
import { dataRequests } from "../views/data-requests.ts";

const drawn = (state: keyof typeof dataRequests) => () => (
  <DataRequestsPage view={dataRequests[state]} saving={false} onMark={() => {}} onChoose={() => {}} />
);

/** What is marked as removed is shown so, as after the answer of the server. */
function Marked({ requests }: { readonly requests: readonly DataRequest[] }) {
  const [removed, setRemoved] = useState<readonly string[]>([]);
  const isMarked = ({ requestId }: DataRequest) => removed.includes(requestId);
  const mark = { state: "done", removedAt: "2026-03-31T12:00:00Z", removedBy: "84910273" } as const;
  return (
    <DataRequestsPage
      view={{ requests: requests.map((request) => (isMarked(request) ? { ...request, ...mark } : request)) }}
      saving={false}
      onMark={(requestId) => setRemoved([...removed, requestId])}
      onChoose={() => {}}
    />
  );
}

export const page: GalleryPage = {
  name: "data-requests",
  path: "/app/data-requests",
  states: {
    empty: drawn("empty"),
    open: drawn("open"),
    overdue: drawn("overdue"),
    done: drawn("done"),
    to_remove: () => <Marked requests={dataRequests.toRemove.requests} />,
    removed: drawn("removed"),
    unclear: drawn("unclear"),
  },
};

import { HomePage } from "../../../app/ui/home/home-page.tsx";
import { PageSkeleton } from "../../../app/ui/states/page-skeleton.tsx";
import { SingleReadingProvider } from "../../../app/ui/states/still-reading.tsx";
import type { GalleryPage } from "../registry.ts";
import {
  emptyHome,
  fullHome,
  learningHome,
  neverSyncedHome,
  syncingHome,
  troubledHome,
} from "../views/home.ts";
import { singleReading } from "../views/reading.ts";
import { syncViews } from "../views/sync.ts";

export const page: GalleryPage = {
  name: "home",
  path: "/app",
  states: {
    loading: () => <PageSkeleton title="Customer value" figures={6} />,
    never: () => <HomePage view={neverSyncedHome} sync={syncViews.never} />,
    syncing: () => <HomePage view={syncingHome} sync={syncViews.syncing} />,
    valuing: () => <HomePage view={syncingHome} sync={syncViews.valuing} />,
    failed: () => <HomePage view={syncingHome} sync={syncViews.failed} />,
    partial: () => <HomePage view={{ ...fullHome, syncing: true }} sync={syncViews.syncing} />,
    reading: () => (
      <SingleReadingProvider value={singleReading}>
        <HomePage view={fullHome} sync={syncViews.current} />
      </SingleReadingProvider>
    ),
    empty: () => <HomePage view={emptyHome} sync={syncViews.current} />,
    learning: () => <HomePage view={learningHome} sync={syncViews.current} />,
    troubled: () => <HomePage view={troubledHome} sync={syncViews.current} />,
    not_answering: () => <HomePage view={fullHome} sync={syncViews.not_answering} />,
    not_answering_first: () => <HomePage view={syncingHome} sync={syncViews.not_answering_first} />,
    tokens_refused: () => <HomePage view={fullHome} sync={syncViews.tokens_refused} />,
    full: () => <HomePage view={fullHome} sync={syncViews.current} />,
  },
};

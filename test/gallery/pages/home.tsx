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
    never: () => <HomePage view={neverSyncedHome} sync={syncViews.never} tools={null} />,
    syncing: () => <HomePage view={syncingHome} sync={syncViews.syncing} tools={null} />,
    valuing: () => <HomePage view={syncingHome} sync={syncViews.valuing} tools={null} />,
    failed: () => <HomePage view={syncingHome} sync={syncViews.failed} tools={null} />,
    partial: () => <HomePage view={{ ...fullHome, syncing: true }} sync={syncViews.syncing} tools={null} />,
    reading: () => (
      <SingleReadingProvider value={singleReading}>
        <HomePage view={fullHome} sync={syncViews.current} tools={null} />
      </SingleReadingProvider>
    ),
    empty: () => <HomePage view={emptyHome} sync={syncViews.current} tools={null} />,
    learning: () => <HomePage view={learningHome} sync={syncViews.current} tools={null} />,
    troubled: () => <HomePage view={troubledHome} sync={syncViews.current} tools={null} />,
    not_answering: () => <HomePage view={fullHome} sync={syncViews.not_answering} tools={null} />,
    not_answering_first: () => (
      <HomePage view={syncingHome} sync={syncViews.not_answering_first} tools={null} />
    ),
    tokens_refused: () => <HomePage view={fullHome} sync={syncViews.tokens_refused} tools={null} />,
    tools_held: () => (
      <HomePage view={fullHome} sync={syncViews.current} tools={{ keys: 0, held: 312, refused: 0 }} />
    ),
    tools: () => (
      <HomePage view={troubledHome} sync={syncViews.current} tools={{ keys: 1, held: 1, refused: 14 }} />
    ),
    full: () => <HomePage view={fullHome} sync={syncViews.current} tools={null} />,
  },
};

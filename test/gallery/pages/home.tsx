import type { BasisChoice } from "../../../app/ui/basis/basis-bar.tsx";
import { HomePage } from "../../../app/ui/home/home-page.tsx";
import { PageSkeleton } from "../../../app/ui/states/page-skeleton.tsx";
import { SingleReadingProvider } from "../../../app/ui/states/still-reading.tsx";
import type { GalleryPage } from "../registry.ts";
import {
  contributionHome,
  emptyHome,
  fullHome,
  learningHome,
  neverSyncedHome,
  syncingHome,
  troubledHome,
  unknownMarginHome,
} from "../views/home.ts";
import { singleReading } from "../views/reading.ts";
import { syncViews } from "../views/sync.ts";

const still: BasisChoice = { choosing: null, choose: () => {} };

export const page: GalleryPage = {
  name: "home",
  path: "/app",
  states: {
    loading: () => <PageSkeleton title="Customer value" figures={6} />,
    never: () => <HomePage view={neverSyncedHome} sync={syncViews.never} basisChoice={still} tools={null} />,
    syncing: () => <HomePage view={syncingHome} sync={syncViews.syncing} basisChoice={still} tools={null} />,
    valuing: () => <HomePage view={syncingHome} sync={syncViews.valuing} basisChoice={still} tools={null} />,
    failed: () => <HomePage view={syncingHome} sync={syncViews.failed} basisChoice={still} tools={null} />,
    partial: () => (
      <HomePage
        view={{ ...fullHome, syncing: true }}
        sync={syncViews.syncing}
        basisChoice={still}
        tools={null}
      />
    ),
    reading: () => (
      <SingleReadingProvider value={singleReading}>
        <HomePage view={fullHome} sync={syncViews.current} basisChoice={still} tools={null} />
      </SingleReadingProvider>
    ),
    empty: () => <HomePage view={emptyHome} sync={syncViews.current} basisChoice={still} tools={null} />,
    learning: () => (
      <HomePage view={learningHome} sync={syncViews.current} basisChoice={still} tools={null} />
    ),
    troubled: () => (
      <HomePage view={troubledHome} sync={syncViews.current} basisChoice={still} tools={null} />
    ),
    not_answering: () => (
      <HomePage view={fullHome} sync={syncViews.not_answering} basisChoice={still} tools={null} />
    ),
    not_answering_first: () => (
      <HomePage view={syncingHome} sync={syncViews.not_answering_first} basisChoice={still} tools={null} />
    ),
    tokens_refused: () => (
      <HomePage view={fullHome} sync={syncViews.tokens_refused} basisChoice={still} tools={null} />
    ),
    tools_held: () => (
      <HomePage
        view={fullHome}
        sync={syncViews.current}
        basisChoice={still}
        tools={{ keys: 0, held: 312, refused: 0 }}
      />
    ),
    tools: () => (
      <HomePage
        view={troubledHome}
        sync={syncViews.current}
        basisChoice={still}
        tools={{ keys: 1, held: 1, refused: 14 }}
      />
    ),
    contribution: () => (
      <HomePage view={contributionHome} sync={syncViews.current} basisChoice={still} tools={null} />
    ),
    margin_unknown: () => (
      <HomePage view={unknownMarginHome} sync={syncViews.current} basisChoice={still} tools={null} />
    ),
    full: () => <HomePage view={fullHome} sync={syncViews.current} basisChoice={still} tools={null} />,
  },
};

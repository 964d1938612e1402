import type { ListResult } from "../../../app/destinations/result.ts";
import { BrakeDialog } from "../../../app/ui/destinations/brake-banner.tsx";
import { EndDialog } from "../../../app/ui/destinations/end-dialog.tsx";
import { type ListActs, ListPage } from "../../../app/ui/destinations/list-page.tsx";
import type { GalleryPage } from "../registry.ts";
import { keptLists, nobodyRefused, refusedPeople } from "../views/destinations.ts";
import { listResults } from "../views/list-results.ts";

const ignore = () => {};
const acts: ListActs = {
  ...{ busy: null, refusal: null },
  ...{ onAct: ignore, onConfirmBrake: ignore, onEnd: ignore },
};
const drawn =
  (
    state: keyof typeof keptLists,
    more: Partial<ListActs> = {},
    refused = nobodyRefused,
    result: ListResult | null = listResults.not_begun,
  ) =>
  () => <ListPage list={keptLists[state]} {...{ refused, result }} page={0} acts={{ ...acts, ...more }} />;
const brought = (result: keyof typeof listResults, state: keyof typeof keptLists = "full") =>
  drawn(state, {}, nobodyRefused, listResults[result]);

export const page: GalleryPage = {
  name: "kept-list",
  path: "/app/destinations/018f3c6e-0000-7000-8000-000000000001/lists/018f3c6e-0000-7000-8000-000000000011",
  states: {
    full: brought("more"),
    no_difference: brought("no_difference"),
    less: brought("less", "ended"),
    too_early: brought("too_early"),
    split_broken: brought("split_broken"),
    gathering: brought("gathering"),
    no_lot: brought("no_lot"),
    over: brought("over"),
    reading_result: drawn("full", {}, nobodyRefused, null),
    just_started: drawn("justStarted"),
    first: drawn("first"),
    comparing: drawn("comparing"),
    nobody: drawn("nobody"),
    refused: drawn("refused", {}, refusedPeople),
    refused_later: () => (
      <ListPage
        list={keptLists.refused}
        refused={{ ...refusedPeople, people: refusedPeople.people.slice(0, 1), nextPage: null }}
        page={1}
        result={listResults.not_begun}
        acts={{ ...acts, busy: "retry" }}
      />
    ),
    brake: drawn("brake"),
    brake_dialog: () => (
      <>
        {drawn("brake")()}
        <BrakeDialog
          list={keptLists.brake}
          brake={keptLists.brake.brake}
          onClose={ignore}
          onConfirm={ignore}
        />
      </>
    ),
    key_refused: drawn("keyRefused"),
    unavailable: drawn("unavailable"),
    tool_refused: drawn("toolRefused"),
    list_gone: drawn("listGone"),
    unsettled: drawn("unsettled"),
    paused: drawn("paused"),
    paused_above: drawn("pausedAbove"),
    not_allowed: drawn("full", { refusal: { reason: "not_allowed", words: null } }),
    end: () => (
      <>
        {drawn("full")()}
        <EndDialog kind="end" tool="Klaviyo" list="VIP" people={1_204} onClose={ignore} onConfirm={ignore} />
      </>
    ),
    ending: drawn("ending"),
    ended: drawn("ended"),
    emptied: drawn("emptied"),
  },
};

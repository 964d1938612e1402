import type { SavedCalculation } from "../../../app/acquisition/saved-calculations.ts";
import type { ReadAddress } from "../../../app/ui/acquisition/calculator-address.ts";
import { CalculatorPage } from "../../../app/ui/acquisition/calculator-page.tsx";
import type { OwnFiguresView } from "../../../app/valuation/pages/own-figures.ts";
import type { GalleryPage } from "../registry.ts";
import { addresses, learningView, noView, ownView, savedCalculations } from "../views/calculator.ts";

const draw =
  (view: OwnFiguresView, address: ReadAddress, saved: readonly SavedCalculation[] = []) =>
  () => (
    <CalculatorPage
      view={view}
      address={address}
      saved={saved}
      openedName={saved[1]?.name ?? null}
      onOpen={() => {}}
    />
  );

export const page: GalleryPage = {
  name: "calculator",
  path: "/app/acquisition/calculator",
  states: {
    full: draw(ownView, addresses.plain),
    own: draw(ownView, addresses.own),
    unfilled: draw(ownView, addresses.unfilled),
    empty: draw(noView, addresses.plain),
    learning: draw(learningView, addresses.what_if),
    bad_input: draw(ownView, addresses.wrong),
    nobody_buys: draw(ownView, addresses.nobody),
    loss: draw(ownView, addresses.loss),
    bad_address: draw(ownView, addresses.unreadable),
    saved: draw(ownView, addresses.own, savedCalculations),
    what_if: draw(noView, addresses.what_if),
    what_if_own: draw(ownView, addresses.what_if_own),
    what_if_two_firms: draw(ownView, addresses.two_firms),
    what_if_bad_input: draw(ownView, addresses.what_if_wrong),
  },
};

import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { hasBrowser, inspectState, launchBrowser, openDutchPhone, openScreens } from "./inspect.ts";
import { type Gallery, pageFiles, startGallery } from "./start.ts";

/** States that are looked at together, on a desktop and a phone each: one alone leaves a processor waiting for the browser. */
const LANES = 3;

describe.skipIf(!hasBrowser)("every page in every state", () => {
  let gallery: Gallery;
  let browser: Browser;
  let screens: Awaited<ReturnType<typeof openScreens>>;
  let dutch: Awaited<ReturnType<typeof openDutchPhone>>;

  beforeAll(async () => {
    [gallery, browser] = await Promise.all([startGallery(), launchBrowser()]);
    [screens, dutch] = await Promise.all([openScreens(browser), openDutchPhone(browser)]);
  });

  afterAll(async () => {
    await browser?.close();
    await gallery?.close();
  });

  test.each(pageFiles().map((file, at) => ({ file, at })))(
    "$file is drawn on desktop and phone, in English and Dutch, without console errors, sideways scroll, words cut off or accessibility violations",
    async ({ at }) => {
      const page = gallery.pages[at];
      if (!page) throw new Error("the gallery did not build this page");
      const faults: Record<string, string[]> = {};
      const waiting = page.states.values();
      const inspectWaiting = async () => {
        for (const state of waiting) {
          // The rules of accessibility see one state of each page in Dutch: colours and structure are those of the English page.
          const axe = state === (page.states.includes("full") ? "full" : page.states[0]);
          const found = [
            ...(await inspectState(screens, gallery, page.name, state)),
            ...(await inspectState(dutch, gallery, page.name, state, { axe })),
          ];
          if (found.length > 0) faults[state] = found;
        }
      };
      await Promise.all(Array.from({ length: LANES }, inspectWaiting));
      expect(page.states.length).toBeGreaterThan(0);
      expect(faults).toEqual({});
    },
  );
});

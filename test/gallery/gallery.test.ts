import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import { hasBrowser, inspectState, launchBrowser, openTab, patientContext, type Tab } from "./inspect.ts";
import { pageFiles } from "./start.ts";

/** States that are looked at together: one alone leaves a processor waiting for the browser. */
const LANES = 3;

interface Lane {
  readonly english: Tab;
  /** What a Dutch merchant sees where there is least room for long words. */
  readonly dutchPhone: Tab;
}

describe.skipIf(!hasBrowser)("every page in every state", () => {
  const gallery = inject("gallery");
  let browser: Browser;
  let lanes: readonly Lane[];

  beforeAll(async () => {
    browser = await launchBrowser();
    const context = await patientContext(browser);
    lanes = await Promise.all(
      Array.from({ length: LANES }, async () => ({
        english: await openTab(context, "en"),
        dutchPhone: await openTab(context, "nl", ["phone"]),
      })),
    );
  });

  afterAll(() => browser?.close());

  test.each(pageFiles().map((file, at) => ({ file, at })))(
    "$file is drawn on desktop and phone, in English and Dutch, without console errors, sideways scroll, words cut off or accessibility violations",
    async ({ at }) => {
      const page = gallery.pages[at];
      if (!page) throw new Error("the gallery did not build this page");
      // The contrast of colours on a phone is that of the desktop; one state of each page is looked at for itself.
      const example = page.states.includes("full") ? "full" : page.states[0];
      const faults: Record<string, string[]> = {};
      const waiting = page.states.values();
      const inspectWaiting = async ({ english, dutchPhone }: Lane) => {
        for (const state of waiting) {
          const shown = { page: page.name, state };
          const found = [
            ...(await inspectState(english, gallery, shown, { axe: "all" })),
            ...(await inspectState(dutchPhone, gallery, shown, { axe: state === example ? "all" : "none" })),
          ];
          if (found.length > 0) faults[state] = found;
        }
      };
      await Promise.all(lanes.map(inspectWaiting));
      expect(page.states.length).toBeGreaterThan(0);
      expect(faults).toEqual({});
    },
  );
});

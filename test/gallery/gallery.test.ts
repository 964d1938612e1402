import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { hasBrowser, inspectState, launchBrowser, openScreens } from "./inspect.ts";
import { type Gallery, startGallery } from "./start.ts";

/** States that are looked at together, on a desktop and a phone each: one alone leaves a processor waiting for the browser. */
const LANES = 3;

describe.skipIf(!hasBrowser)("every page in every state", () => {
  let gallery: Gallery;
  let browser: Browser;

  beforeAll(async () => {
    [gallery, browser] = await Promise.all([startGallery(), launchBrowser()]);
  });

  afterAll(async () => {
    await browser?.close();
    await gallery?.close();
  });

  test("is drawn on desktop and phone without console errors, sideways scroll or accessibility violations", {
    timeout: 600_000,
  }, async () => {
    const screens = await openScreens(browser);
    const faults: Record<string, string[]> = {};
    const shown = gallery.pages.flatMap(({ name, states }) => states.map((state) => ({ name, state })));
    const waiting = shown.values();
    const inspectWaiting = async () => {
      for (const { name, state } of waiting) {
        const found = await inspectState(screens, gallery, name, state);
        if (found.length > 0) faults[`${name} ${state}`] = found;
      }
    };
    await Promise.all(Array.from({ length: LANES }, inspectWaiting));
    expect(shown.length).toBeGreaterThan(0);
    expect(faults).toEqual({});
  });
});

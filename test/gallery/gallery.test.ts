import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { hasBrowser, inspectState, launchBrowser, openScreens } from "./inspect.ts";
import { type Gallery, startGallery } from "./start.ts";

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

  test("is drawn on desktop and phone without console errors, sideways scroll or accessibility violations", async () => {
    const screens = await openScreens(browser);
    const faults: Record<string, string[]> = {};
    for (const { name, states } of gallery.pages) {
      for (const state of states) {
        const found = await inspectState(screens, gallery, name, state);
        if (found.length > 0) faults[`${name} ${state}`] = found;
      }
    }
    expect(gallery.pages.length).toBeGreaterThan(0);
    expect(faults).toEqual({});
  });
});

import type { Frame, Locator } from "playwright-core";

/** What an interaction was like: how far it moved what stood on the page, and the slowest answer to a touch. */
export interface Felt {
  /**
   * Sum of all layout shifts. Browsers leave out those within 500 ms of an input, which says how fast the machine is: on a slow one the same
   * move counts.
   */
  readonly cls: number;
  /** The texts that moved. */
  readonly moved: readonly string[];
  /** From a touch or key to the next picture; null where each took less than 16 ms. */
  readonly inpMs: number | null;
}

interface Notes {
  cls: number;
  moved: string[];
  slowestMs: number;
  read(): void;
}

declare global {
  interface Window {
    interactionNotes?: Notes;
  }
}

/** A click as a hand makes it: the one of a locator looks up in the middle of it what is under the pointer, and is slow by that. */
export async function press(target: Locator): Promise<void> {
  await target.scrollIntoViewIfNeeded();
  const box = await target.boundingBox();
  if (!box) throw new Error("there is nothing to press");
  await target.page().mouse.click(box.x + box.width / 2, box.y + box.height / 2);
}

async function painted(frame: Frame, frames: number): Promise<void> {
  await frame.evaluate(async (frames) => {
    for (let frame = 0; frame < frames; frame++) await new Promise(requestAnimationFrame);
  }, frames);
}

/**
 * Does something on a page of the app, which stays the same document, and waits until what it began is `seen` and has been painted. Nothing
 * is looked for before the first picture: that would hold it up.
 */
export async function felt(
  frame: Frame,
  act: () => Promise<unknown>,
  seen: () => Promise<unknown> = async () => {},
): Promise<Felt> {
  await frame.evaluate(() => {
    const note = (entries: PerformanceEntry[]) => {
      for (const entry of entries) {
        if ("hadRecentInput" in entry && "value" in entry) {
          notes.cls += Number(entry.value);
          const { sources = [] } = entry as unknown as { sources?: { node: Node | null }[] };
          notes.moved.push(...sources.map(({ node }) => node?.textContent?.slice(0, 40) ?? ""));
        }
        if ("interactionId" in entry && entry.interactionId)
          notes.slowestMs = Math.max(notes.slowestMs, entry.duration);
      }
    };
    const watch = (init: PerformanceObserverInit & { durationThreshold?: number }) => {
      const observer = new PerformanceObserver((list) => note(list.getEntries()));
      observer.observe(init);
      return observer;
    };
    const shifts = watch({ type: "layout-shift" });
    const events = watch({ type: "event", durationThreshold: 16 });
    const notes: Notes = {
      cls: 0,
      moved: [],
      slowestMs: 0,
      read() {
        for (const observer of [shifts, events]) {
          note(observer.takeRecords());
          observer.disconnect();
        }
      },
    };
    window.interactionNotes = notes;
  });
  await act();
  await painted(frame, 2);
  await seen();
  // The last frame of an interaction is noted with the one after it.
  await painted(frame, 4);
  return frame.evaluate(() => {
    const notes = window.interactionNotes;
    notes?.read();
    const { cls = 0, moved = [], slowestMs = 0 } = notes ?? {};
    return { cls, moved, inpMs: slowestMs === 0 ? null : slowestMs };
  });
}

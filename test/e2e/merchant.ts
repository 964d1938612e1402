import type { Browser, Frame, FrameLocator, Locator, Page } from "playwright-core";
import { openPage } from "../shopify/admin/stage.ts";
import type { Stack } from "./stack.ts";

/** A merchant at a browser: the admin's page, the app in its frame, and what the console has complained of. */
export interface Merchant {
  readonly page: Page;
  readonly app: FrameLocator;
  readonly complaints: string[];
  /** Opens a page of the admin, such as `/customers/12`. */
  goTo(path: string): Promise<void>;
  /** Opens a page of the app in the admin, such as `/app/segments`, and waits for its heading. */
  openApp(path: string, heading: string): Promise<void>;
  /** Follows an entry of the app's navigation in the admin. */
  follow(entry: string, heading: string): Promise<void>;
  /** The heading of the app's page. */
  heading(name: string): Locator;
  /** The number that stands under a figure's name. */
  figure(name: string): Promise<string>;
  /** Reads the page again, and waits until it answers. */
  reload(heading: string): Promise<void>;
  /** Waits until nothing that the app works on can move a figure any more, such as orders that are read singly, and reads the page again. */
  figuresSettled(heading: string): Promise<void>;
}

/** React has taken the document over: a click before that is lost. */
export async function hydrated(frame: Frame): Promise<void> {
  await frame.waitForFunction(() => Object.keys(document).some((key) => key.startsWith("__react")));
}

export async function openMerchant(browser: Browser, stack: Stack, width = 1280): Promise<Merchant> {
  const { page, complaints } = await openPage(browser, { width });
  const app = page.frameLocator("#app-frame");
  const heading = (name: string) => app.getByRole("heading", { name, exact: true, level: 1 });
  const loaded = async (name: string) => {
    await heading(name).waitFor();
    const frame = await (await page.locator("#app-frame").elementHandle())?.contentFrame();
    if (frame) await hydrated(frame);
  };
  return {
    page,
    app,
    complaints,
    heading,
    async goTo(path) {
      await page.goto(stack.admin(path));
    },
    async openApp(path, name) {
      await page.goto(stack.admin(`/apps/klantwaarde${path}`));
      await loaded(name);
    },
    async follow(entry, name) {
      await page.locator("#app-nav").getByRole("link", { name: entry, exact: true }).click();
      await heading(name).waitFor();
    },
    async figure(name) {
      const label = app.getByRole("heading", { name, exact: true, level: 3 });
      return (await label.locator("xpath=following::p[1]").textContent()) ?? "";
    },
    async reload(name) {
      await page.reload();
      await loaded(name);
    },
    async figuresSettled(name) {
      await stack.shop.deliveriesSettled();
      await stack.runtime.jobs.settled();
      await page.reload();
      await loaded(name);
    },
  };
}

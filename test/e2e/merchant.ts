import type { Browser, FrameLocator, Locator, Page } from "playwright-core";
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
  /** Waits until nothing that the app works on can move a figure any more, such as orders that are read singly, and reads the page again. */
  figuresSettled(heading: string): Promise<void>;
}

export async function openMerchant(browser: Browser, stack: Stack, width = 1280): Promise<Merchant> {
  const { page, complaints } = await openPage(browser, { width });
  const app = page.frameLocator("#app-frame");
  const heading = (name: string) => app.getByRole("heading", { name, exact: true, level: 1 });
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
      await heading(name).waitFor();
    },
    async follow(entry, name) {
      await page.locator("#app-nav").getByRole("link", { name: entry, exact: true }).click();
      await heading(name).waitFor();
    },
    async figure(name) {
      const label = app.getByRole("heading", { name, exact: true, level: 3 });
      return (await label.locator("xpath=following::p[1]").textContent()) ?? "";
    },
    async figuresSettled(name) {
      await stack.shop.deliveriesSettled();
      await stack.runtime.jobs.settled();
      await page.reload();
      await heading(name).waitFor();
    },
  };
}

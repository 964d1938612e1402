import { existsSync } from "node:fs";
import { mkdir } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { type Browser, type BrowserContext, chromium, type Page } from "playwright-core";
import { violationsOf } from "../setup/accessibility.ts";
import type { Gallery } from "./start.ts";

const executablePath = process.env.CHROMIUM_PATH ?? "/usr/bin/chromium";
export const hasBrowser = existsSync(executablePath);
const pictures = fileURLToPath(new URL("../e2e/screenshots/gallery/", import.meta.url));

const SCREENS = {
  desktop: { width: 1280, height: 900 },
  phone: { width: 390, height: 844 },
} as const;
type ScreenName = keyof typeof SCREENS;

export function launchBrowser(): Promise<Browser> {
  return chromium.launch({
    executablePath,
    args: [
      "--no-sandbox",
      "--disable-gpu",
      "--disable-quic",
      "--no-first-run",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
    ],
  });
}

/** A slow machine takes as long as it takes. */
export async function patientContext(
  browser: Browser,
  options?: Parameters<Browser["newContext"]>[0],
): Promise<BrowserContext> {
  const context = await browser.newContext(options);
  context.setDefaultTimeout(120_000);
  return context;
}

/** The page answers once the browser has taken it over from the server, and only then has it warned of what differs. */
export async function taken(tab: Page): Promise<void> {
  await tab.waitForFunction(() => document.documentElement.dataset.hydrated === "true");
}

/** A tab of the browser that shows one state after the other, each on every screen. */
export interface Tab {
  readonly page: Page;
  readonly locale: string;
  readonly screens: readonly [ScreenName, ...ScreenName[]];
  /** What the console has said since the last state. */
  readonly noise: string[];
  /** Whether the next state may be shown in the document that is open. */
  loaded: boolean;
}

/** Kept open, and in one context, so that the browser fetches and compiles the pages' code once. */
export async function openTab(
  context: BrowserContext,
  locale: string,
  screens: Tab["screens"] = ["desktop", "phone"],
): Promise<Tab> {
  const page = await context.newPage();
  const noise: string[] = [];
  page.on("console", (message) => {
    if (message.type() === "error" || message.type() === "warning") noise.push(message.text());
  });
  page.on("pageerror", (error) => noise.push(error.message));
  return { page, locale, screens, noise, loaded: false };
}

export interface Looking {
  /** All rules of accessibility, all but the contrast of colours, or none. */
  readonly axe: "all" | "structure" | "none";
  /** Whether a picture of each screen is saved. */
  readonly pictures?: boolean;
}

/**
 * Opens one state of one page, and makes the window as wide as each of the tab's screens.
 * @returns what is wrong with it, in words: console errors, page scroll sideways, words cut off, accessibility.
 */
export async function inspectState(
  shown: Tab,
  gallery: Pick<Gallery, "origin">,
  { page, state }: { readonly page: string; readonly state: string },
  { axe, pictures: saved = false }: Looking,
): Promise<string[]> {
  const { page: tab, locale, screens, noise } = shown;
  const [first, ...others] = screens;
  await tab.setViewportSize(SCREENS[first]);
  const address = `/?page=${page}&state=${state}&locale=${locale}`;
  if (shown.loaded) await tab.evaluate((next) => window.showState(next), address);
  else await tab.goto(`${gallery.origin}${address}`, { waitUntil: "load" });
  await taken(tab);
  await tab.evaluate(() => document.fonts.ready);
  const found: string[] = [];
  const look = async (screen: ScreenName, rules: Looking["axe"]) => {
    const faults = await faultsOf(tab, rules);
    found.push(...faults.map((fault) => `${screen} in ${locale}: ${fault}`));
    if (!saved) return;
    await mkdir(pictures, { recursive: true });
    const path = `${pictures}${page}-${state}-${screen}${locale === "en" ? "" : `-${locale}`}.png`;
    await tab.screenshot({ path, fullPage: true, animations: "disabled" });
  };
  await look(first, axe);
  for (const screen of others) {
    await tab.setViewportSize(SCREENS[screen]);
    await tab.evaluate(painted);
    await look(screen, axe === "all" ? "structure" : axe);
  }
  const said = noise.splice(0);
  // React gives each of its warnings once in a document.
  shown.loaded = said.length === 0;
  return [...found, ...said.map((text) => `console: ${text}`)];
}

async function faultsOf(tab: Page, axe: Looking["axe"]): Promise<string[]> {
  const faults: string[] = [];
  const { overflow, clipped } = await tab.evaluate(measured);
  if (overflow > 0) faults.push(`the page scrolls sideways by ${overflow} pixels`);
  for (const text of clipped) faults.push(`"${text}" is cut off`);
  if (axe !== "none") faults.push(...(await violationsOf(tab, { colors: axe === "all" })));
  return faults;
}

/** In the page: what listens to the window's width has drawn again. */
async function painted(): Promise<void> {
  for (let frames = 0; frames < 3; frames++) await new Promise(requestAnimationFrame);
}

/**
 * In the page: by how much it scrolls sideways, and what stands on buttons, badges and tabs without room for all of it; Polaris lets an
 * icon take two pixels of the padding.
 */
function measured(): { overflow: number; clipped: string[] } {
  // What is chosen out of a list may have no room in its field, and then stands whole below it.
  const isBelow = (field: Element, text: string) =>
    (field.getAttribute("aria-describedby") ?? "")
      .split(" ")
      .some((id) => document.getElementById(id)?.textContent?.includes(text));
  const searched = [...document.querySelectorAll<HTMLInputElement>("input[role=combobox]")]
    .filter((input) => input.clientWidth > 0 && input.scrollWidth > input.clientWidth)
    .filter((input) => !isBelow(input, input.value))
    .map(({ value }) => value);
  // Polaris writes what is chosen into an element of its own, behind the select.
  const selected = [...document.querySelectorAll<HTMLSelectElement>(".Polaris-Select select")]
    .map((select) => ({ select, text: select.selectedOptions[0]?.text ?? "" }))
    .filter(({ select, text }) => {
      const shown = select.parentElement?.querySelector(".Polaris-Select__SelectedOption");
      if (!shown || shown.clientWidth === 0) return false;
      const all = document.createRange();
      all.selectNodeContents(shown);
      return (
        all.getBoundingClientRect().width > shown.getBoundingClientRect().width && !isBelow(select, text)
      );
    })
    .map(({ text }) => text);
  return {
    overflow: document.documentElement.scrollWidth - document.documentElement.clientWidth,
    clipped: [
      ...searched,
      ...selected,
      ...[...document.querySelectorAll("button, a.Polaris-Button, .Polaris-Badge, [role=tab]")]
        .filter((element) => element.clientWidth > 0 && element.scrollWidth > element.clientWidth + 2)
        .map((element) => element.textContent ?? ""),
    ],
  };
}

import { existsSync } from "node:fs";
import { mkdir } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { AxeBuilder } from "@axe-core/playwright";
import { type Browser, type BrowserContext, chromium, type Page } from "playwright-core";
import type { Gallery } from "./start.ts";

const executablePath = process.env.CHROMIUM_PATH ?? "/usr/bin/chromium";
export const hasBrowser = existsSync(executablePath);
export const pictures = fileURLToPath(new URL("../e2e/screenshots/gallery/", import.meta.url));

const DESKTOP = { name: "desktop", width: 1280, height: 900 } as const;
const PHONE = { name: "phone", width: 390, height: 844 } as const;

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

export interface Screen {
  readonly name: string;
  readonly locale: string;
  readonly context: BrowserContext;
}

/** A desktop and a phone, kept open so that the browser fetches and compiles the pages' code once. */
export function openScreens(browser: Browser, locale = "en"): Promise<Screen[]> {
  return open(browser, [
    { ...DESKTOP, locale },
    { ...PHONE, locale },
  ]);
}

/** What a Dutch merchant sees where there is least room for long words. */
export function openDutchPhone(browser: Browser): Promise<Screen[]> {
  return open(browser, [{ ...PHONE, locale: "nl" }]);
}

function open(
  browser: Browser,
  screens: readonly ((typeof DESKTOP | typeof PHONE) & { readonly locale: string })[],
): Promise<Screen[]> {
  return Promise.all(
    screens.map(async ({ name, locale, width, height }) => ({
      name,
      locale,
      context: await patientContext(browser, { viewport: { width, height }, locale }),
    })),
  );
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

interface Looking {
  readonly address: string;
  readonly picture: string;
  readonly axe: boolean;
}

async function inspectOn(
  { name, locale, context }: Screen,
  { address, picture, axe }: Looking,
): Promise<string[]> {
  const faults: string[] = [];
  const tab = await context.newPage();
  tab.on("console", (message) => {
    if (message.type() === "error" || message.type() === "warning") faults.push(`${name}: ${message.text()}`);
  });
  tab.on("pageerror", (error) => faults.push(`${name}: ${error.message}`));
  await tab.goto(address, { waitUntil: "load" });
  await taken(tab);
  await tab.evaluate(() => document.fonts.ready);
  const overflow = await tab.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  );
  if (overflow > 0) faults.push(`${name}: the page scrolls sideways by ${overflow} pixels`);
  await tab.screenshot({
    path: `${pictures}${picture}-${name}${locale === "en" ? "" : `-${locale}`}.png`,
    fullPage: true,
    animations: "disabled",
  });
  for (const text of await tab.evaluate(clippedTexts)) faults.push(`${name}: "${text}" is cut off`);
  if (!axe) {
    await tab.close();
    return faults;
  }
  // There are no frames, so axe need not put the answers of several together in a page of its own.
  const { violations } = await new AxeBuilder({ page: tab })
    .setLegacyMode(true)
    .withTags(["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"])
    .analyze();
  for (const { id, help, nodes } of violations) {
    faults.push(`${name}: ${id}: ${help}: ${nodes.map((node) => node.html.slice(0, 160)).join(" | ")}`);
  }
  await tab.close();
  return faults;
}

/** In the page: what stands on buttons, badges and tabs without room for all of it. */
function clippedTexts(): string[] {
  return [...document.querySelectorAll("button, a.Polaris-Button, .Polaris-Badge, [role=tab]")]
    .filter((element) => element.clientWidth > 0 && element.scrollWidth > element.clientWidth + 1)
    .map((element) => element.textContent ?? "");
}

/**
 * Opens one state of one page on each screen and saves a picture of each.
 * @returns what is wrong with it, in words: console errors, page scroll sideways, accessibility.
 */
export async function inspectState(
  opened: readonly Screen[],
  gallery: Gallery,
  page: string,
  state: string,
  { axe = true }: { readonly axe?: boolean } = {},
): Promise<string[]> {
  await mkdir(pictures, { recursive: true });
  const address = `${gallery.origin}/?page=${page}&state=${state}`;
  const faults = await Promise.all(
    opened.map((screen) =>
      inspectOn(screen, {
        address: `${address}&locale=${screen.locale}`,
        picture: `${page}-${state}`,
        axe,
      }),
    ),
  );
  return faults.flat();
}

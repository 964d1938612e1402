import { existsSync } from "node:fs";
import { mkdir } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { AxeBuilder } from "@axe-core/playwright";
import { type Browser, chromium } from "playwright-core";
import type { Gallery } from "./start.ts";

const executablePath = process.env.CHROMIUM_PATH ?? "/usr/bin/chromium";
export const hasBrowser = existsSync(executablePath);
export const pictures = fileURLToPath(new URL("../e2e/screenshots/gallery/", import.meta.url));

const screens = [
  { name: "desktop", width: 1280, height: 900 },
  { name: "phone", width: 390, height: 844 },
] as const;

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

/**
 * Opens one state of one page on a desktop and on a phone and saves a picture of each.
 * @returns what is wrong with it, in words: console errors, page scroll sideways, accessibility.
 */
export async function inspectState(
  browser: Browser,
  gallery: Gallery,
  page: string,
  state: string,
  locale = "en",
): Promise<string[]> {
  await mkdir(pictures, { recursive: true });
  const faults: string[] = [];
  for (const { name, width, height } of screens) {
    const context = await browser.newContext({ viewport: { width, height }, locale });
    const tab = await context.newPage();
    tab.on("console", (message) => {
      if (message.type() === "error" || message.type() === "warning")
        faults.push(`${name}: ${message.text()}`);
    });
    tab.on("pageerror", (error) => faults.push(`${name}: ${error.message}`));
    await tab.goto(`${gallery.origin}/?page=${page}&state=${state}&locale=${locale}`, { waitUntil: "load" });
    await tab.evaluate(() => document.fonts.ready);
    const overflow = await tab.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    );
    if (overflow > 0) faults.push(`${name}: the page scrolls sideways by ${overflow} pixels`);
    await tab.screenshot({
      path: `${pictures}${page}-${state}-${name}.png`,
      fullPage: true,
      animations: "disabled",
    });
    const { violations } = await new AxeBuilder({ page: tab })
      .withTags(["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"])
      .analyze();
    for (const { id, help, nodes } of violations) {
      faults.push(`${name}: ${id}: ${help}: ${nodes.map((node) => node.html.slice(0, 160)).join(" | ")}`);
    }
    await context.close();
  }
  return faults;
}

import axe from "axe-core";
import type { Frame, Page } from "playwright-core";

const STANDARD = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"];

/**
 * What is wrong by the WCAG 2.1, levels A and AA, in words. `colors: false` leaves out the contrast of colours: most of the work,
 * and the same wherever the same elements stand.
 */
export async function violationsOf(target: Page | Frame, { colors = true } = {}): Promise<string[]> {
  // By the browser's debugger: a page's policy lets no foreign script in.
  if (!(await target.evaluate(() => "axe" in window))) await target.evaluate(axe.source);
  const found = await target.evaluate(
    async (options) => (await window.axe.run(document, options)).violations,
    {
      resultTypes: ["violations" as const],
      // A frame is a page of its own, looked at for itself.
      iframes: false,
      runOnly: { type: "tag" as const, values: STANDARD },
      rules: { "color-contrast": { enabled: colors } },
    },
  );
  return found.map(
    ({ id, help, nodes }) =>
      `${id}: ${help}: ${nodes.map(({ html, target: [place] }) => `${place} ${html.slice(0, 160)}`).join(" | ")}`,
  );
}

declare global {
  interface Window {
    readonly axe: typeof axe;
  }
}

import type { Translate } from "../messages/catalogue.ts";

const WEEKS_A_MONTH = 365.25 / 12 / 7;
const WEEKS_A_YEAR = 365.25 / 7;

/** A length of time in the unit that people would say it in. `weeks` null is beyond ten years. */
export function durationText(
  weeks: number | null,
  t: Translate,
  beyond: "value" | "phrase" = "phrase",
): string {
  if (weeks === null) {
    return t(beyond === "value" ? "model.duration.beyond.value" : "model.duration.beyond");
  }
  if (weeks < 3) return t("model.duration.days", { n: Math.max(1, Math.round(weeks * 7)) });
  if (weeks < 14) return t("model.duration.weeks", { n: Math.round(weeks) });
  if (weeks < 2 * WEEKS_A_YEAR) return t("model.duration.months", { n: Math.round(weeks / WEEKS_A_MONTH) });
  return t("model.duration.years", { n: Math.round((weeks / WEEKS_A_YEAR) * 2) / 2 });
}

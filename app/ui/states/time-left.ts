import type { Translate } from "../messages/catalogue.ts";

/** "about 2 minutes left" */
export function timeLeft(seconds: number, t: Translate): string {
  if (seconds < 90) return t("left.seconds", { count: Math.max(1, Math.round(seconds)) });
  if (seconds < 5_400) return t("left.minutes", { count: Math.round(seconds / 60) });
  return t("left.hours", { count: Math.round(seconds / 3_600) });
}

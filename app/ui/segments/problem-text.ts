import type { SaveFailure } from "../../segments/stored.ts";
import type { RuleProblem } from "../../segments/stored-rule.ts";
import type { Translate } from "../messages/catalogue.ts";

/** Why a segment cannot be read, and what to do. */
export function problemText(problem: RuleProblem, t: Translate): string {
  switch (problem.code) {
    case "unknown_version":
      return t("segments.unreadable.unknown_version", { version: problem.version || "?" });
    case "unknown_fact":
      return t("segments.unreadable.unknown_fact", { fact: problem.fact });
    case "unreadable":
      return t("segments.unreadable.unreadable", { at: problem.at || "rule" });
  }
}

/** Why a change was not made, and what to do. */
export const failureText = (reason: SaveFailure["reason"], t: Translate): string =>
  t(`segments.failure.${reason}`);

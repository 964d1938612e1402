import type { SegmentName } from "../../segments/find.ts";
import type { RuleProblem } from "../../segments/stored-rule.ts";
import type { Translate } from "../messages/catalogue.ts";
import { segmentName } from "./segment-name.ts";
import type { ChangeFailure } from "./use-segment-change.ts";

/** What is the matter with a segment that is not counted. */
export function problemTitle(problem: RuleProblem, name: string, t: Translate): string {
  switch (problem.code) {
    case "cannot_be_counted":
      return t("segments.unreadable.cannot_be_counted.title", { name });
    case "took_too_long":
      return t("segments.unreadable.took_too_long.title", { name });
    case "uses_uncounted":
    case "uses_archived":
      return t("segments.unreadable.cannot_be_counted.title", { name });
    case "former_currency":
      return t("segments.unreadable.former_currency.title", { name });
    default:
      return t("segments.unreadable.title", { name });
  }
}

/** Why a segment is not counted, and what to do. */
export function problemText(problem: RuleProblem, t: Translate): string {
  switch (problem.code) {
    case "unknown_version":
      return t("segments.unreadable.unknown_version", { version: problem.version || "?" });
    case "unknown_fact":
      return t("segments.unreadable.unknown_fact", { fact: problem.fact });
    case "unreadable":
      return t("segments.unreadable.unreadable", { at: problem.at || "rule" });
    case "cannot_be_counted":
      return t("segments.unreadable.cannot_be_counted");
    case "took_too_long":
      return t("segments.unreadable.took_too_long");
    case "uses_uncounted": {
      const used = segmentName({ key: problem.key, name: problem.name } as SegmentName, t);
      return t("segments.unreadable.uses_uncounted", { used });
    }
    case "uses_archived":
      return t("segments.unreadable.uses_archived", { used: problem.name });
    case "former_currency":
      return t("segments.unreadable.former_currency", { currency: problem.currency });
  }
}

/** Why a change was not made, and what to do. */
export const failureText = ({ reason, by = [] }: ChangeFailure, t: Translate): string =>
  t(`segments.failure.${reason}`, { names: by.join(", ") });

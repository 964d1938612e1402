import type { ToolName } from "../../destinations/tool.ts";
import type { Translate } from "../messages/catalogue.ts";

type Known = "not_in_audience" | "invalid_address" | "invalid_field" | "blocked" | "too_large";

/** Codes of ours and of the tools, by what is in them, in the order in which they are looked for. */
const MEANINGS: readonly (readonly [pattern: RegExp, meaning: Known])[] = [
  [/not_in_audience/i, "not_in_audience"],
  [/compliance|forgotten|deleted|blocked|blacklist/i, "blocked"],
  [/too_?(large|long|big)/i, "too_large"],
  [/e-?mail|address/i, "invalid_address"],
  [/invalid|merge|field|attribute|type|value/i, "invalid_field"],
];

/** Why a tool does not take a person and what helps, in plain words; its own words stand beside it. */
export function refusedText(code: string | null, tool: ToolName, t: Translate): string {
  const known = MEANINGS.find(([pattern]) => code !== null && pattern.test(code))?.[1] ?? "other";
  return t(`kept.refused.code.${known}`, { tool: t(`destinations.tool.${tool}`) });
}

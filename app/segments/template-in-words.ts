import type { Queryable } from "../db/client.ts";
import type { ShopId } from "../platform/ids.ts";
import type { RuleContext } from "./context.ts";
import { ruleValues, type TemplateKey, templateOf } from "./templates.ts";
import { isRhythmKnown } from "./thresholds.ts";

/** The rule of a segment of the app as data for a sentence. */
export interface TemplateInWords {
  readonly key: TemplateKey;
  /** With this shop's own thresholds. */
  readonly values: Readonly<Record<string, number>>;
  /** Whether a model is in force: without one the rule asks for less, or holds nobody. */
  readonly hasForecast: boolean;
  /** Whether days that follow from gaps between orders are those of the shop's own customers, and not the app's. */
  readonly hasRhythm: boolean;
}

export async function templateInWords(
  on: Queryable,
  shop: ShopId,
  key: TemplateKey,
  context: RuleContext & { readonly learning: unknown },
): Promise<TemplateInWords> {
  const hasForecast = context.learning === null;
  const hasRhythm = await isRhythmKnown(on, shop);
  return { key, values: ruleValues(templateOf(key), context), hasForecast, hasRhythm };
}

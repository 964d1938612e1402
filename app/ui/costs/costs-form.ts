import {
  COST_KINDS,
  type CostKind,
  type CostRule,
  type CostRules,
  MOST_COST_MINOR,
} from "../../clv/historic/cost-rules.ts";
import type { MessageKey } from "../messages/catalogue.ts";
import { type NumberKind, readNumber, type Typing, textOfMinor, textOfShare } from "../typed-number.ts";

/** A rule as it is typed; nothing typed is 0. */
export interface RuleText {
  readonly fixed: string;
  readonly share: string;
}

export interface CountryText extends RuleText {
  readonly code: string;
}

export interface KindText extends RuleText {
  readonly countries: readonly CountryText[];
}

export interface CostsText extends Readonly<Record<CostKind, KindText>> {
  readonly defaultMargin: string;
}

/** What is saved of it: `costChange` (app/valuation/costs) checks it again. */
export type CostsMeant = CostRules & { readonly defaultMarginBp: number | null };

/** "defaultMargin", "shipping fixed" or "shipping DE share". */
export type FieldName = string;
export const fieldName = (kind: CostKind, code: string, part: keyof RuleText): FieldName =>
  [kind, code, part].filter(Boolean).join(" ");

export type CostsReading =
  | { readonly ok: true; readonly meant: CostsMeant }
  | { readonly ok: false; readonly faults: ReadonlyMap<FieldName, MessageKey> };

export type CostsTyping = Typing & { readonly minorDigits: number };

export function textOfCosts(
  { defaultMarginBp, rules }: { readonly defaultMarginBp: number | null; readonly rules: CostRules },
  { locale, minorDigits }: CostsTyping,
): CostsText {
  const text = ({ fixedMinor, shareBp }: CostRule): RuleText => ({
    fixed: fixedMinor === 0 ? "" : textOfMinor(fixedMinor, minorDigits, locale),
    share: shareBp === 0 ? "" : textOfShare(shareBp / 10_000, locale),
  });
  const of = (kind: CostKind): KindText => ({
    ...text(rules[kind].everywhere),
    countries: Object.entries(rules[kind].countries).map(([code, rule]) => ({ code, ...text(rule) })),
  });
  return {
    defaultMargin: defaultMarginBp === null ? "" : textOfShare(defaultMarginBp / 10_000, locale),
    shipping: of("shipping"),
    payment: of("payment"),
    fulfilment: of("fulfilment"),
  };
}

const READ = {
  fixed: { as: "money", most: MOST_COST_MINOR, fault: "costs.error.money", beyond: "costs.error.too_large" },
  share: { as: "share", most: 1, fault: "costs.error.share", beyond: "costs.error.share" },
} as const satisfies Record<
  keyof RuleText,
  { as: NumberKind; most: number; fault: MessageKey; beyond: MessageKey }
>;

/** A value of 0 or more, or why the text says none; a share in fractions of one. */
function meantBy(
  part: keyof RuleText,
  typed: string,
  typing: CostsTyping,
): { readonly value: number } | { readonly fault: MessageKey } {
  if (typed.replace("%", "").trim() === "") return { value: 0 };
  const { as, most, fault, beyond } = READ[part];
  const reading = readNumber(as, typed, typing);
  if ("fault" in reading) return { fault: reading.fault === "ambiguous" ? "typed.ambiguous" : fault };
  if (reading.value > most) return { fault: beyond };
  return reading.value < 0 ? { fault } : reading;
}

export function readCostsText(text: CostsText, typing: CostsTyping): CostsReading {
  const faults = new Map<FieldName, MessageKey>();
  const read = (kind: CostKind, code: string, part: keyof RuleText, typed: string): number => {
    const meant = meantBy(part, typed, typing);
    if ("value" in meant) return meant.value;
    faults.set(fieldName(kind, code, part), meant.fault);
    return 0;
  };
  const rule = (kind: CostKind, code: string, { fixed, share }: RuleText): CostRule => ({
    fixedMinor: read(kind, code, "fixed", fixed),
    shareBp: Math.round(read(kind, code, "share", share) * 10_000),
  });
  const of = (kind: CostKind) => ({
    everywhere: rule(kind, "", text[kind]),
    countries: Object.fromEntries(text[kind].countries.map((one) => [one.code, rule(kind, one.code, one)])),
  });
  const margin = meantBy("share", text.defaultMargin, typing);
  if ("fault" in margin) faults.set("defaultMargin", margin.fault);
  const isStated = text.defaultMargin.replace("%", "").trim() !== "";
  const meant = {
    defaultMarginBp: isStated && "value" in margin ? Math.round(margin.value * 10_000) : null,
    shipping: of("shipping"),
    payment: of("payment"),
    fulfilment: of("fulfilment"),
  };
  return faults.size === 0 ? { ok: true, meant } : { ok: false, faults };
}

/** Other spellings of what is stored are no change; what cannot be read is one. */
export function sameCosts(a: CostsText, b: CostsText, typing: CostsTyping): boolean {
  const [one, other] = [readCostsText(a, typing), readCostsText(b, typing)];
  if (!one.ok || !other.ok) return false;
  const said = ({ defaultMarginBp, ...rules }: CostsMeant) =>
    JSON.stringify([
      defaultMarginBp,
      COST_KINDS.map((kind) => [
        rules[kind].everywhere,
        Object.entries(rules[kind].countries).sort(([left], [right]) => left.localeCompare(right)),
      ]),
    ]);
  return said(one.meant) === said(other.meant);
}

import type { SettingsView } from "../../valuation/pages/settings.ts";
import type { MessageKey } from "../messages/catalogue.ts";

/** What the merchant sees and edits; the margin is as typed. */
export interface SettingsFields {
  readonly countZeroValueOrders: boolean;
  readonly joinGuestsByEmail: boolean;
  readonly refundDating: SettingsView["refundDating"];
  readonly defaultMargin: string;
  /** Held out of every export, in basis points. */
  readonly alwaysHeldOutBp: number;
}

/** The settings of the figures, and that of the exports. */
export type AllSettings = SettingsView & { readonly alwaysHeldOutBp: number };

export interface SettingsErrors {
  readonly defaultMargin?: MessageKey;
}

/** Percent with a decimal point or comma; a whole number of basis points. */
export function fieldsOf(view: AllSettings, locale: string): SettingsFields {
  return {
    countZeroValueOrders: view.countZeroValueOrders,
    joinGuestsByEmail: view.joinGuestsByEmail,
    refundDating: view.refundDating,
    alwaysHeldOutBp: view.alwaysHeldOutBp,
    defaultMargin:
      view.defaultMarginBp === null
        ? ""
        : (view.defaultMarginBp / 100).toLocaleString(locale, {
            numberingSystem: "latn",
            maximumFractionDigits: 2,
            useGrouping: false,
          }),
  };
}

/**
 * Basis points of a percentage as a person types it: "45", "37,5", "37.5 %". Empty is no default margin.
 * More than two decimals are rounded to a basis point.
 */
export function parseMargin(typed: string): { readonly bp: number | null } | { readonly error: MessageKey } {
  const text = typed.replace(/%\s*$/, "").trim();
  if (text === "") return { bp: null };
  if (!/^[+-]?\d{1,6}(?:[.,]\d{1,6})?$/.test(text)) return { error: "settings.margin.error.number" };
  const percent = Number(text.replace(",", "."));
  if (percent < 0 || percent > 100) return { error: "settings.margin.error.range" };
  return { bp: Math.round(percent * 100) };
}

/** "45" and "45,00 %" are the same margin; what is not a percentage differs from every saved one. */
function sameMargin(a: string, b: string): boolean {
  const [one, other] = [parseMargin(a), parseMargin(b)];
  return "bp" in one && "bp" in other && one.bp === other.bp;
}

export const sameFields = (a: SettingsFields, b: SettingsFields): boolean =>
  a.countZeroValueOrders === b.countZeroValueOrders &&
  a.joinGuestsByEmail === b.joinGuestsByEmail &&
  a.refundDating === b.refundDating &&
  a.alwaysHeldOutBp === b.alwaysHeldOutBp &&
  sameMargin(a.defaultMargin, b.defaultMargin);

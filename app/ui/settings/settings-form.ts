import type { SettingsView } from "../../valuation/pages/settings.ts";
import type { MessageKey } from "../messages/catalogue.ts";
import { readNumber, textOfShare } from "../typed-number.ts";

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

/** What is saved of it. */
export type SavedFields = Omit<SettingsFields, "defaultMargin"> & { readonly defaultMarginBp: number | null };

export function fieldsOf(view: AllSettings, locale: string): SettingsFields {
  return {
    countZeroValueOrders: view.countZeroValueOrders,
    joinGuestsByEmail: view.joinGuestsByEmail,
    refundDating: view.refundDating,
    alwaysHeldOutBp: view.alwaysHeldOutBp,
    defaultMargin: view.defaultMarginBp === null ? "" : textOfShare(view.defaultMarginBp / 10_000, locale),
  };
}

/**
 * Basis points of a percentage as a person types it: "45", "37,5", "37.5 %". Empty is no default margin.
 * More than two decimals are rounded to a basis point.
 */
export function parseMargin(
  typed: string,
  locale: string,
): { readonly bp: number | null } | { readonly error: MessageKey } {
  if (typed.replace("%", "").trim() === "") return { bp: null };
  const reading = readNumber("share", typed, { locale });
  if ("fault" in reading)
    return { error: reading.fault === "ambiguous" ? "typed.ambiguous" : "settings.margin.error.number" };
  if (reading.value < 0 || reading.value > 1) return { error: "settings.margin.error.range" };
  return { bp: Math.round(reading.value * 10_000) };
}

/** "45" and "45,00 %" are the same margin; what is not a percentage differs from every saved one. */
function sameMargin(a: string, b: string, locale: string): boolean {
  const [one, other] = [parseMargin(a, locale), parseMargin(b, locale)];
  return "bp" in one && "bp" in other && one.bp === other.bp;
}

export const sameFields = (a: SettingsFields, b: SettingsFields, locale: string): boolean =>
  a.countZeroValueOrders === b.countZeroValueOrders &&
  a.joinGuestsByEmail === b.joinGuestsByEmail &&
  a.refundDating === b.refundDating &&
  a.alwaysHeldOutBp === b.alwaysHeldOutBp &&
  sameMargin(a.defaultMargin, b.defaultMargin, locale);

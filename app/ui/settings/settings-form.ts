import type { SettingsView } from "../../valuation/pages/settings.ts";

/** What the merchant sees and edits. */
export interface SettingsFields {
  readonly countZeroValueOrders: boolean;
  readonly joinGuestsByEmail: boolean;
  readonly refundDating: SettingsView["refundDating"];
  /** Held out of every export, in basis points. */
  readonly alwaysHeldOutBp: number;
}

/** The settings of the figures, and that of the exports. */
export type AllSettings = SettingsView & { readonly alwaysHeldOutBp: number };

export const fieldsOf = (view: AllSettings): SettingsFields => ({
  countZeroValueOrders: view.countZeroValueOrders,
  joinGuestsByEmail: view.joinGuestsByEmail,
  refundDating: view.refundDating,
  alwaysHeldOutBp: view.alwaysHeldOutBp,
});

export const sameFields = (a: SettingsFields, b: SettingsFields): boolean =>
  a.countZeroValueOrders === b.countZeroValueOrders &&
  a.joinGuestsByEmail === b.joinGuestsByEmail &&
  a.refundDating === b.refundDating &&
  a.alwaysHeldOutBp === b.alwaysHeldOutBp;

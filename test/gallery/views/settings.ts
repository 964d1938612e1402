import type { SettingsView } from "../../../app/valuation/pages/settings.ts";
import { shop } from "./segments.ts";

const saved: SettingsView = {
  shop,
  countZeroValueOrders: false,
  joinGuestsByEmail: true,
  refundDating: "order",
  defaultMarginBp: null,
  recomputing: false,
};

export const settingsViews = {
  full: saved,
  with_margin: { ...saved, countZeroValueOrders: true, refundDating: "refund", defaultMarginBp: 3_750 },
  recomputing: { ...saved, recomputing: true },
} as const satisfies Record<string, SettingsView>;

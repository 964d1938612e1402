import type { AllSettings } from "../../../app/ui/settings/settings-form.ts";
import { shop } from "./segments.ts";

const saved: AllSettings = {
  shop,
  countZeroValueOrders: false,
  joinGuestsByEmail: true,
  refundDating: "order",
  defaultMarginBp: null,
  recomputing: false,
  alwaysHeldOutBp: 500,
};

export const settingsViews = {
  full: saved,
  with_margin: { ...saved, countZeroValueOrders: true, refundDating: "refund", defaultMarginBp: 3_750 },
  recomputing: { ...saved, recomputing: true },
} as const satisfies Record<string, AllSettings>;

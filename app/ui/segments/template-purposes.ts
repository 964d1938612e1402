import type { TemplateKey } from "../../segments/segment-key.ts";

/** What a merchant wants with a segment of the app, in the order of the page. */
export const PURPOSES = ["grow", "keep", "win_back", "first_orders", "leads", "leave_out"] as const;
export type Purpose = (typeof PURPOSES)[number];

export const PURPOSE_OF: Readonly<Record<TemplateKey, Purpose>> = {
  vip: "grow",
  vip_staying: "grow",
  highest_expected: "grow",
  champions: "grow",
  highest_margin: "grow",
  full_price: "grow",
  at_risk_high_value: "keep",
  next_order_due: "keep",
  later_than_usual: "keep",
  replenishment_due: "keep",
  ask_for_review: "keep",
  first_order_birthday: "keep",
  win_back: "win_back",
  lapsed: "win_back",
  subscribers_no_purchase_year: "win_back",
  new: "first_orders",
  second_order_window: "first_orders",
  one_time: "first_orders",
  one_time_60_120: "first_orders",
  large_first_order: "first_orders",
  leads: "leads",
  new_leads: "leads",
  valuable_without_consent: "leads",
  sms_not_email: "leads",
  lost: "leave_out",
  low_value: "leave_out",
  at_a_discount: "leave_out",
  sends_back: "leave_out",
};

/** The purpose that an address asks for, or the first. */
export const purposeOf = (asked: string | null): Purpose =>
  PURPOSES.find((purpose) => purpose === asked) ?? PURPOSES[0];

export const purposeAddress = (purpose: Purpose): string =>
  purpose === PURPOSES[0] ? "/app/segments" : `/app/segments?for=${purpose}`;

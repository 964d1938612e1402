import type { TemplateKey } from "../../segments/segment-key.ts";
import type { Translate } from "../messages/catalogue.ts";

const SEGMENTS: Readonly<Record<TemplateKey, true>> = {
  vip: true,
  champions: true,
  at_risk_high_value: true,
  one_time_60_120: true,
  new: true,
  lapsed: true,
  leads: true,
  subscribers_no_purchase_year: true,
  vip_staying: true,
  highest_expected: true,
  highest_margin: true,
  valuable_without_consent: true,
  next_order_due: true,
  later_than_usual: true,
  win_back: true,
  lost: true,
  low_value: true,
  one_time: true,
  second_order_window: true,
  large_first_order: true,
  ask_for_review: true,
  first_order_birthday: true,
  new_leads: true,
  at_a_discount: true,
  full_price: true,
  sends_back: true,
  replenishment_due: true,
  sms_not_email: true,
};
const isSegment = (key: string): key is TemplateKey => Object.hasOwn(SEGMENTS, key);

/** Names of the shop's own segments, by key. */
export type SegmentNames = Readonly<Record<string, string>>;

/** What was exported: a segment, by its own name where the shop gave it one, or a list; one that this version does not know by its key. */
export function recordedAudience(key: string, name: string | null | undefined, t: Translate): string {
  if (key === "") return t("audit.audience.list");
  return isSegment(key) ? t(`segments.${key}.name`) : (name ?? key);
}

import type { LeftOut } from "../../exports/gate.ts";
import type { TemplateKey } from "../../segments/segment-key.ts";
import type { AuditEntryView } from "../../sync/privacy/audit-log.ts";
import type { Format } from "../format.ts";
import type { MessageKey, Translate } from "../messages/catalogue.ts";

/** Settings that an entry may name, by their labels on the settings page. */
const SETTINGS: Readonly<Record<string, MessageKey>> = {
  countZeroValueOrders: "settings.zero",
  joinGuestsByEmail: "settings.guests",
  refundDating: "settings.refunds",
  defaultMarginBp: "settings.margin",
  alwaysHeldOutBp: "experiment.settings.share",
  mayExport: "staff.export",
  mayConnect: "staff.connect",
};

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

const LEFT_OUT: Readonly<Record<LeftOut["reason"], true>> = {
  NOT_SUBSCRIBED: true,
  PENDING: true,
  UNSUBSCRIBED: true,
  INVALID: true,
  REDACTED: true,
  NO_ADDRESS: true,
  MALFORMED_ADDRESS: true,
  ERASED: true,
  SHARED_ADDRESS: true,
  WAITING: true,
  HELD_OUT: true,
};
const isLeftOutReason = (reason: string): reason is LeftOut["reason"] => Object.hasOwn(LEFT_OUT, reason);

/** Names of the shop's own segments, by key. */
type SegmentNames = Readonly<Record<string, string>>;

/** What was exported: a segment, by its own name where the shop gave it one, or a list; one that this version does not know by its key. */
export function recordedAudience(key: string, name: string | null | undefined, t: Translate): string {
  if (key === "") return t("audit.audience.list");
  return isSegment(key) ? t(`segments.${key}.name`) : (name ?? key);
}

type Value = string | number | boolean | null;

function valueText(field: string, value: Value, t: Translate, format: Format): string {
  if (field === "mayExport" || field === "mayConnect")
    return value === null ? t("staff.everybody") : t("exports.who.staff", { id: String(value) });
  if (value === null) return t("audit.value.none");
  if (typeof value === "boolean") return t(value ? "audit.value.yes" : "audit.value.no");
  if (field === "defaultMarginBp" || field === "alwaysHeldOutBp")
    return format.percent(Number(value) / 10_000);
  if (field === "refundDating")
    return t(value === "refund" ? "settings.refunds.refund" : "settings.refunds.order");
  return String(value);
}

function decisionText(decision: Value, t: Translate): string {
  return t(`audit.address.${decision === "taken_out" || decision === "kept" ? decision : "undecided"}`);
}

export interface AuditTexts {
  readonly what: string;
  readonly who: string;
  /** What else there is to say, a line each. */
  readonly more: readonly string[];
}

/** An entry in words. */
export function auditTexts(
  entry: AuditEntryView,
  names: SegmentNames,
  t: Translate,
  format: Format,
): AuditTexts {
  const { action, actor, details, subject } = entry;
  const who =
    actor === "app" || actor === "shopify"
      ? t(`audit.actor.${actor}`)
      : t("exports.who.staff", { id: actor });
  return { who, ...whatOf() };

  function whatOf(): Omit<AuditTexts, "who"> {
    switch (action) {
      case "export.basis_declared":
        return {
          what: t("audit.action.export.basis_declared", {
            audience: recordedAudience(subject, names[subject], t),
          }),
          more: [t("exports.ads.basis.declared_1")],
        };
      case "export.begun":
        return {
          what: t("audit.action.export.begun", { audience: recordedAudience(subject, names[subject], t) }),
          more: [],
        };
      case "export.made": {
        const values = {
          people: Number(details.people ?? 0),
          audience: recordedAudience(subject, names[subject], t),
        };
        const part = details.whole === false ? (".part" as const) : ("" as const);
        return { what: t(`audit.action.export.made${part}`, values), more: leftOut() };
      }
      case "app.installed": {
        const again = details.again === true ? (".again" as const) : ("" as const);
        return { what: t(`audit.action.app.installed${again}`), more: [] };
      }
      case "segment.created":
      case "segment.changed":
      case "segment.archived":
      case "segment.restored":
      case "segment.published":
      case "segment.unpublished":
        return {
          what: t(`audit.action.${action}`, { segment: recordedAudience(subject, names[subject], t) }),
          more: [],
        };
      case "settings.changed":
        return { what: t("audit.action.settings.changed"), more: changes() };
      case "address.decided":
        return { what: t("audit.action.address.decided"), more: decisions() };
      case "history_file.added":
      case "history_file.taken_out":
        return { what: t(`audit.action.${action}`), more: [t("audit.file", { id: subject })] };
      default:
        return {
          what: t(`audit.action.${action}`),
          more: subject ? [t("audit.request", { id: subject })] : [],
        };
    }
  }

  function leftOut(): string[] {
    return Object.entries(details).flatMap(([reason, customers]) =>
      isLeftOutReason(reason) && typeof customers === "number"
        ? [t("audit.left_out", { count: format.number(customers), reason: t(`exports.reason.${reason}`) })]
        : [],
    );
  }

  function decisions(): string[] {
    const { decision } = details;
    if (typeof decision !== "object" || decision === null) return [];
    return [
      t("audit.address.change", { from: decisionText(decision.from, t), to: decisionText(decision.to, t) }),
    ];
  }

  function changes(): string[] {
    return Object.entries(details).flatMap(([field, change]) => {
      const label = SETTINGS[field];
      if (typeof change !== "object" || change === null) return [];
      const [from, to] = [change.from, change.to].map((value) => valueText(field, value, t, format));
      return [t("audit.change", { what: label ? t(label) : field, from: from ?? "", to: to ?? "" })];
    });
  }
}

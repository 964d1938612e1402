import { BASES } from "../../clv/historic/basis.ts";
import type { LeftOut } from "../../exports/gate.ts";
import type { AdFormat } from "../../exports/records.ts";
import type { AuditEntryView } from "../../sync/privacy/audit-log.ts";
import { channelName } from "../acquisition/channel-name.ts";
import type { Format } from "../format.ts";
import type { MessageKey, Translate } from "../messages/catalogue.ts";
import { costLines } from "./cost-lines.ts";
import { destinationLines } from "./destination-lines.ts";
import { recordedAudience, type SegmentNames } from "./recorded-audience.ts";

/** Settings that an entry may name, by their labels on the settings page. */
const SETTINGS: Readonly<Record<string, MessageKey>> = {
  countZeroValueOrders: "settings.zero",
  joinGuestsByEmail: "settings.guests",
  refundDating: "settings.refunds",
  defaultMarginBp: "costs.margin",
  basis: "basis.label",
  alwaysHeldOutBp: "experiment.settings.share",
  mayExport: "staff.export",
  mayConnect: "staff.connect",
};

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
  SAME_ADDRESS: true,
  HELD_OUT: true,
};
const isLeftOutReason = (reason: string): reason is LeftOut["reason"] => Object.hasOwn(LEFT_OUT, reason);

const FORMATS_FOR_ADS = ["google", "google_hashed", "meta"] as const satisfies readonly AdFormat[];

type Value = string | number | boolean | null;

function valueText(field: string, value: Value, t: Translate, format: Format): string {
  if (field === "mayExport" || field === "mayConnect")
    return value === null ? t("staff.everybody") : t("exports.who.staff", { id: String(value) });
  if (value === null) return t("audit.value.none");
  if (typeof value === "boolean") return t(value ? "audit.value.yes" : "audit.value.no");
  if (field === "defaultMarginBp" || field === "alwaysHeldOutBp")
    return format.percent(Number(value) / 10_000);
  if (field === "basis") return t(`basis.${BASES.find((one) => one === value) ?? "revenue"}`);
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
          more: [...formatLine(), t("exports.ads.basis.declared_1")],
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
      case "segment.changed":
        return {
          what: t("audit.action.segment.changed", { segment: recordedAudience(subject, names[subject], t) }),
          more: versions(),
        };
      case "segment.created":
      case "segment.archived":
      case "segment.restored":
      case "segment.published":
      case "segment.unpublished":
        return {
          what: t(`audit.action.${action}`, { segment: recordedAudience(subject, names[subject], t) }),
          more: [],
        };
      case "costs.changed":
        return { what: t("audit.action.costs.changed"), more: costLines(details, t, format) };
      case "settings.changed":
        return { what: t("audit.action.settings.changed"), more: changes() };
      case "address.decided":
        return { what: t("audit.action.address.decided"), more: decisions() };
      case "history_file.added":
      case "history_file.taken_out":
        return { what: t(`audit.action.${action}`), more: [t("audit.file", { id: subject })] };
      case "spend.added":
      case "spend.changed":
      case "spend.removed":
      case "spend.imported":
      case "spend.import_undone":
      case "spend.commission_added":
      case "spend.commission_changed":
      case "spend.commission_removed":
        return { what: t(`audit.action.${action}`), more: spendLines() };
      case "destination.connected":
      case "destination.key_replaced":
      case "destination.paused":
      case "destination.resumed":
      case "destination.disconnected":
      case "destination.tool_list_made":
      case "destination.list_started":
      case "destination.list_paused":
      case "destination.list_resumed":
      case "destination.list_run":
      case "destination.list_ended":
      case "destination.brake_confirmed":
      case "destination.people_retried":
        return { what: t(`audit.action.${action}`), more: destinationLines(details, names, t, format) };
      case "person.erasure_asked":
      case "person.identified":
      case "person.not_found":
      case "person.erased":
      case "person.removed_from_files":
      case "person.data_asked":
      case "person.data_taken":
      case "person.data_handed_over":
        return { what: t(`audit.action.${action}`), more: [t("audit.request", { id: subject })] };
      case "app.uninstalled":
      case "sync.retried":
      case "unknown":
        return { what: t(`audit.action.${action}`), more: [] };
    }
  }

  function spendLines(): string[] {
    const { channel, entries, firstDay, lastDay, amountMinor } = details;
    return [
      ...(typeof channel === "string"
        ? [t("audit.spend.channel", { channel: channelName(channel, t) })]
        : []),
      ...(typeof entries === "number" ? [t("audit.spend.entries", { entries })] : []),
      ...(typeof firstDay === "string" && typeof lastDay === "string"
        ? [t("audit.spend.period", { first: format.day(firstDay), last: format.day(lastDay) })]
        : []),
      ...(typeof amountMinor === "number" ? [format.money(amountMinor)] : []),
    ];
  }

  function formatLine(): string[] {
    const known = FORMATS_FOR_ADS.find((one) => one === details.format);
    return known ? [t(`exports.format.${known}`)] : [];
  }

  function versions(): string[] {
    const { revision, version } = details;
    const now =
      typeof revision === "number" ? [t("audit.revision", { version: format.number(revision) })] : [];
    return typeof version === "number"
      ? [...now, t("audit.version", { version: format.number(version) })]
      : now;
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

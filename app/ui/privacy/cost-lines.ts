import { COST_KINDS } from "../../clv/historic/cost-rules.ts";
import type { AuditEntryView } from "../../sync/privacy/audit-log.ts";
import type { Format } from "../format.ts";
import type { Translate } from "../messages/catalogue.ts";

/** A change of costs in words, a line each: "Shipping, Germany: none → €9.00 + 0%". */
export function costLines(details: AuditEntryView["details"], t: Translate, format: Format): string[] {
  return Object.entries(details).flatMap(([name, change]) => {
    if (name === "products")
      return typeof change === "number" ? [t("audit.costs.products", { count: change })] : [];
    if (typeof change !== "object" || change === null) return [];
    const written = (value: unknown) =>
      (name === "defaultMarginBp" ? marginText : ruleText)(value, t, format);
    const what = name === "defaultMarginBp" ? t("costs.margin") : ruleName(name, t, format);
    return [t("audit.change", { what, from: written(change.from), to: written(change.to) })];
  });
}

function marginText(bp: unknown, t: Translate, format: Format): string {
  return typeof bp === "number" ? format.percent(bp / 10_000) : t("audit.value.none");
}

/** As saveCosts writes a rule: minor units and basis points. */
function ruleText(value: unknown, t: Translate, format: Format): string {
  const [fixed, share] = typeof value === "string" ? value.split(" ").map(Number) : [];
  if (fixed === undefined || share === undefined || !Number.isFinite(fixed + share))
    return t("audit.value.none");
  return t("audit.costs.rule", { fixed: format.money(fixed), share: format.percent(share / 10_000, 2) });
}

function ruleName(name: string, t: Translate, format: Format): string {
  const [kind, country] = name.split(".");
  const known = COST_KINDS.find((one) => one === kind);
  if (!known) return name;
  return country ? `${t(`costs.${known}`)}, ${format.country(country)}` : t(`costs.${known}`);
}

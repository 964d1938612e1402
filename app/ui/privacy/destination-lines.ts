import type { DestinationField, ToolName } from "../../destinations/tool.ts";
import type { AuditEntryView } from "../../sync/privacy/audit-log.ts";
import { ALL_FIELDS } from "../destinations/field-groups.ts";
import type { Format } from "../format.ts";
import type { Translate } from "../messages/catalogue.ts";
import { recordedAudience, type SegmentNames } from "./recorded-audience.ts";

const TOOLS: Readonly<Record<ToolName, true>> = { klaviyo: true, mailchimp: true, brevo: true };
const isTool = (name: string): name is ToolName => Object.hasOwn(TOOLS, name);
const isField = (name: string): name is DestinationField => ALL_FIELDS.some((field) => field === name);

/**
 * What an entry about a mailing tool says of it: the tool, the list and its segment, what goes, who is held out, and whether people were removed.
 * Entries of earlier versions say less.
 */
export function destinationLines(
  { tool, account, list, segment, fields, heldOutBp, removePeople }: AuditEntryView["details"],
  names: SegmentNames,
  t: Translate,
  format: Format,
): string[] {
  const lines: string[] = [];
  if (typeof tool === "string") {
    const name = isTool(tool) ? t(`destinations.tool.${tool}`) : tool;
    lines.push(typeof account === "string" ? t("audit.tool.account", { tool: name, account }) : name);
  }
  if (typeof list === "string") lines.push(t("audit.list", { list }));
  if (typeof segment === "string")
    lines.push(t("audit.list.segment", { segment: recordedAudience(segment, names[segment], t) }));
  if (typeof fields === "string") {
    const sent = fields.split(" ").filter((field) => field !== "");
    const known = ["email" as const, ...sent].map((field) =>
      field === "email" || isField(field) ? t(`exports.column.${field}`) : field,
    );
    lines.push(t("audit.list.fields", { fields: format.list(known) }));
  }
  if (typeof heldOutBp === "number")
    lines.push(t("audit.list.held_out", { share: format.percent(heldOutBp / 10_000) }));
  if (typeof removePeople === "boolean")
    lines.push(t(removePeople ? "audit.people.removed" : "audit.people.stay"));
  return lines;
}

import { TOOL_HEADINGS } from "../../exports/tool-headings.ts";
import { DESTINATION_FIELDS, type PersonToSend } from "../tool.ts";
import { toolFields } from "./tool-fields.ts";

const NAMES = TOOL_HEADINGS.klaviyo;
/** Klaviyo's own attributes are called otherwise in its API than in its importer. */
export const FIELDS = toolFields({
  ...NAMES,
  first_name: "first_name",
  last_name: "last_name",
  country: "location.country",
});
const OWN_ATTRIBUTES = new Set(["first_name", "last_name"]);

/** A profile of an import. It has no `subscriptions`: nothing here can change a consent. */
export function profileOf({ address, values }: PersonToSend) {
  const attributes: Record<string, unknown> = { email: address };
  const properties: Record<string, string | number> = {};
  for (const field of DESTINATION_FIELDS) {
    const value = values[field];
    if (value === undefined) continue;
    if (OWN_ATTRIBUTES.has(field)) attributes[field] = value;
    else if (field === "country") attributes.location = { country: value };
    else properties[NAMES[field]] = value;
  }
  if (Object.keys(properties).length > 0) attributes.properties = properties;
  return { type: "profile", attributes };
}

import type { ToolDefinition, ToolName } from "../tool.ts";
import { brevo } from "./brevo.ts";
import { klaviyo } from "./klaviyo.ts";
import { mailchimp } from "./mailchimp.ts";

const DEFINITIONS: Readonly<Record<ToolName, ToolDefinition>> = { klaviyo, mailchimp, brevo };

export function toolDefinition(name: ToolName): ToolDefinition {
  return DEFINITIONS[name];
}

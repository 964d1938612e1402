import type { ToolName } from "../../destinations/tool.ts";

const ORDER: Readonly<Record<ToolName, number>> = { klaviyo: 0, mailchimp: 1, brevo: 2 };

/** As they are named on the pages. */
export const TOOLS = (Object.keys(ORDER) as ToolName[]).sort((a, b) => ORDER[a] - ORDER[b]);

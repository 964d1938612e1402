import type { ToolDefinition, ToolName } from "../tool.ts";
import { klaviyo } from "./klaviyo.ts";

const DEFINITIONS: Readonly<Partial<Record<ToolName, ToolDefinition>>> = { klaviyo };

export function toolDefinition(name: ToolName): ToolDefinition {
  const found = DEFINITIONS[name];
  if (!found) throw new RangeError(`there is no tool ${name} yet`);
  return found;
}

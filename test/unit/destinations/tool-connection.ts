import type { Tool, ToolDefinition, ToolHost } from "../../../app/destinations/tool.ts";
import type { LocalTool } from "../../tools/server/tool-server.ts";

/** A connection with a local tool that no bucket holds back; what the tool asked to wait stands in `pauses`. */
export function connectLocal(definition: ToolDefinition, local: LocalTool) {
  const pauses: number[] = [];
  const host: ToolHost = {
    baseUrl: local.url,
    fetch,
    take: async () => {},
    block: async (_buckets, forMs) => {
      pauses.push(forMs);
    },
    answerMs: 600_000,
  };
  const tool: Tool = definition.connect(local.keys[0] ?? "", host);
  return { tool, pauses };
}

/** Never ends. */
export const onward = new AbortController().signal;

export const sent = (address: string, values = {}) => ({ address, toolId: null, values });
export const known = (address: string) => ({ address, toolId: null });

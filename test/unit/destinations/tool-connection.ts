import type { ReadBackPage, Tool, ToolDefinition, ToolHost } from "../../../app/destinations/tool.ts";
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

/** The whole list; `between` comes after each page. */
export async function pagesOf(tool: Tool, listId: string, between = () => {}): Promise<ReadBackPage[]> {
  const pages: ReadBackPage[] = [];
  for (let cursor: string | null = null; ; ) {
    const page: ReadBackPage | "lost" = await tool.readBack(listId, cursor, onward);
    if (page === "lost") throw new Error("the place is lost");
    pages.push(page);
    if (page.next === null) return pages;
    cursor = page.next;
    between();
  }
}

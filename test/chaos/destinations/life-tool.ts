import { startKlaviyo } from "../../tools/klaviyo/klaviyo.ts";
import type { LocalTool } from "../../tools/server/tool-server.ts";
import type { ToolName } from "./plan.ts";

/** A local tool, and what a merchant does in it by hand. */
export interface LifeTool {
  readonly tool: LocalTool;
  /** How somebody stands whom the app has brought, in the tool's words. */
  readonly neutral: readonly string[];
  /** Whether the app can bring people whom the tool does not know. */
  readonly takesNewPeople: boolean;
  /** The merchant has the tool know somebody, with a value of the merchant's own. */
  know(address: string): void;
  put(address: string, listId: string): void;
  takeOff(address: string, listId: string): void;
  forget(address: string): void;
}

export async function startLifeTool(name: ToolName, now: () => Date): Promise<LifeTool> {
  const options = { now, enforceRates: false };
  switch (name) {
    case "klaviyo": {
      const tool = await startKlaviyo(options);
      const { store } = tool;
      const profileOf = (address: string) => store.byEmail.get(address.toLowerCase());
      return {
        tool,
        neutral: ["NEVER_SUBSCRIBED"],
        takesNewPeople: true,
        know: (address) => void tool.addProfile(address, { attributes: { "Loyalty card": "7" } }),
        put: (address, listId) => void tool.addProfile(address, { lists: [listId] }),
        takeOff(address, listId) {
          const profile = profileOf(address);
          if (profile) store.lists.get(listId)?.members.delete(profile.id);
        },
        forget(address) {
          const profile = profileOf(address);
          if (profile) store.deleteProfile(profile);
        },
      };
    }
    default:
      throw new Error(`no life of ${name} yet`);
  }
}

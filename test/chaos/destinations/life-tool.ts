import { startBrevo } from "../../tools/brevo/brevo.ts";
import { startKlaviyo } from "../../tools/klaviyo/klaviyo.ts";
import { startMailchimp } from "../../tools/mailchimp/mailchimp.ts";
import { subscriberHash } from "../../tools/mailchimp/store.ts";
import type { LocalTool } from "../../tools/server/tool-server.ts";
import type { ToolName } from "./plan.ts";
import type { PassingRequest } from "./tool-door.ts";

/** A local tool, and what a merchant does in it by hand. */
export interface LifeTool {
  readonly tool: LocalTool;
  /** How somebody stands whom the app has brought, in the tool's words. */
  readonly neutral: readonly string[];
  /** What the tool calls the values that the app sends. */
  readonly attributes: { readonly orders: string; readonly firstName: string };
  /** Whether the app can bring people whom the tool does not know. */
  readonly takesNewPeople: boolean;
  /** Whether a request only takes people off a list: whom it names may be somebody whom the app never sent. */
  takesOff(request: Pick<PassingRequest, "method" | "path" | "body">): boolean;
  makeList(name: string): string;
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
        attributes: { orders: "klantwaarde_orders", firstName: "first_name" },
        takesNewPeople: true,
        takesOff: ({ method }) => method === "DELETE",
        makeList: (name) => tool.addList(name).id,
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
    case "mailchimp": {
      const tool = await startMailchimp(options);
      const { audience, store } = tool;
      const segmentOf = (listId: string) => audience.segments.get(Number(listId.split(":")[1]));
      const memberOf = (address: string) => audience.members.get(subscriberHash(address));
      return {
        tool,
        neutral: [],
        attributes: { orders: "ORDERS", firstName: "FNAME" },
        takesNewPeople: false,
        takesOff: ({ body }) => body.includes("members_to_remove"),
        makeList: (made) => tool.listId(tool.addSegment(made)),
        know(address) {
          if (!memberOf(address)) tool.addMember(address, { mergeFields: { CARD: "7" } });
        },
        put(address, listId) {
          const member = memberOf(address);
          if (member) segmentOf(listId)?.members.set(member.id, { at: now(), by: null });
        },
        takeOff(address, listId) {
          segmentOf(listId)?.members.delete(subscriberHash(address));
        },
        forget(address) {
          const member = memberOf(address);
          if (!member) return;
          store.forget(audience, member);
          // Only what the app erases can never be imported again.
          audience.forgotten.delete(member.id);
        },
      };
    }
    case "brevo": {
      const tool = await startBrevo(options);
      const { store } = tool;
      const contactOf = (address: string) => store.byEmail.get(address.toLowerCase());
      const listOf = (listId: string) => store.lists.get(Number(listId));
      return {
        tool,
        neutral: ["not blacklisted"],
        attributes: { orders: "KLANTWAARDE_ORDERS", firstName: "FIRSTNAME" },
        takesNewPeople: true,
        takesOff: ({ path }) => path.endsWith("/contacts/remove"),
        makeList: (made) => String(tool.addList(made).id),
        know(address) {
          if (!contactOf(address)) tool.addContact(address, { attributes: { LASTNAME: "Merchant's" } });
        },
        put(address, listId) {
          const contact = contactOf(address) ?? tool.addContact(address);
          listOf(listId)?.members.set(contact.id, { at: now(), by: null });
        },
        takeOff(address, listId) {
          const contact = contactOf(address);
          if (contact) listOf(listId)?.members.delete(contact.id);
        },
        forget(address) {
          const contact = contactOf(address);
          if (contact) store.deleteContact(contact);
        },
      };
    }
  }
}

import { z } from "zod";
import type { Content } from "../server/kept.ts";
import { ATTRIBUTE_TYPES, type BrevoStore } from "./store.ts";

const mark = z.object({ at: z.coerce.date(), by: z.number().nullable() });
const schema = z.object({
  made: z.number(),
  contacts: z.array(
    z.object({
      id: z.number(),
      email: z.string(),
      since: mark,
      modifiedAt: z.coerce.date(),
      blacklisted: z.boolean(),
      blacklistedSince: mark,
      attributes: z.array(z.tuple([z.string(), mark.extend({ value: z.unknown() })])),
    }),
  ),
  lists: z.array(
    z.object({
      id: z.number(),
      name: z.string(),
      folderId: z.number(),
      members: z.array(z.tuple([z.number(), mark])),
    }),
  ),
  folders: z.array(z.object({ id: z.number(), name: z.string() })),
  attributes: z.array(z.tuple([z.string(), z.enum(ATTRIBUTE_TYPES)])),
});

export function brevoContent(store: BrevoStore): Content {
  return {
    read: () => ({
      made: store.made,
      contacts: [...store.contacts.values()].map((one) => ({ ...one, attributes: [...one.attributes] })),
      lists: [...store.lists.values()].map((one) => ({ ...one, members: [...one.members] })),
      folders: [...store.folders.values()],
      attributes: [...store.attributes],
    }),
    fill(kept) {
      const { made, contacts, lists, folders, attributes } = schema.parse(kept);
      store.made = made;
      for (const one of contacts) {
        const contact = { ...one, attributes: new Map(one.attributes) };
        store.contacts.set(contact.id, contact);
        store.byEmail.set(contact.email, contact);
      }
      for (const one of lists) store.lists.set(one.id, { ...one, members: new Map(one.members) });
      for (const one of folders) store.folders.set(one.id, one);
      for (const [name, type] of attributes) store.attributes.set(name, type);
    },
  };
}

import { lowerCase, type Mark, type PersonView } from "../server/people.ts";

export interface Contact {
  readonly id: number;
  readonly email: string;
  readonly since: Mark;
  modifiedAt: Date;
  /** Unsubscribed, complained, bounced hard, or blocked by the merchant: one flag, as Brevo has it. */
  blacklisted: boolean;
  blacklistedSince: Mark;
  readonly attributes: Map<string, { value: unknown } & Mark>;
}

export interface List {
  readonly id: number;
  readonly name: string;
  readonly folderId: number;
  readonly members: Map<number, Mark>;
}

export const ATTRIBUTE_TYPES = ["text", "date", "float", "boolean", "id"] as const;
export type AttributeType = (typeof ATTRIBUTE_TYPES)[number];

export class BrevoStore {
  readonly contacts = new Map<number, Contact>();
  readonly byEmail = new Map<string, Contact>();
  readonly lists = new Map<number, List>();
  readonly folders = new Map<number, { id: number; name: string }>();
  /** Normal attributes; an account begins with these. */
  readonly attributes = new Map<string, AttributeType>([
    ["FIRSTNAME", "text"],
    ["LASTNAME", "text"],
    ["SMS", "text"],
  ]);
  /** How many ids were given out. */
  made = 0;

  addFolder(name: string) {
    const folder = { id: ++this.made, name };
    this.folders.set(folder.id, folder);
    return folder;
  }

  addList(name: string, folderId: number): List {
    const list = { id: ++this.made, name, folderId, members: new Map() };
    this.lists.set(list.id, list);
    return list;
  }

  addContact(email: string, mark: Mark): Contact {
    const contact: Contact = {
      id: ++this.made,
      email: lowerCase(email),
      since: mark,
      modifiedAt: mark.at,
      blacklisted: false,
      blacklistedSince: mark,
      attributes: new Map(),
    };
    this.contacts.set(contact.id, contact);
    this.byEmail.set(contact.email, contact);
    return contact;
  }

  deleteContact(contact: Contact): void {
    this.contacts.delete(contact.id);
    this.byEmail.delete(contact.email);
    for (const list of this.lists.values()) list.members.delete(contact.id);
  }

  setBlacklisted(contact: Contact, blacklisted: boolean, mark: Mark): void {
    if (contact.blacklisted === blacklisted) return;
    contact.blacklisted = blacklisted;
    contact.blacklistedSince = mark;
  }

  /** "Any contact attribute that doesn't exist in your account will be ignored": https://developers.brevo.com/reference/import-contacts */
  write(contact: Contact, values: Record<string, unknown>, mark: Mark, emptyClears: boolean): void {
    for (const [given, value] of Object.entries(values)) {
      const name = given.toUpperCase();
      const type = this.attributes.get(name);
      if (type === undefined) continue;
      if (value === "" || value === null || value === undefined) {
        if (emptyClears) contact.attributes.delete(name);
      } else if (fits(type, value)) contact.attributes.set(name, { value, ...mark });
    }
    contact.modifiedAt = mark.at;
  }

  view(contact: Contact): PersonView {
    const lists = new Map<string, Mark>();
    for (const list of this.lists.values()) {
      const mark = list.members.get(contact.id);
      if (mark) lists.set(String(list.id), mark);
    }
    return {
      address: contact.email,
      toolId: String(contact.id),
      since: contact.since,
      subscription: contact.blacklisted ? "emailBlacklisted" : "not blacklisted",
      subscriptionSince: contact.blacklistedSince,
      suppressions: [],
      mailable: !contact.blacklisted,
      lists,
      attributes: contact.attributes,
    };
  }
}

/** Assumed: a value of another type is left out, and the contact is imported. */
function fits(type: AttributeType, value: unknown): boolean {
  if (type === "float") return value !== "" && Number.isFinite(Number(value));
  if (type === "date") return typeof value === "string" && /^\d{4}-\d{2}-\d{2}$/.test(value);
  if (type === "boolean") return typeof value === "boolean" || value === "true" || value === "false";
  return typeof value === "string" || typeof value === "number";
}

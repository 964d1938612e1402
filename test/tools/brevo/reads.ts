import type { ToolAnswer, ToolRequest } from "../server/requests.ts";
import { invalid, notFound } from "./errors.ts";
import type { BrevoState } from "./state.ts";
import type { BrevoStore, Contact, List } from "./store.ts";

/** `limit` and `offset` with their largest values on the reference pages (get-contacts, get-contacts-from-list, get-lists, get-folders). */
function slice<T>(request: ToolRequest, rows: readonly T[], usual: number, largest: number): T[] {
  const limit = Number(request.query.get("limit") ?? usual);
  const offset = Number(request.query.get("offset") ?? 0);
  if (!Number.isInteger(limit) || limit < 0 || limit > largest)
    throw invalid(`limit must be at most ${largest}`);
  if (!Number.isInteger(offset) || offset < 0) throw invalid("offset must be at least 0");
  const sort = request.query.get("sort") ?? "desc";
  if (sort !== "asc" && sort !== "desc") throw invalid("sort must be asc or desc");
  return (sort === "asc" ? rows : rows.toReversed()).slice(offset, offset + limit);
}

/** https://developers.brevo.com/reference/get-account */
export function account({ account: { name } }: BrevoState): ToolAnswer {
  return {
    status: 200,
    body: {
      organization_id: "local-brevo",
      user_id: 1,
      enterprise: false,
      email: "shop@example.com",
      firstName: "Local",
      lastName: "Brevo",
      companyName: name,
      plan: [{ type: "free", credits: 300, creditsType: "sendLimit" }],
    },
  };
}

function listIdsOf(store: BrevoStore, contact: Contact): number[] {
  return [...store.lists.values()].filter(({ members }) => members.has(contact.id)).map(({ id }) => id);
}

/** get-contact-info, get-contacts */
function contactResource(store: BrevoStore, contact: Contact) {
  return {
    email: contact.email,
    id: contact.id,
    emailBlacklisted: contact.blacklisted,
    smsBlacklisted: false,
    createdAt: contact.since.at.toISOString(),
    modifiedAt: contact.modifiedAt.toISOString(),
    listIds: listIdsOf(store, contact),
    listUnsubscribed: null,
    attributes: Object.fromEntries([...contact.attributes].map(([name, { value }]) => [name, value])),
  };
}

/** By e-mail address, or by id. */
export function contactBy({ store }: BrevoState, identifier: string): Contact {
  const contact = identifier.includes("@")
    ? store.byEmail.get(identifier.toLowerCase())
    : store.contacts.get(Number(identifier));
  if (!contact) throw notFound("Contact does not exist");
  return contact;
}

export function contact(state: BrevoState, _request: ToolRequest, identifier: string): ToolAnswer {
  return { status: 200, body: contactResource(state.store, contactBy(state, identifier)) };
}

export function contacts({ store }: BrevoState, request: ToolRequest): ToolAnswer {
  const listIds = request.query
    .getAll("listIds")
    .flatMap((one) => one.split(","))
    .map(Number);
  const rows = [...store.contacts.values()].filter(
    (one) => listIds.length === 0 || listIds.some((id) => store.lists.get(id)?.members.has(one.id)),
  );
  return {
    status: 200,
    body: {
      contacts: slice(request, rows, 50, 1_000).map((one) => contactResource(store, one)),
      count: rows.length,
    },
  };
}

export function listById({ store }: BrevoState, id: string): List {
  const list = store.lists.get(Number(id));
  if (!list) throw notFound("List ID does not exist");
  return list;
}

export function listContacts(state: BrevoState, request: ToolRequest, id: string): ToolAnswer {
  const rows = [...listById(state, id).members.keys()].flatMap((one) => state.store.contacts.get(one) ?? []);
  return {
    status: 200,
    body: {
      contacts: slice(request, rows, 50, 500).map((one) => contactResource(state.store, one)),
      count: rows.length,
    },
  };
}

function listResource({ id, name, folderId, members }: List) {
  return { id, name, folderId, uniqueSubscribers: members.size, totalSubscribers: 0, totalBlacklisted: 0 };
}

export function lists({ store }: BrevoState, request: ToolRequest): ToolAnswer {
  const rows = [...store.lists.values()];
  return { status: 200, body: { lists: slice(request, rows, 10, 50).map(listResource), count: rows.length } };
}

export function list(state: BrevoState, _request: ToolRequest, id: string): ToolAnswer {
  return { status: 200, body: listResource(listById(state, id)) };
}

export function folders({ store }: BrevoState, request: ToolRequest): ToolAnswer {
  const rows = [...store.folders.values()];
  const drawn = slice(request, rows, 10, 50).map((one) => ({
    ...one,
    uniqueSubscribers: 0,
    totalSubscribers: 0,
    totalBlacklisted: 0,
  }));
  return { status: 200, body: { folders: drawn, count: rows.length } };
}

export function attributes({ store }: BrevoState): ToolAnswer {
  const rows = [...store.attributes].map(([name, type]) => ({ name, category: "normal", type }));
  return { status: 200, body: { attributes: rows } };
}

/** get-process: the addresses of CSV files "with details about problematic records" once an import is completed. */
export function process(state: BrevoState, _request: ToolRequest, id: string): ToolAnswer {
  const found = state.processes.get(Number(id));
  if (!found) throw notFound("Process not found");
  const isOver = found.job.endedAt !== null;
  const invalidEmails =
    found.invalidEmails.length > 0 ? `${state.url()}/reports/${found.id}-invalid-emails.csv` : "";
  return {
    status: 200,
    body: {
      id: found.id,
      name: "IMPORTUSER",
      status: isOver ? "completed" : found.job.done > 0 ? "in_process" : "queued",
      ...(isOver
        ? {
            info: {
              import: {
                invalid_emails: invalidEmails,
                duplicate_contact_id: "",
                duplicate_ext_id: "",
                duplicate_email_id: "",
                duplicate_phone_id: "",
                duplicate_whatsapp_id: "",
                duplicate_landline_number_id: "",
              },
            },
          }
        : {}),
    },
  };
}

/** Assumed: a CSV of one column with a header. Another host serves it, without a key. */
export function report(state: BrevoState, name: string): ToolAnswer {
  const found = state.processes.get(Number(/^(\d+)-invalid-emails\.csv$/.exec(name)?.[1]));
  if (!found) return { status: 404 };
  return {
    status: 200,
    body: `${["EMAIL", ...found.invalidEmails].join("\n")}\n`,
    headers: { "Content-Type": "text/csv" },
  };
}

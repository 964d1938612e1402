import { isAddress, lowerCase, type Mark } from "../server/people.ts";
import type { ToolAnswer, ToolRequest } from "../server/requests.ts";
import { BrevoRefusal, invalid, parseBody } from "./errors.ts";
import { contactBy, listById } from "./reads.ts";
import {
  createAttributeBody,
  createContactBody,
  createFolderBody,
  createListBody,
  importBody,
  removeBody,
  updateContactBody,
} from "./schema.ts";
import type { BrevoState } from "./state.ts";

const markOf = (request: ToolRequest): Mark => ({ at: request.at, by: request.number });

function harm(state: BrevoState, request: ToolRequest, operation: string, what: string): void {
  state.harm.push({ request: request.number, operation, what });
}

/** import-contacts: "Maximum allowed file body size is 10MB"; the same is asked of jsonBody. */
export const LARGEST_IMPORT_BYTES = 10_000_000;

export function importContacts(state: BrevoState, request: ToolRequest): ToolAnswer {
  const body = parseBody(importBody, request.body);
  if (request.bytes > LARGEST_IMPORT_BYTES)
    throw new BrevoRefusal(400, "bad_request", "The body is larger than 10MB");
  if (body.fileUrl !== undefined)
    throw new BrevoRefusal(501, "LOCAL_TOOL_UNSUPPORTED", "The local Brevo fetches no file");
  if (body.emailBlacklist !== undefined || body.smsBlacklist !== undefined)
    harm(state, request, "importContacts", "sent a blacklist with an import");
  if (body.emptyContactsAttributes) harm(state, request, "importContacts", "asked that empty values erase");
  const rows = body.jsonBody ?? csvRows(body.fileBody ?? "");
  if (rows.length === 0) throw invalid("There is nothing to import");
  const listIds = (body.listIds ?? []).map((id) => listById(state, String(id)).id);
  if (body.newList) listIds.push(state.store.addList(body.newList.listName, body.newList.folderId).id);

  const id = ++state.store.made;
  const invalidEmails: string[] = [];
  const mark = markOf(request);
  const job = state.jobs.start(
    { id: String(id), kind: "IMPORTUSER", request: request.number, total: rows.length },
    (index) => {
      const { email, attributes = {} } = rows[index]!;
      if (!isAddress(email) || state.faults.refusePeople.has(lowerCase(email))) {
        invalidEmails.push(email);
        return false;
      }
      const known = state.store.byEmail.get(lowerCase(email));
      const contact = known ?? state.store.addContact(email, mark);
      // Whoever is there keeps the blacklist, unless the import says otherwise.
      if (body.emailBlacklist !== undefined) state.store.setBlacklisted(contact, body.emailBlacklist, mark);
      if (!known || body.updateExistingContacts)
        state.store.write(contact, attributes, mark, body.emptyContactsAttributes);
      for (const listId of listIds) {
        const members = state.store.lists.get(listId)?.members;
        if (members && !members.has(contact.id)) members.set(contact.id, mark);
      }
      return true;
    },
  );
  state.processes.set(id, { id, job, invalidEmails });
  return { status: 202, body: { processId: id } };
}

/** "Use semicolon to separate multiple attributes." Assumed: cells have no quotes, so that a semicolon in one moves the others. */
function csvRows(text: string): { email: string; attributes: Record<string, unknown> }[] {
  const [header = "", ...lines] = text.split(/\r?\n/).filter((line) => line.trim() !== "");
  const names = header.split(";").map((name) => name.trim().toUpperCase());
  const at = names.indexOf("EMAIL");
  if (at < 0) throw invalid("The file has no column EMAIL");
  return lines.map((line) => {
    const cells = line.split(";");
    const attributes = Object.fromEntries(names.map((name, index) => [name, cells[index] ?? ""]));
    delete attributes.EMAIL;
    return { email: cells[at] ?? "", attributes };
  });
}

export function createContact(state: BrevoState, request: ToolRequest): ToolAnswer {
  const body = parseBody(createContactBody, request.body);
  if (!isAddress(body.email)) throw invalid("Invalid email address");
  const known = state.store.byEmail.get(lowerCase(body.email));
  if (known && !body.updateEnabled)
    throw new BrevoRefusal(
      400,
      "duplicate_parameter",
      "Unable to create contact, email is already associated with another Contact",
    );
  const mark = markOf(request);
  const contact = known ?? state.store.addContact(body.email, mark);
  if (body.emailBlacklisted !== undefined) {
    harm(state, request, "createContact", "sent emailBlacklisted");
    state.store.setBlacklisted(contact, body.emailBlacklisted, mark);
  }
  state.store.write(contact, body.attributes ?? {}, mark, false);
  for (const id of body.listIds ?? []) listById(state, String(id)).members.set(contact.id, mark);
  return known ? { status: 204 } : { status: 201, body: { id: contact.id } };
}

export function updateContact(state: BrevoState, request: ToolRequest, identifier: string): ToolAnswer {
  const body = parseBody(updateContactBody, request.body);
  const contact = contactBy(state, identifier);
  const mark = markOf(request);
  if (body.emailBlacklisted !== undefined) {
    harm(state, request, "updateContact", "sent emailBlacklisted");
    state.store.setBlacklisted(contact, body.emailBlacklisted, mark);
  }
  state.store.write(contact, body.attributes ?? {}, mark, true);
  for (const id of body.listIds ?? []) listById(state, String(id)).members.set(contact.id, mark);
  for (const id of body.unlinkListIds ?? []) listById(state, String(id)).members.delete(contact.id);
  return { status: 204 };
}

export function deleteContact(state: BrevoState, _request: ToolRequest, identifier: string): ToolAnswer {
  state.store.deleteContact(contactBy(state, identifier));
  return { status: 204 };
}

/** 201 with who was removed and who was not; where nobody was, a 400. */
export function removeFromList(state: BrevoState, request: ToolRequest, id: string): ToolAnswer {
  const list = listById(state, id);
  const body = parseBody(removeBody, request.body);
  if (body.all) throw new BrevoRefusal(501, "LOCAL_TOOL_UNSUPPORTED", "The local Brevo empties no list");
  const success: (string | number)[] = [];
  const failure: (string | number)[] = [];
  for (const one of body.emails ?? body.ids ?? []) {
    const contact =
      typeof one === "number" ? state.store.contacts.get(one) : state.store.byEmail.get(lowerCase(one));
    (contact && list.members.delete(contact.id) ? success : failure).push(one);
  }
  if (success.length === 0) throw invalid("Contact already removed from list and/or does not exist");
  return { status: 201, body: { contacts: { success, failure } } };
}

export function createList(state: BrevoState, request: ToolRequest): ToolAnswer {
  const { name, folderId } = parseBody(createListBody, request.body);
  if (!state.store.folders.has(folderId)) throw invalid("Folder ID does not exist");
  return { status: 201, body: { id: state.store.addList(name, folderId).id } };
}

export function createFolder(state: BrevoState, request: ToolRequest): ToolAnswer {
  return {
    status: 201,
    body: { id: state.store.addFolder(parseBody(createFolderBody, request.body).name).id },
  };
}

export function createAttribute(
  state: BrevoState,
  request: ToolRequest,
  category: string,
  given: string,
): ToolAnswer {
  if (category !== "normal")
    throw new BrevoRefusal(501, "LOCAL_TOOL_UNSUPPORTED", "The local Brevo has normal attributes alone");
  const name = given.toUpperCase();
  if (!/^[A-Z0-9_]{1,50}$/.test(name)) throw invalid("Attribute name is not valid");
  const { type } = parseBody(createAttributeBody, request.body);
  if (state.store.attributes.has(name))
    throw new BrevoRefusal(400, "duplicate_parameter", "Attribute name must be unique");
  state.store.attributes.set(name, type);
  return { status: 201 };
}

import { Jobs } from "../server/jobs.ts";
import { keptContent } from "../server/kept.ts";
import { KeyRing } from "../server/keys.ts";
import { toolPage } from "../server/page.ts";
import { lowerCase, type Mark } from "../server/people.ts";
import { Rates, type Window } from "../server/rates.ts";
import type { RecordedRequest, ToolAnswer, ToolRequest } from "../server/requests.ts";
import {
  assertHarmless,
  type LocalTool,
  runToolServer,
  serverParts,
  type ToolOptions,
} from "../server/tool-server.ts";
import { brevoContent } from "./content.ts";
import { BrevoRefusal, errorAnswer } from "./errors.ts";
import * as reads from "./reads.ts";
import type { BrevoState } from "./state.ts";
import { BrevoStore, type Contact, type List } from "./store.ts";
import * as writes from "./writes.ts";

export interface BrevoOptions extends ToolOptions {
  /** Default one key. */
  keys?: readonly string[];
  accountName?: string;
}

export interface LocalBrevo extends LocalTool {
  readonly name: "brevo";
  readonly store: BrevoStore;
  addList(name: string): List;
  addContact(
    email: string,
    known?: { blacklisted?: boolean; lists?: List[]; attributes?: Record<string, unknown> },
  ): Contact;
}

const DEFAULT_KEY =
  "xkeysib-0000000000000000000000000000000000000000000000000000000000000000-local00000000000";

/**
 * General plan: contacts 10 a second and 36,000 an hour, whatever is not named 100 an hour, and processes and the account are not
 * named: https://developers.brevo.com/docs/api-limits
 */
const HOUR = 3_600_000;
const LIMITS: Record<"contacts" | "other", readonly Window[]> = {
  contacts: [
    { limit: 36_000, ms: HOUR },
    { limit: 10, ms: 1_000 },
  ],
  other: [{ limit: 100, ms: HOUR }],
};

type Perform = (state: BrevoState, request: ToolRequest, id: string, inner: string) => ToolAnswer;
interface Operation {
  name: string;
  method: string;
  path: RegExp;
  perform: Perform;
}
const operation = (name: string, method: string, path: string, perform: Perform): Operation => ({
  name,
  method,
  path: new RegExp(`^/v3${path.replaceAll("{}", "([^/]+)")}/?$`),
  perform,
});

/** More exact paths first. */
const OPERATIONS: readonly Operation[] = [
  operation("getAccount", "GET", "/account", reads.account),
  operation("getProcess", "GET", "/processes/{}", reads.process),
  operation("importContacts", "POST", "/contacts/import", writes.importContacts),
  operation("getLists", "GET", "/contacts/lists", reads.lists),
  operation("createList", "POST", "/contacts/lists", writes.createList),
  operation("getList", "GET", "/contacts/lists/{}", reads.list),
  operation("getContactsFromList", "GET", "/contacts/lists/{}/contacts", reads.listContacts),
  operation("removeContactFromList", "POST", "/contacts/lists/{}/contacts/remove", writes.removeFromList),
  operation("getFolders", "GET", "/contacts/folders", reads.folders),
  operation("createFolder", "POST", "/contacts/folders", writes.createFolder),
  operation("getAttributes", "GET", "/contacts/attributes", reads.attributes),
  operation("createAttribute", "POST", "/contacts/attributes/{}/{}", writes.createAttribute),
  operation("getContacts", "GET", "/contacts", reads.contacts),
  operation("createContact", "POST", "/contacts", writes.createContact),
  operation("getContactInfo", "GET", "/contacts/{}", reads.contact),
  operation("updateContact", "PUT", "/contacts/{}", writes.updateContact),
  operation("deleteContact", "DELETE", "/contacts/{}", writes.deleteContact),
];

export async function startBrevo(options: BrevoOptions = {}): Promise<LocalBrevo> {
  const parts = serverParts(options);
  const { faults, harm, now } = parts;
  const store = new BrevoStore();
  const jobs = new Jobs(faults, now);
  const keys = new KeyRing(options.keys ?? [DEFAULT_KEY]);
  const rates = new Rates();
  const state: BrevoState = {
    account: { name: options.accountName ?? "Local Brevo account" },
    store,
    jobs,
    processes: new Map(),
    faults,
    harm,
    url: () => server.url,
  };
  const kept = keptContent(options.dataFile, brevoContent(store));
  if (store.folders.size === 0) store.addFolder("Your first folder");

  function answer(request: ToolRequest, record: RecordedRequest): ToolAnswer {
    const report = /^\/reports\/(.+)$/.exec(request.path)?.[1];
    if (request.method === "GET" && report !== undefined) {
      record.operation = "report";
      return reads.report(state, report);
    }
    let headers: Record<string, string> = {};
    try {
      const { operation: asked, ids } = operationOf(request);
      record.operation = asked.name;
      checkKey(request);
      const bucket = request.path.startsWith("/v3/contacts") ? "contacts" : "other";
      const rate = rates.take(bucket, LIMITS[bucket], now().getTime());
      // On every answer: https://developers.brevo.com/docs/limit-headers. There is no Retry-After.
      headers = {
        "x-sib-ratelimit-limit": String(rate.window.limit),
        "x-sib-ratelimit-remaining": String(rate.remaining),
        "x-sib-ratelimit-reset": String(Math.ceil(rate.resetMs / 1_000)),
      };
      if (rate.waitMs !== null && options.enforceRates !== false)
        throw new BrevoRefusal(429, "too_many_requests", "You have exceeded the rate limit");
      if (request.bytes > 0 && request.headers["content-type"]?.split(";")[0] !== "application/json")
        throw new BrevoRefusal(415, "unsupported_media_type", "The content type has to be application/json");
      const [id = "", inner = ""] = ids;
      const made = asked.perform(state, request, id, inner);
      return { ...made, headers: { ...made.headers, ...headers } };
    } catch (error) {
      if (!(error instanceof BrevoRefusal)) throw error;
      record.refusal = error.message;
      return errorAnswer(error, headers);
    }
  }

  function checkKey(request: ToolRequest): void {
    const key = request.headers["api-key"];
    if (typeof key !== "string")
      throw new BrevoRefusal(401, "unauthorized", "authentication not found in headers");
    if (keys.scopesOf(key) === null) throw new BrevoRefusal(401, "unauthorized", "Key not found");
  }

  const byHand = (): Mark => ({ at: now(), by: null });
  const contactAt = (address: string): Contact =>
    store.byEmail.get(lowerCase(address)) ?? store.addContact(address, byHand());

  const server = await runToolServer(
    {
      title: "Brevo",
      largestBodyBytes: 20_000_000,
      connections: Number.POSITIVE_INFINITY,
      answer,
      tooMany: (seconds) =>
        errorAnswer(
          new BrevoRefusal(429, "too_many_requests", "You have exceeded the rate limit"),
          seconds === null
            ? {}
            : { "Retry-After": String(seconds), "x-sib-ratelimit-reset": String(seconds) },
        ),
      failure: (status) => errorAnswer(new BrevoRefusal(status, "internal_error", "Internal server error")),
      page: (request, response, url) => toolPage(tool, request, response, url),
    },
    parts,
    options,
  );

  const tool: LocalBrevo = {
    get url() {
      return server.url;
    },
    get requestCount() {
      return server.requestCount;
    },
    get keysRevoked() {
      return keys.allRevoked;
    },
    name: "brevo",
    title: "Brevo",
    requests: server.requests,
    handle: server.handle,
    faults,
    harm,
    store,
    keys: keys.names,
    person: (address) => {
      const contact = store.byEmail.get(lowerCase(address));
      return contact ? store.view(contact) : null;
    },
    people: () => [...store.contacts.values()].map((contact) => store.view(contact)),
    lists: () =>
      [...store.lists.values()].map(({ id, name, members }) => ({
        id: String(id),
        name,
        size: members.size,
      })),
    membersOf: (listId) =>
      [...(store.lists.get(Number(listId))?.members.keys() ?? [])]
        .flatMap((id) => store.contacts.get(id)?.email ?? [])
        .sort(),
    jobs: () => [...jobs.byId.values()],
    addList: (name) => store.addList(name, store.folders.values().next().value?.id ?? 0),
    addContact(email, { blacklisted = false, lists = [], attributes = {} } = {}) {
      const contact = contactAt(email);
      store.setBlacklisted(contact, blacklisted, byHand());
      for (const list of lists) list.members.set(contact.id, byHand());
      store.write(contact, attributes, byHand(), false);
      return contact;
    },
    subscribe: (address) => store.setBlacklisted(contactAt(address), false, byHand()),
    unsubscribe: (address) => store.setBlacklisted(contactAt(address), true, byHand()),
    suppress: (address) => store.setBlacklisted(contactAt(address), true, byHand()),
    revokeKey: (key) => keys.revoke(key),
    restoreKey: (key) => keys.restore(key),
    finishJobs: (id) => jobs.finish(id),
    save: () => kept.save(),
    async close() {
      await server.close();
      kept.save();
      assertHarmless("Brevo", harm);
    },
  };
  return tool;
}

function operationOf(request: ToolRequest): { operation: Operation; ids: string[] } {
  const fitting = OPERATIONS.filter(({ path }) => path.test(request.path));
  const found = fitting.find(({ method }) => method === request.method);
  if (found)
    return {
      operation: found,
      ids: (found.path.exec(request.path) ?? []).slice(1).map((id) => decodeURIComponent(id)),
    };
  if (fitting.length === 0) throw new BrevoRefusal(404, "document_not_found", "Route not found");
  throw new BrevoRefusal(405, "method_not_allowed", "Method not allowed");
}

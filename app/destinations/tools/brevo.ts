import { z } from "zod";
import { TOOL_HEADINGS } from "../../exports/tool-headings.ts";
import {
  DESTINATION_FIELDS,
  type PersonInTool,
  type PersonOutcome,
  type PersonToSend,
  type Polled,
  type Standing,
  type Tool,
  type ToolDefinition,
  type ToolHost,
  type ToolList,
  ToolRefused,
} from "../tool.ts";
import { fetchReport } from "./fetch-report.ts";
import { askingJson } from "./http.ts";
import { toolFields } from "./tool-fields.ts";
import { lookUpEach, readOn, unknownTo } from "./whole-reading.ts";

/*
 * https://developers.brevo.com/reference. Two fields of an import are never sent: `emailBlacklist`, which blocks or unblocks everybody in it, and
 * `emptyContactsAttributes`, with which an empty value erases what the merchant has.
 */
const BASE_URL = "https://api.brevo.com";

/** The general plan: https://developers.brevo.com/docs/api-limits. Processes and the account fall under "other". */
const BUCKETS = {
  contacts: [
    { name: "contacts/s", most: 10, perMs: 1_000 },
    { name: "contacts/h", most: 36_000, perMs: 3_600_000 },
  ],
  other: [{ name: "other/h", most: 100, perMs: 3_600_000 }],
} as const;

const FIELDS = toolFields(TOOL_HEADINGS.brevo);
const TYPES = { text: "text", number: "float", date: "date" } as const;

function rowOf({ address, values }: PersonToSend) {
  const attributes: Record<string, string | number> = {};
  for (const field of DESTINATION_FIELDS) {
    const value = values[field];
    if (value !== undefined) attributes[FIELDS[field].name] = value;
  }
  return { email: address, attributes };
}

const errorBody = z.object({ message: z.string() });
const wordsOf = (body: unknown): string | null => errorBody.safeParse(body).data?.message ?? null;

const contact = z.object({
  id: z.number(),
  email: z.string().nullish(),
  emailBlacklisted: z.boolean(),
  listIds: z.array(z.number()).nullish(),
  listUnsubscribed: z.array(z.number()).nullish(),
});
const contactPage = z.object({ contacts: z.array(contact).nullish(), count: z.number() });
const account = z.object({
  organization_id: z.string().nullish(),
  email: z.string(),
  companyName: z.string().nullish(),
});
const list = z.object({ id: z.number(), name: z.string(), uniqueSubscribers: z.number().nullish() });
const listPage = z.object({ lists: z.array(list).nullish(), count: z.number() });
const folderPage = z.object({ folders: z.array(z.object({ id: z.number() })).nullish() });
const made = z.object({ id: z.number() });
const attributeList = z.object({ attributes: z.array(z.object({ name: z.string() })) });
const importAnswer = z.object({ processId: z.number() });
const processAnswer = z.object({
  status: z.string(),
  info: z.object({ import: z.record(z.string(), z.unknown()).nullish() }).nullish(),
});
const removal = z.object({
  contacts: z.object({ success: z.array(z.union([z.string(), z.number()])).nullish() }),
});

function standingOf(listId: string, one: z.infer<typeof contact>): Standing | null {
  if (!one.email) return null;
  const isSuppressed =
    one.emailBlacklisted || (one.listUnsubscribed ?? []).some((id) => String(id) === listId);
  return {
    address: one.email.toLowerCase(),
    toolId: String(one.id),
    state: isSuppressed ? "suppressed" : "mailable",
    onList: (one.listIds ?? []).some((id) => String(id) === listId),
  };
}

const CONTACTS_A_PAGE = 1_000;
const MEMBERS_A_PAGE = 500;
const LISTS_A_PAGE = 50;

function connect(key: string, host: ToolHost): Tool {
  const base = host.baseUrl ?? BASE_URL;

  const { ask, get } = askingJson(host, (path) => ({
    url: `${base}/v3/${path}`,
    headers: { "api-key": key, accept: "application/json", "content-type": "application/json" },
    buckets: BUCKETS[path.startsWith("contacts") ? "contacts" : "other"].map(({ name }) => name),
    wordsOf,
    pauseHeader: "x-sib-ratelimit-reset",
  }));
  const contactPath = (address: string) => `contacts/${encodeURIComponent(address)}`;

  const lookUpOne = async (listId: string, address: string, signal: AbortSignal): Promise<Standing> => {
    const found = await ask(contact, contactPath(address), signal, { expected: [404] });
    const standing = found && standingOf(listId, found);
    return standing ? { ...standing, address } : unknownTo(address);
  };

  const lookUp = (listId: string, addresses: readonly string[], signal: AbortSignal) =>
    lookUpEach(addresses, {
      size: CONTACTS_A_PAGE,
      async pageAt(offset) {
        const path = `contacts?limit=${CONTACTS_A_PAGE}&offset=${offset}&sort=asc`;
        const { contacts, count } = await get(contactPage, path, signal);
        return { items: contacts ?? [], total: count };
      },
      idOf: ({ id }) => String(id),
      standingOf: (one) => standingOf(listId, one),
      lookUpOne: (address) => lookUpOne(listId, address, signal),
    });

  async function attributeNames(signal: AbortSignal): Promise<ReadonlySet<string>> {
    const { attributes } = await get(attributeList, "contacts/attributes", signal);
    return new Set(attributes.map(({ name }) => name.toUpperCase()));
  }

  async function folderId(signal: AbortSignal): Promise<number> {
    const { folders } = await get(folderPage, "contacts/folders?limit=1&sort=asc", signal);
    const [first] = folders ?? [];
    if (first) return first.id;
    const folder = await ask(made, "contacts/folders", signal, {
      method: "POST",
      body: { name: "Klantwaarde" },
    });
    if (!folder) throw new Error("a folder was made without an answer");
    return folder.id;
  }

  return {
    async account(signal) {
      const { organization_id, email, companyName } = await get(account, "account", signal);
      return { id: organization_id || email, name: companyName || email };
    },

    async lists(signal) {
      const found: ToolList[] = [];
      for (let offset = 0; ; offset += LISTS_A_PAGE) {
        const page = await get(
          listPage,
          `contacts/lists?limit=${LISTS_A_PAGE}&offset=${offset}&sort=asc`,
          signal,
        );
        for (const { id, name, uniqueSubscribers } of page.lists ?? [])
          found.push({ id: String(id), name, within: null, people: uniqueSubscribers ?? null });
        if (offset + LISTS_A_PAGE >= page.count) return found;
      }
    },

    async makeList(name, _within, signal) {
      const body = { name, folderId: await folderId(signal) };
      const list = await ask(made, "contacts/lists", signal, { method: "POST", body });
      if (!list) throw new Error("a list was made without an answer");
      return { id: String(list.id), name, within: null, people: 0 };
    },

    async prepareFields(_listId, fields, signal) {
      const known = await attributeNames(signal);
      for (const field of fields) {
        const { name, type } = FIELDS[field];
        if (known.has(name)) continue;
        try {
          await ask(z.unknown(), `contacts/attributes/normal/${name}`, signal, {
            method: "POST",
            body: { type: TYPES[type] },
          });
        } catch (error) {
          // Another list of the same account may have made it meanwhile.
          if (!(error instanceof ToolRefused) || !(await attributeNames(signal)).has(name)) throw error;
        }
      }
    },

    plan: lookUp,

    async apply(listId, people, signal) {
      const body = {
        jsonBody: people.map(rowOf),
        listIds: [Number(listId)],
        updateExistingContacts: true,
        disableNotification: true,
      };
      const answer = await ask(importAnswer, "contacts/import", signal, { method: "POST", body });
      if (!answer) throw new Error("an import without an answer");
      return { jobRef: String(answer.processId) };
    },

    async poll(jobRef, signal): Promise<Polled> {
      const { status, info } = await get(processAnswer, `processes/${encodeURIComponent(jobRef)}`, signal);
      if (status === "queued" || status === "in_process" || status === "processing")
        return { state: "running" };
      if (status !== "completed") return { state: "ended", outcomes: [], rest: "unknown" };
      const outcomes: PersonOutcome[] = [];
      let isWhole = info?.import !== null && info?.import !== undefined;
      for (const [code, url] of Object.entries(info?.import ?? {})) {
        if (typeof url !== "string" || url === "") continue;
        const refused = refusedIn(await fetchReport(host, url, signal));
        if (refused === null) isWhole = false;
        else
          for (const address of refused)
            outcomes.push({ address, outcome: "refused", code, words: code.replaceAll("_", " ") });
      }
      return { state: "ended", outcomes, rest: isWhole ? "done" : "unknown" };
    },

    async remove(listId, people, signal) {
      const answer = await ask(
        removal,
        `contacts/lists/${encodeURIComponent(listId)}/contacts/remove`,
        signal,
        {
          method: "POST",
          body: { emails: people.map(({ address }) => address) },
          // Where nobody of them was on the list.
          expected: [400],
        },
      );
      const removed = new Set((answer?.contacts.success ?? []).map((one) => String(one).toLowerCase()));
      const others = people.filter(({ address }) => !removed.has(address)).map(({ address }) => address);
      const standings = others.length > 0 ? await lookUp(listId, others, signal) : [];
      const still = new Set(standings.filter(({ onList }) => onList).map(({ address }) => address));
      return people.map(
        ({ address, toolId }): PersonOutcome =>
          still.has(address)
            ? { address, outcome: "refused", code: "not_removed", words: "Brevo did not remove this contact" }
            : { address, outcome: "done", toolId },
      );
    },

    async erase({ address }: PersonInTool, _listIds, signal) {
      const answer = await ask(z.unknown(), contactPath(address), signal, {
        method: "DELETE",
        expected: [404],
      });
      return answer === null ? "unknown" : "asked";
    },

    async readBack(listId, cursor, signal) {
      const pageAt = async (offset: number) => {
        const path = `contacts/lists/${encodeURIComponent(listId)}/contacts?limit=${MEMBERS_A_PAGE}&offset=${offset}&sort=asc`;
        const { contacts, count } = await get(contactPage, path, signal);
        return { items: contacts ?? [], total: count };
      };
      const page = await readOn(pageAt, cursor, ({ id }) => String(id));
      if (page === "lost") return page;
      const standings = page.items.flatMap((one) => {
        const standing = standingOf(listId, one);
        return standing ? [{ ...standing, onList: true }] : [];
      });
      return { standings, next: page.next };
    },
  };
}

/** The addresses in a report, whatever its columns are; null where a line that should have one has none. */
function refusedIn(report: Buffer | null): string[] | null {
  if (report === null) return null;
  const lines = report
    .toString("utf8")
    .split(/\r?\n/)
    .filter((line) => line.trim() !== "");
  const found: string[] = [];
  for (const line of lines) {
    const cells = line.split(/[;,\t]/).map((cell) => cell.trim().replace(/^"(.*)"$/, "$1"));
    const address = cells.find((cell) => cell.includes("@"));
    if (address !== undefined) found.push(address.toLowerCase());
  }
  // One line may be the header.
  return found.length > 0 && lines.length - found.length <= 1 ? found : lines.length <= 1 ? [] : null;
}

export const brevo: ToolDefinition = {
  name: "brevo",
  // 10 MB, of which the page recommends to use about 8: https://developers.brevo.com/changelog/2020/4/13
  limits: { rows: 10_000, bytes: 7_900_000, removal: 150, lookUp: 10_000, atOnce: 5 },
  buckets: Object.values(BUCKETS).flat(),
  fields: FIELDS,
  addsUnknown: true,
  isKey: (text) => /^xkeysib-[\x21-\x7e]{10,200}$/.test(text),
  // With the comma.
  bytesOf: (person) => Buffer.byteLength(JSON.stringify(rowOf(person))) + 1,
  connect,
};

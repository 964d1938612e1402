import { createHash } from "node:crypto";
import { z } from "zod";
import { TOOL_HEADINGS } from "../../exports/tool-headings.ts";
import {
  DESTINATION_FIELDS,
  type PersonInTool,
  type PersonOutcome,
  type PersonToSend,
  type Standing,
  type Tool,
  type ToolDefinition,
  type ToolHost,
  type ToolList,
  ToolRefused,
} from "../tool.ts";
import { askingJson } from "./http.ts";
import { pollBatch } from "./mailchimp-batch.ts";
import { toolFields } from "./tool-fields.ts";
import { lookUpEach, readOn, unknownTo } from "./whole-reading.ts";

/*
 * https://mailchimp.com/developer/marketing/api/. A list is a static segment of an audience. Nothing here sends a `status`, so no subscription
 * changes; nobody is made a member: whoever is not in the audience is refused as such. PATCH, and not PUT: it cannot make anybody.
 */

/** Mailchimp counts requests at the same time, not in a time. This is ours, to have something that `block` can close. */
const REQUESTS = { name: "requests/s", most: 50, perMs: 1_000 } as const;

/** Merge tags have at most 10 letters. */
const FIELDS = toolFields(TOOL_HEADINGS.mailchimp);

function mergeFieldsOf({ values }: PersonToSend): Record<string, string | number> {
  const fields: Record<string, string | number> = {};
  for (const field of DESTINATION_FIELDS) {
    const value = values[field];
    if (value !== undefined) fields[FIELDS[field].name] = value;
  }
  return fields;
}

const hashOf = (address: string) => createHash("md5").update(address.toLowerCase()).digest("hex");

/** What is done for one person in a batch. Without values it only reads whether they are in the audience. */
function operationOf(audience: string, person: PersonToSend) {
  const path = `/lists/${audience}/members/${hashOf(person.address)}`;
  const fields = mergeFieldsOf(person);
  const operation_id = person.address;
  return Object.keys(fields).length === 0
    ? { method: "GET", path, params: { fields: "id,email_address,status" }, operation_id }
    : { method: "PATCH", path, body: JSON.stringify({ merge_fields: fields }), operation_id };
}

const errorBody = z.object({ title: z.string(), detail: z.string().nullish() });
const wordsOf = (body: unknown): string | null => {
  const problem = errorBody.safeParse(body).data;
  return problem ? problem.detail || problem.title : null;
};

const root = z.object({ account_id: z.string(), account_name: z.string().nullish() });
const audienceList = z.object({ lists: z.array(z.object({ id: z.string(), name: z.string() })) });
const segment = z.object({ id: z.number(), name: z.string(), member_count: z.number().nullish() });
const segmentList = z.object({ segments: z.array(segment), total_items: z.number() });
const member = z.object({
  id: z.string(),
  email_address: z.string(),
  status: z.string(),
  tags: z.array(z.object({ id: z.number() })).nullish(),
});
const memberPage = z.object({ members: z.array(member), total_items: z.number() });
const mergeFieldList = z.object({ merge_fields: z.array(z.object({ tag: z.string() })) });
const segmentChange = z.object({
  errors: z.array(z.object({ email_addresses: z.array(z.string()).nullish() })).nullish(),
});
const batch = z.object({ id: z.string() });

/** "subscribed" alone: whoever has left, bounced, not confirmed, or never asked for mails is not written to. */
function standingOf(
  segmentId: string,
  { id, email_address, status, tags }: z.infer<typeof member>,
): Standing {
  return {
    address: email_address.toLowerCase(),
    toolId: id,
    state: status === "subscribed" ? "mailable" : "suppressed",
    onList: tags ? tags.some((tag) => String(tag.id) === segmentId) : null,
  };
}

const A_PAGE = 1_000;
const A_SEGMENT_CHANGE = 500;

function partsOf(listId: string): { audience: string; segmentId: string } {
  const [, audience, segmentId] = /^([a-z0-9]+):(\d+)$/.exec(listId) ?? [];
  if (!audience || !segmentId) throw new ToolRefused(404, "There is no such segment");
  return { audience, segmentId };
}

function connect(key: string, host: ToolHost): Tool {
  const dataCentre = /-([a-z]+\d+)$/.exec(key)?.[1] ?? "";
  const base = `${host.baseUrl ?? `https://${dataCentre}.api.mailchimp.com`}/3.0`;
  const authorization = `Basic ${Buffer.from(`klantwaarde:${key}`).toString("base64")}`;

  const { ask, get } = askingJson(host, (path) => ({
    url: `${base}${path}`,
    headers: { authorization, accept: "application/json", "content-type": "application/json" },
    buckets: [REQUESTS.name],
    wordsOf,
    // Something in front of Mailchimp answers too many connections with a page, where a refused key is answered with a problem document.
    isThrottled: ({ status, body: said }) => status === 403 && !errorBody.safeParse(said).success,
  }));

  const audiences = async (signal: AbortSignal) =>
    (await get(audienceList, `/lists?count=${A_PAGE}&fields=lists.id,lists.name`, signal)).lists;

  const MEMBER = ["id", "email_address", "status", "tags"];
  async function lookUpOne(listId: string, address: string, signal: AbortSignal): Promise<Standing> {
    const { audience, segmentId } = partsOf(listId);
    const path = `/lists/${audience}/members/${hashOf(address)}?fields=${MEMBER.join()}`;
    const found = await ask(member, path, signal, { expected: [404] });
    return found ? { ...standingOf(segmentId, found), address } : unknownTo(address);
  }

  const lookUp = async (listId: string, addresses: readonly string[], signal: AbortSignal) => {
    const { audience, segmentId } = partsOf(listId);
    const fields = [...MEMBER.map((name) => `members.${name}`), "total_items"].join();
    return lookUpEach(addresses, {
      size: A_PAGE,
      async pageAt(offset) {
        const path = `/lists/${audience}/members?count=${A_PAGE}&offset=${offset}&fields=${fields}`;
        const { members, total_items } = await get(memberPage, path, signal);
        return { items: members, total: total_items };
      },
      idOf: ({ id }) => id,
      standingOf: (one) => standingOf(segmentId, one),
      lookUpOne: (address) => lookUpOne(listId, address, signal),
    });
  };

  return {
    async account(signal) {
      const { account_id, account_name } = await get(root, "/?fields=account_id,account_name", signal);
      return { id: account_id, name: account_name || account_id };
    },

    async lists(signal) {
      const found: ToolList[] = [];
      for (const { id, name: within } of await audiences(signal))
        for (let offset = 0; ; offset += A_PAGE) {
          const page = await get(
            segmentList,
            `/lists/${id}/segments?type=static&count=${A_PAGE}&offset=${offset}`,
            signal,
          );
          for (const { id: segmentId, name, member_count } of page.segments)
            found.push({ id: `${id}:${segmentId}`, name, within, people: member_count ?? null });
          if (offset + A_PAGE >= page.total_items) break;
        }
      return found;
    },

    async makeList(name, within, signal) {
      const known = await audiences(signal);
      const fitting =
        within === null ? known : known.filter((one) => one.id === within || one.name === within);
      const [audience, another] = fitting;
      if (!audience || another)
        throw new ToolRefused(
          400,
          audience ? "There is more than one such audience" : "There is no such audience",
        );
      const made = await ask(segment, `/lists/${audience.id}/segments`, signal, {
        method: "POST",
        body: { name, static_segment: [] },
      });
      if (!made) throw new Error("a segment was made without an answer");
      return { id: `${audience.id}:${made.id}`, name: made.name, within: audience.name, people: 0 };
    },

    async prepareFields(listId, fields, signal) {
      const { audience } = partsOf(listId);
      const tags = async () => {
        const path = `/lists/${audience}/merge-fields?count=${A_PAGE}&fields=merge_fields.tag`;
        return new Set((await get(mergeFieldList, path, signal)).merge_fields.map(({ tag }) => tag));
      };
      const known = await tags();
      for (const field of fields) {
        const { name: tag, type } = FIELDS[field];
        if (known.has(tag)) continue;
        const body = { tag, name: `Klantwaarde ${field}`, type, required: false, public: false };
        try {
          await ask(z.unknown(), `/lists/${audience}/merge-fields`, signal, { method: "POST", body });
        } catch (error) {
          // Another list of the same audience may have made it meanwhile.
          if (!(error instanceof ToolRefused) || !(await tags()).has(tag)) throw error;
        }
      }
    },

    plan: lookUp,

    async apply(listId, people, signal) {
      const { audience, segmentId } = partsOf(listId);
      const operations: object[] = people.map((person) => operationOf(audience, person));
      for (let at = 0; at < people.length; at += A_SEGMENT_CHANGE) {
        const members_to_add = people.slice(at, at + A_SEGMENT_CHANGE).map(({ address }) => address);
        operations.push({
          method: "POST",
          path: `/lists/${audience}/segments/${segmentId}`,
          body: JSON.stringify({ members_to_add }),
          operation_id: `segment ${at}`,
        });
      }
      const made = await ask(batch, "/batches", signal, { method: "POST", body: { operations } });
      if (!made) throw new Error("a batch without an answer");
      return { jobRef: made.id };
    },

    poll: (jobRef, signal) =>
      pollBatch(host, jobRef, signal, (schema) =>
        get(schema, `/batches/${encodeURIComponent(jobRef)}`, signal),
      ),

    async remove(listId, people, signal) {
      const { audience, segmentId } = partsOf(listId);
      const answer = await ask(segmentChange, `/lists/${audience}/segments/${segmentId}`, signal, {
        method: "POST",
        body: { members_to_remove: people.map(({ address }) => address) },
      });
      const named = new Set(
        (answer?.errors ?? []).flatMap((one) => one.email_addresses ?? []).map((one) => one.toLowerCase()),
      );
      const still = new Set<string>();
      // Most of them were not in the segment; only the tool knows.
      for (const { address, onList } of named.size > 0 ? await lookUp(listId, [...named], signal) : [])
        if (onList !== false) still.add(address);
      return people.map(
        ({ address, toolId }): PersonOutcome =>
          still.has(address)
            ? {
                address,
                outcome: "refused",
                code: "not_removed",
                words: "Mailchimp did not remove this contact",
              }
            : { address, outcome: "done", toolId },
      );
    },

    /** For good: the person cannot be imported into these audiences again. Other audiences of the account may be another shop's. */
    async erase({ address }: PersonInTool, listIds, signal) {
      let outcome: "asked" | "unknown" = "unknown";
      const refusals: ToolRefused[] = [];
      for (const audience of new Set(listIds.map((id) => partsOf(id).audience))) {
        const path = `/lists/${audience}/members/${hashOf(address)}/actions/delete-permanent`;
        try {
          const anything = z.unknown().transform(() => true);
          const answer = await ask(anything, path, signal, { method: "POST", expected: [404] });
          if (answer !== null) outcome = "asked";
        } catch (error) {
          // One audience that says no keeps nobody in the others.
          if (!(error instanceof ToolRefused)) throw error;
          refusals.push(error);
        }
      }
      if (refusals[0]) throw refusals[0];
      return outcome;
    },

    async readBack(listId, cursor, signal) {
      const { audience, segmentId } = partsOf(listId);
      const all = ["cleaned", "transactional", "unsubscribed"]
        .map((status) => `include_${status}=true`)
        .join("&");
      const pageAt = async (offset: number) => {
        const path = `/lists/${audience}/segments/${segmentId}/members?count=${A_PAGE}&offset=${offset}&${all}`;
        const { members, total_items } = await get(memberPage, path, signal);
        return { items: members, total: total_items };
      };
      const page = await readOn(pageAt, cursor, ({ id }) => id);
      if (page === "lost") return page;
      const standings = page.items.map((one) => ({ ...standingOf(segmentId, one), onList: true }));
      return { standings, next: page.next };
    },
  };
}

export const mailchimp: ToolDefinition = {
  name: "mailchimp",
  // No size of a batch is said; its results come as one file.
  limits: { rows: 10_000, bytes: 4_000_000, removal: A_SEGMENT_CHANGE, lookUp: 10_000, atOnce: 10 },
  buckets: [REQUESTS],
  fields: FIELDS,
  addsUnknown: false,
  isKey: (text) => /^[\x21-\x7e]{10,200}-[a-z]{2,4}\d{1,3}$/.test(text),
  // With the comma, and with the address a second time in its segment.
  bytesOf: (person) =>
    Buffer.byteLength(JSON.stringify(operationOf("0123456789", person))) +
    Buffer.byteLength(person.address) +
    8,
  connect,
};

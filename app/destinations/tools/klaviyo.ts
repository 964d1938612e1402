import { z } from "zod";
import {
  KeyRefused,
  type PersonInTool,
  type PersonOutcome,
  type Polled,
  type ReadBackPage,
  type Standing,
  type Tool,
  type ToolDefinition,
  type ToolHost,
  type ToolList,
  ToolRefused,
} from "../tool.ts";
import { askTool, type ToolRequest, unreadable, withoutAddresses } from "./http.ts";
import {
  accounts,
  BASE_URL,
  cursorOf,
  importErrors,
  importJob,
  listPage,
  oneList,
  profilePage,
  standingOf,
  wordsOf,
} from "./klaviyo-answers.ts";
import { FIELDS, profileOf } from "./klaviyo-fields.ts";

/** https://developers.klaviyo.com/en/reference/api-overview: the revision that the descriptions under test/tools/klaviyo are of. */
const REVISION = "2026-07-15";
const JSON_API = "application/vnd.api+json";

const SECOND = 1_000;
const MINUTE = 60_000;
/** Each request falls under two limits: a short and a long one. */
const limited = (name: string, perSecond: number, perMinute: number) => [
  { name: `${name}/s`, most: perSecond, perMs: SECOND },
  { name: `${name}/min`, most: perMinute, perMs: MINUTE },
];
const BUCKETS = {
  read: limited("read", 75, 750),
  write: limited("write", 10, 150),
  account: limited("account", 1, 15),
  erase: limited("erase", 3, 60),
} as const;
const names = (kind: keyof typeof BUCKETS) => BUCKETS[kind].map(({ name }) => name);

function connect(key: string, host: ToolHost): Tool {
  const base = host.baseUrl ?? BASE_URL;
  const headers = {
    authorization: `Klaviyo-API-Key ${key}`,
    revision: REVISION,
    accept: JSON_API,
    "content-type": JSON_API,
  };

  async function ask<T>(
    schema: z.ZodType<T>,
    path: string,
    kind: keyof typeof BUCKETS,
    signal: AbortSignal,
    {
      query = {},
      body,
      method = body === undefined ? "GET" : "POST",
      expected = [],
    }: {
      readonly query?: Readonly<Record<string, string>>;
      readonly body?: object;
      readonly method?: ToolRequest["method"];
      readonly expected?: readonly number[];
    } = {},
  ): Promise<{ readonly status: number; readonly data: T | null }> {
    const search = new URLSearchParams(query).toString();
    const answer = await askTool(host, {
      method,
      url: `${base}/api/${path}${search === "" ? "" : `?${search}`}`,
      headers,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      buckets: names(kind),
      signal,
      wordsOf,
      expected,
    });
    if (expected.includes(answer.status)) return { status: answer.status, data: null };
    const parsed = schema.safeParse(answer.body);
    if (!parsed.success)
      throw unreadable(path.split("/")[0] ?? "", parsed.error, { mayBeDone: method !== "GET" });
    return { status: answer.status, data: parsed.data };
  }
  async function get<T>(
    schema: z.ZodType<T>,
    path: string,
    kind: keyof typeof BUCKETS,
    signal: AbortSignal,
    query: Readonly<Record<string, string>> = {},
  ): Promise<T> {
    const { data } = await ask(schema, path, kind, signal, { query });
    if (data === null) throw new Error("an answer without a body that was not expected");
    return data;
  }

  const WITH_CONSENT = {
    "additional-fields[profile]": "subscriptions",
    "fields[profile]": "email,subscriptions",
    "page[size]": "100",
  };

  async function lookUp(
    listId: string,
    addresses: readonly string[],
    signal: AbortSignal,
  ): Promise<ReadonlyMap<string, Standing>> {
    const found = new Map<string, Standing>();
    let cursor: string | null = null;
    do {
      const page: z.infer<typeof profilePage> = await get(profilePage, "profiles", "read", signal, {
        ...WITH_CONSENT,
        filter: `any(email,${JSON.stringify(addresses)})`,
        ...(cursor === null ? {} : { "page[cursor]": cursor }),
      });
      for (const one of page.data) {
        const standing = standingOf(listId, one);
        if (!standing) continue;
        // Of two profiles that a tool keeps of one address the one that is against it counts.
        if (found.get(standing.address)?.state !== "suppressed") found.set(standing.address, standing);
      }
      cursor = cursorOf(page.links?.next);
    } while (cursor !== null);
    return found;
  }

  /** Which of these addresses are on the list; none where there is no such list. */
  async function lookUpMembers(
    listId: string,
    addresses: readonly string[],
    signal: AbortSignal,
  ): Promise<ReadonlySet<string>> {
    const found = new Set<string>();
    let cursor: string | null = null;
    do {
      const query: Record<string, string> = {
        "fields[profile]": "email",
        "page[size]": "100",
        filter: `any(email,${JSON.stringify(addresses)})`,
        ...(cursor === null ? {} : { "page[cursor]": cursor }),
      };
      const path = `lists/${encodeURIComponent(listId)}/profiles`;
      const page: { readonly data: z.infer<typeof profilePage> | null } = await ask(
        profilePage,
        path,
        "read",
        signal,
        { query, expected: [404] },
      );
      for (const { attributes } of page.data?.data ?? [])
        if (attributes.email) found.add(attributes.email.toLowerCase());
      cursor = cursorOf(page.data?.links?.next);
    } while (cursor !== null);
    return found;
  }

  return {
    async account(signal) {
      const { data } = await get(accounts, "accounts", "account", signal);
      const [first] = data;
      if (!first) throw new KeyRefused("");
      return { id: first.id, name: first.attributes.contact_information?.organization_name || first.id };
    },

    async lists(signal) {
      const found: ToolList[] = [];
      let cursor: string | null = null;
      do {
        const page: z.infer<typeof listPage> = await get(listPage, "lists", "read", signal, {
          "page[size]": "10",
          ...(cursor === null ? {} : { "page[cursor]": cursor }),
        });
        for (const { id, attributes } of page.data)
          found.push({ id, name: attributes.name ?? id, within: null, people: null });
        cursor = cursorOf(page.links?.next);
      } while (cursor !== null);
      return found;
    },

    async makeList(name, _within, signal) {
      const body = { data: { type: "list", attributes: { name } } };
      const { data } = await ask(oneList, "lists", "write", signal, { body });
      if (!data) throw new Error("a list was made without an answer");
      return { id: data.data.id, name: data.data.attributes.name ?? name, within: null, people: 0 };
    },

    // A property is made by the first profile that has it.
    async prepareFields() {},

    async plan(listId, addresses, signal) {
      const [found, onList] = await Promise.all([
        lookUp(listId, addresses, signal),
        lookUpMembers(listId, addresses, signal),
      ]);
      return addresses.map(
        (address): Standing => ({
          ...(found.get(address) ?? { address, toolId: null, state: "unknown" }),
          onList: onList.has(address),
        }),
      );
    },

    async apply(listId, people, signal) {
      const body = {
        data: {
          type: "profile-bulk-import-job",
          attributes: { profiles: { data: people.map(profileOf) } },
          relationships: { lists: { data: [{ type: "list", id: listId }] } },
        },
      };
      const { data } = await ask(importJob, "profile-bulk-import-jobs", "write", signal, { body });
      if (!data) throw new Error("an import without an answer");
      return { jobRef: data.data.id };
    },

    async poll(jobRef, signal): Promise<Polled> {
      const path = `profile-bulk-import-jobs/${encodeURIComponent(jobRef)}`;
      const { data: job } = await get(importJob, path, "write", signal);
      const { status, total_count: total, completed_count: completed, failed_count: failed } = job.attributes;
      if (status === "queued" || status === "processing") return { state: "running" };
      const outcomes: PersonOutcome[] = [];
      let isNamed = true;
      if ((failed ?? 0) > 0) {
        let cursor: string | null = null;
        do {
          const page: z.infer<typeof importErrors> = await get(
            importErrors,
            `${path}/import-errors`,
            "write",
            signal,
            { "page[size]": "100", ...(cursor === null ? {} : { "page[cursor]": cursor }) },
          );
          for (const { attributes } of page.data) {
            const { code, title, detail, original_payload: sent } = attributes;
            const address = (sent?.email ?? sent?.attributes?.email)?.toLowerCase();
            const words = withoutAddresses(detail || title);
            if (address) outcomes.push({ address, outcome: "refused", code, words });
            else isNamed = false;
          }
          cursor = cursorOf(page.links?.next);
        } while (cursor !== null);
      }
      const failedPeople = new Set(outcomes.map(({ address }) => address)).size;
      const isWhole =
        status === "complete" &&
        isNamed &&
        (completed ?? 0) + (failed ?? 0) === total &&
        failedPeople >= (failed ?? 0);
      return { state: "ended", outcomes, rest: isWhole ? "done" : "unknown" };
    },

    async remove(listId, people, signal) {
      const path = `lists/${encodeURIComponent(listId)}/relationships/profiles`;
      const ids = new Map<string, string>();
      const findIds = async (addresses: readonly string[]) => {
        for (let at = 0; at < addresses.length; at += LOOK_UP)
          for (const [address, { toolId }] of await lookUp(listId, addresses.slice(at, at + LOOK_UP), signal))
            if (toolId !== null) ids.set(address, toolId);
      };
      const takeOff = (expected: readonly number[]) => {
        const data = [...new Set(ids.values())].map((id) => ({ type: "profile", id }));
        return ask(z.unknown(), path, "write", signal, { method: "DELETE", body: { data }, expected });
      };
      for (const { address, toolId } of people) if (toolId !== null) ids.set(address, toolId);
      await findIds(people.filter(({ toolId }) => toolId === null).map(({ address }) => address));
      // One profile that is not there any more (deleted or merged in Klaviyo) may refuse the others: they are looked up again by address.
      if (ids.size > 0 && (await takeOff([404])).status === 404) {
        ids.clear();
        await findIds(people.map(({ address }) => address));
        if (ids.size > 0) await takeOff([]);
      }
      // Whom the tool does not know is on no list.
      return people.map(
        ({ address }): PersonOutcome => ({ address, outcome: "done", toolId: ids.get(address) ?? null }),
      );
    },

    async erase({ address }: PersonInTool, _listIds, signal) {
      const body = {
        data: {
          type: "data-privacy-deletion-job",
          attributes: { profile: { data: { type: "profile", attributes: { email: address } } } },
        },
      };
      // A key may do everything else and not this: then this is refused, and the rest goes on.
      const { status } = await ask(z.unknown(), "data-privacy-deletion-jobs", "erase", signal, {
        body,
        expected: [403, 404],
      });
      if (status === 403) throw new ToolRefused(403, "The key may not delete profiles (data-privacy:write)");
      return status === 404 ? "unknown" : "asked";
    },

    /** Klaviyo's cursor is a place between two people, not a count of them: whoever is removed meanwhile moves nobody over the edge of a page. */
    async readBack(listId, cursor, signal): Promise<ReadBackPage> {
      const path = `lists/${encodeURIComponent(listId)}/profiles`;
      const page = await get(profilePage, path, "read", signal, {
        ...WITH_CONSENT,
        ...(cursor === null ? {} : { "page[cursor]": cursor }),
      });
      const standings = page.data.flatMap((one) => {
        const standing = standingOf(listId, one);
        return standing ? [{ ...standing, onList: true }] : [];
      });
      return { standings, next: cursorOf(page.links?.next) };
    },
  };
}

const LOOK_UP = 100;
/** Of 5 MB, with room for what is around the profiles. */
const BODY_BYTES = 4_990_000;

export const klaviyo: ToolDefinition = {
  name: "klaviyo",
  limits: { rows: 10_000, bytes: BODY_BYTES, removal: 1_000, lookUp: LOOK_UP, atOnce: 10 },
  buckets: Object.values(BUCKETS).flat(),
  fields: FIELDS,
  addsUnknown: true,
  isKey: (text) => /^[\x21-\x7e]{10,200}$/.test(text),
  // With the comma.
  bytesOf: (person) => Buffer.byteLength(JSON.stringify(profileOf(person))) + 1,
  connect,
};

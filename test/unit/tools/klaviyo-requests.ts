import { z } from "zod";
import { KLAVIYO_REVISION, type LocalKlaviyo } from "../../tools/klaviyo/klaviyo.ts";

const resource = z.object({ id: z.string(), attributes: z.record(z.string(), z.unknown()).default({}) });
const answerBody = z.object({
  data: z.union([z.array(resource), resource]).optional(),
  errors: z
    .array(
      z.object({
        code: z.string(),
        detail: z.string(),
        source: z.object({ pointer: z.string(), parameter: z.string() }).partial(),
      }),
    )
    .optional(),
  links: z.object({ next: z.string().nullish() }).optional(),
});

/** What a client sends to Klaviyo; each header can be said otherwise. */
export async function askKlaviyo(
  klaviyo: LocalKlaviyo,
  method: string,
  path: string,
  body?: unknown,
  headers: Record<string, string> = {},
) {
  const answer = await fetch(klaviyo.url + path, {
    method,
    headers: {
      authorization: `Klaviyo-API-Key ${klaviyo.keys[0]}`,
      revision: KLAVIYO_REVISION,
      "content-type": "application/vnd.api+json",
      ...headers,
    },
    ...(body === undefined ? {} : { body: typeof body === "string" ? body : JSON.stringify(body) }),
  });
  const text = await answer.text();
  const said = answerBody.parse(text === "" ? {} : JSON.parse(text));
  const data = said.data;
  return {
    status: answer.status,
    headers: answer.headers,
    error: said.errors?.[0],
    one: Array.isArray(data) ? undefined : data,
    rows: Array.isArray(data) ? data : [],
    next: said.links?.next ?? null,
  };
}

export function importBody(people: Record<string, unknown>[], listIds: string[] = []) {
  return {
    data: {
      type: "profile-bulk-import-job",
      attributes: { profiles: { data: people.map((attributes) => ({ type: "profile", attributes })) } },
      relationships: { lists: { data: listIds.map((id) => ({ type: "list", id })) } },
    },
  };
}

export function deletionBody(attributes: Record<string, unknown>, id?: string) {
  return {
    data: {
      type: "data-privacy-deletion-job",
      attributes: { profile: { data: { type: "profile", ...(id ? { id } : {}), attributes } } },
    },
  };
}

export function references(...ids: string[]) {
  return { data: ids.map((id) => ({ type: "profile", id })) };
}

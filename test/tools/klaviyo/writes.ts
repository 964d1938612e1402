import type { Mark } from "../server/people.ts";
import type { ToolAnswer, ToolRequest } from "../server/requests.ts";
import { invalid, KlaviyoRefusal, notFound, parseBody } from "./errors.ts";
import { listById, ok, profileById } from "./reads.ts";
import { jobResource, listResource, profileResource } from "./resources.ts";
import {
  consentJobQuery,
  deletionJobQuery,
  importJobQuery,
  listCreateQuery,
  listMembersQuery,
  listUpdateQuery,
  type ProfileUpsert,
  profileUpdateQuery,
  profileUpsertQuery,
} from "./schema.ts";
import type { Import, KlaviyoState } from "./state.ts";
import { type Profile, rowFault } from "./store.ts";

const MOST_PROFILES = 10_000;
/** The least that "5MB" and "100KB" of the description can mean. */
export const LARGEST_IMPORT_BYTES = 5_000_000;
export const LARGEST_PROFILE_BYTES = 100_000;

function markOf(request: ToolRequest): Mark {
  return { at: request.at, by: request.number };
}

/** create_list */
export function createList(state: KlaviyoState, request: ToolRequest): ToolAnswer {
  const { name, opt_in_process } = parseBody(listCreateQuery, request.body).data.attributes;
  const made = state.store.addList(name, request.at, opt_in_process ?? "double_opt_in");
  return ok({ data: listResource(made, state.url()) }, 201);
}

/** update_list */
export function updateList(state: KlaviyoState, request: ToolRequest, id: string): ToolAnswer {
  const { attributes } = parseBody(listUpdateQuery, request.body).data;
  const list = listById(state, id);
  list.name = attributes.name ?? list.name;
  list.updated = request.at;
  return ok({ data: listResource(list, state.url()) });
}

/** delete_list */
export function deleteList(state: KlaviyoState, id: string): ToolAnswer {
  listById(state, id);
  state.store.lists.delete(id);
  return { status: 204 };
}

/** add_profiles_to_list, remove_profiles_from_list: neither touches consent. One unknown profile refuses the whole request. */
export function changeMembers(state: KlaviyoState, request: ToolRequest, id: string): ToolAnswer {
  const { data } = parseBody(listMembersQuery, request.body);
  const { members } = listById(state, id);
  for (const reference of data)
    if (!state.store.profiles.has(reference.id))
      throw notFound(`A profile with id ${reference.id} does not exist.`);
  for (const reference of data) {
    if (request.method === "DELETE") members.delete(reference.id);
    else if (!members.has(reference.id)) members.set(reference.id, markOf(request));
  }
  return { status: 204 };
}

/** bulk_import_profiles */
export function importProfiles(state: KlaviyoState, request: ToolRequest): ToolAnswer {
  const { data } = parseBody(importJobQuery, request.body);
  const rows = data.attributes.profiles.data;
  const pointer = "/data/attributes/profiles/data";
  if (rows.length === 0)
    throw new KlaviyoRefusal(400, invalid("At least one profile has to be given.", { pointer }));
  if (rows.length > MOST_PROFILES)
    throw new KlaviyoRefusal(
      400,
      invalid(`A maximum of ${MOST_PROFILES} profiles may be given per request.`, { pointer }),
    );
  const tooLarge = rows.findIndex((row) => Buffer.byteLength(JSON.stringify(row)) > LARGEST_PROFILE_BYTES);
  if (tooLarge >= 0)
    throw new KlaviyoRefusal(
      400,
      invalid("A profile may not be larger than 100KB.", { pointer: `${pointer}/${tooLarge}` }),
    );
  const listIds = (data.relationships?.lists?.data ?? []).map(({ id }) => id);
  for (const id of listIds) listById(state, id);

  const errors: Import["errors"] = [];
  const id = state.store.newId("01JOB", 26);
  const job = state.jobs.start(
    { id, kind: "bulk_import_profiles", request: request.number, total: rows.length },
    (index) => {
      const row = rows[index]!;
      const fault = importRow(state, row, listIds, markOf(request));
      if (!fault) return true;
      errors.push({
        id: `${id}-${String(index).padStart(5, "0")}`,
        code: "invalid",
        title: "Invalid input.",
        detail: fault.detail,
        source: { pointer: `${pointer}/${index}/attributes/${fault.field}` },
        original_payload: row,
      });
      return false;
    },
  );
  state.imports.set(id, { job, listIds, errors });
  return ok({ data: jobResource(job, listIds, state.url()) }, 202);
}

function importRow(state: KlaviyoState, row: ProfileUpsert, listIds: string[], mark: Mark) {
  const { attributes } = row;
  const refused = state.faults.refusePeople.get(attributes.email?.toLowerCase() ?? "");
  const fault = refused === undefined ? rowFault(attributes, row.id) : { detail: refused, field: "email" };
  if (fault) return fault;
  const profile = profileOf(state, row, mark);
  if ("detail" in profile) return profile;
  state.store.write(profile, attributes, mark, false);
  for (const listId of listIds) {
    const members = state.store.lists.get(listId)?.members;
    if (members && !members.has(profile.id)) members.set(profile.id, mark);
  }
  return null;
}

/** Found by id, then by e-mail, then by external id; else a new one. */
function profileOf(
  state: KlaviyoState,
  { id, attributes }: ProfileUpsert,
  mark: Mark,
): Profile | { detail: string; field: string } {
  const { store } = state;
  const byEmail = attributes.email ? store.byEmail.get(attributes.email.trim().toLowerCase()) : undefined;
  if (id) {
    const known = store.profiles.get(id);
    if (!known) return { detail: `A profile with id ${id} does not exist.`, field: "id" };
    if (byEmail && byEmail !== known)
      return { detail: "A profile already exists with one of these identifiers.", field: "email" };
    return known;
  }
  if (byEmail) return byEmail;
  const byExternalId = attributes.external_id
    ? [...store.profiles.values()].find(
        (one) => one.attributes.get("external_id")?.value === attributes.external_id && one.email === null,
      )
    : undefined;
  return byExternalId ?? store.addProfile(null, mark);
}

/** create_or_update_profile, update_profile */
export function writeProfile(state: KlaviyoState, request: ToolRequest, id: string | null): ToolAnswer {
  const { data } = parseBody(id === null ? profileUpsertQuery : profileUpdateQuery, request.body);
  if (request.bytes > LARGEST_PROFILE_BYTES)
    throw new KlaviyoRefusal(413, invalid("A profile may not be larger than 100KB."));
  if (id !== null) profileById(state, id);
  const fault = rowFault(data.attributes, id ?? data.id);
  if (fault)
    throw new KlaviyoRefusal(400, invalid(fault.detail, { pointer: `/data/attributes/${fault.field}` }));
  const before = state.store.profiles.size;
  const profile = profileOf(state, { ...data, id: id ?? data.id }, markOf(request));
  if ("detail" in profile)
    throw new KlaviyoRefusal(409, {
      code: "duplicate_profile",
      title: "Conflict.",
      detail: profile.detail,
      source: { pointer: "/data/attributes" },
    });
  state.store.write(profile, data.attributes, markOf(request), true);
  const status = state.store.profiles.size > before ? 201 : 200;
  return ok({ data: profileResource(profile, { url: state.url(), subscriptions: false }) }, status);
}

/** request_profile_deletion: 202 without a body; "All profiles that match the provided identifier will be deleted." */
export function requestDeletion(state: KlaviyoState, request: ToolRequest): ToolAnswer {
  const { id, attributes } = parseBody(deletionJobQuery, request.body).data.attributes.profile.data;
  state.jobs.start(
    {
      id: state.store.newId("01DEL", 26),
      kind: "request_profile_deletion",
      request: request.number,
      total: 1,
    },
    () => {
      for (const profile of [...state.store.profiles.values()])
        if (
          profile.id === id ||
          (attributes.email != null && profile.email === attributes.email.trim().toLowerCase()) ||
          (attributes.phone_number != null &&
            profile.attributes.get("phone_number")?.value === attributes.phone_number)
        )
          state.store.deleteProfile(profile);
      return true;
    },
  );
  return { status: 202 };
}

/** The jobs on consent do what they do at Klaviyo, and are put down as harm. */
export function changeConsent(state: KlaviyoState, request: ToolRequest, operation: string): ToolAnswer {
  state.harm.push({ request: request.number, operation, what: "asked for a change of consent" });
  const { data } = parseBody(consentJobQuery, request.body);
  const mark = markOf(request);
  for (const { attributes } of data.attributes.profiles.data) {
    const email = attributes.email.toLowerCase();
    const profile = state.store.byEmail.get(email) ?? state.store.addProfile(email, mark);
    if (operation === "bulk_subscribe_profiles") {
      state.store.setConsent(profile, "SUBSCRIBED", mark);
      state.store.lists.get(data.relationships?.list?.data.id ?? "")?.members.set(profile.id, mark);
    } else if (operation === "bulk_unsubscribe_profiles")
      state.store.setConsent(profile, "UNSUBSCRIBED", mark);
    else if (operation === "bulk_suppress_profiles") state.store.suppress(profile, "USER_SUPPRESSED", mark);
    else profile.suppressions = profile.suppressions.filter(({ reason }) => reason !== "USER_SUPPRESSED");
  }
  return { status: 202 };
}

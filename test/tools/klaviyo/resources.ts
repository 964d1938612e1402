import type { Job } from "../server/jobs.ts";
import type { List, Profile } from "./store.ts";
import { mayReceive } from "./store.ts";

/** Answers as the resources of the description; the name beside each is its schema. */

const PLAIN = [
  "phone_number",
  "external_id",
  "first_name",
  "last_name",
  "organization",
  "locale",
  "title",
  "image",
];

/** ProfileResponseObjectResource; with `joined`, ListMemberResponseObjectResource. */
export function profileResource(
  profile: Profile,
  options: { url: string; subscriptions: boolean; joined?: Date | undefined },
): { type: string; id: string; attributes: object; links: object } {
  const value = (name: string) => profile.attributes.get(name)?.value ?? null;
  return {
    type: "profile",
    id: profile.id,
    attributes: {
      email: profile.email,
      ...Object.fromEntries(PLAIN.map((name) => [name, value(name)])),
      created: profile.since.at.toISOString(),
      updated: profile.updatedAt.toISOString(),
      last_event_date: null,
      location: value("location") ?? {},
      properties: Object.fromEntries(
        [...profile.attributes]
          .filter(([name]) => name !== "location" && !PLAIN.includes(name))
          .map(([name, attribute]) => [name, attribute.value]),
      ),
      ...(options.joined ? { joined_group_at: options.joined.toISOString() } : {}),
      ...(options.subscriptions ? { subscriptions: subscriptions(profile) } : {}),
    },
    links: { self: `${options.url}/api/profiles/${profile.id}` },
  };
}

/** Subscriptions, its channel of e-mail (EmailMarketing). The other channels have no consent here. */
function subscriptions(profile: Profile): object {
  const { consent, consentSince } = profile;
  return {
    email: {
      marketing: {
        can_receive_email_marketing: mayReceive(profile),
        consent,
        consent_timestamp: consent === "NEVER_SUBSCRIBED" ? null : consentSince.at.toISOString(),
        last_updated: consent === "NEVER_SUBSCRIBED" ? null : consentSince.at.toISOString(),
        method: null,
        method_detail: "",
        custom_method_detail: null,
        double_optin: null,
        suppression: profile.suppressions.map(({ reason, mark }) => ({
          reason,
          timestamp: mark.at.toISOString(),
        })),
        list_suppressions: [],
      },
    },
    sms: null,
    mobile_push: null,
    whatsapp: null,
  };
}

/** ListListResponseObjectResource, ListRetrieveResponseObjectResource */
export function listResource(list: List, url: string, withCount = false): object {
  const self = `${url}/api/lists/${list.id}`;
  return {
    type: "list",
    id: list.id,
    attributes: {
      name: list.name,
      created: list.created.toISOString(),
      updated: list.updated.toISOString(),
      opt_in_process: list.optIn,
      ...(withCount ? { profile_count: list.members.size } : {}),
    },
    relationships: {
      profiles: { links: { self: `${self}/relationships/profiles/`, related: `${self}/profiles/` } },
    },
    links: { self: `${self}/` },
  };
}

/** ProfileImportJobResponseObjectResource */
export function jobResource(job: Job, listIds: readonly string[], url: string): object {
  const self = `${url}/api/profile-bulk-import-jobs/${job.id}`;
  const endedAt = job.endedAt?.toISOString() ?? null;
  return {
    type: "profile-bulk-import-job",
    id: job.id,
    attributes: {
      status: job.endedAt ? "complete" : "processing",
      created_at: job.createdAt.toISOString(),
      started_at: job.createdAt.toISOString(),
      total_count: job.total,
      // Assumed: completed counts what was written, failed what was not. The description says "completed" and "failed" operations.
      completed_count: job.done - job.failed,
      failed_count: job.failed,
      completed_at: endedAt,
      expires_at: new Date(job.createdAt.getTime() + 7 * 86_400_000).toISOString(),
    },
    relationships: {
      lists: {
        data: listIds.map((id) => ({ type: "list", id })),
        links: { self: `${self}/relationships/lists/`, related: `${self}/lists/` },
      },
      "import-errors": { links: { related: `${self}/import-errors/` } },
    },
    links: { self: `${self}/` },
  };
}

/** Opaque to the client: nothing may be read out of it. */
export function cursorOf(id: string): string {
  return Buffer.from(`next::id::${id}`).toString("base64url");
}

export function idOfCursor(cursor: string): string | null {
  const match = /^next::id::(.+)$/.exec(Buffer.from(cursor, "base64url").toString("utf8"));
  return match?.[1] ?? null;
}

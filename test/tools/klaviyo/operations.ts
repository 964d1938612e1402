import type { Window } from "../server/rates.ts";

/**
 * What Klaviyo can be asked, with the limits (`x-klaviyo-ratelimit`), the scopes (`x-klaviyo-scopes`) and the parameters of each
 * operation in its description of revision 2026-07-15. The operations on consent are from their reference pages (schema.ts).
 */
export interface Operation {
  readonly name: string;
  readonly method: string;
  readonly path: RegExp;
  readonly limits: Limits;
  readonly scopes: readonly string[];
  readonly parameters: readonly string[];
  readonly unsupported?: true;
}
type Limits = "XS" | "S" | "M" | "L" | "list creation";

const second = 1_000;
const minute = 60_000;

/** Burst, then steady; both hold: https://developers.klaviyo.com/en/docs/rate_limits_and_error_handling */
export const LIMITS: Record<Limits, readonly Window[]> = {
  XS: [
    { limit: 1, ms: second },
    { limit: 15, ms: minute },
  ],
  S: [
    { limit: 3, ms: second },
    { limit: 60, ms: minute },
  ],
  M: [
    { limit: 10, ms: second },
    { limit: 150, ms: minute },
  ],
  L: [
    { limit: 75, ms: second },
    { limit: 750, ms: minute },
  ],
  "list creation": [
    { limit: 10, ms: second },
    { limit: 150, ms: 24 * 60 * minute },
    { limit: 150, ms: minute },
  ],
};

const listFields = ["fields[list]"];
const profileFields = ["fields[profile]", "additional-fields[profile]"];
const paged = ["page[cursor]", "page[size]"];
const membersRead = { limits: "L", scopes: ["lists:read", "profiles:read"] } as const;
const membersWrite = { limits: "M", scopes: ["lists:write", "profiles:write"] } as const;
const jobsRead = { limits: "M", scopes: ["lists:read", "profiles:read"] } as const;
const consent = { limits: "L", scopes: ["profiles:write", "subscriptions:write"], parameters: [] } as const;

const path = (template: string) => new RegExp(`^${template.replaceAll("{id}", "([^/]+)")}/?$`);

/** More exact paths first. */
export const OPERATIONS: readonly Operation[] = [
  {
    name: "get_accounts",
    method: "GET",
    path: path("/api/accounts"),
    limits: "XS",
    scopes: ["accounts:read"],
    parameters: ["fields[account]"],
  },
  {
    name: "request_profile_deletion",
    method: "POST",
    path: path("/api/data-privacy-deletion-jobs"),
    limits: "S",
    scopes: ["data-privacy:write"],
    parameters: [],
  },
  {
    name: "get_lists",
    method: "GET",
    path: path("/api/lists"),
    limits: "L",
    scopes: ["lists:read"],
    parameters: [...listFields, ...paged, "filter", "sort", "include", "fields[flow]", "fields[tag]"],
  },
  {
    name: "create_list",
    method: "POST",
    path: path("/api/lists"),
    limits: "list creation",
    scopes: ["lists:write"],
    parameters: listFields,
  },
  {
    name: "get_list",
    method: "GET",
    path: path("/api/lists/{id}"),
    limits: "L",
    scopes: ["lists:read"],
    parameters: [...listFields, "additional-fields[list]", "include", "fields[flow]", "fields[tag]"],
  },
  {
    name: "update_list",
    method: "PATCH",
    path: path("/api/lists/{id}"),
    limits: "M",
    scopes: ["lists:write"],
    parameters: listFields,
  },
  {
    name: "delete_list",
    method: "DELETE",
    path: path("/api/lists/{id}"),
    limits: "M",
    scopes: ["lists:write"],
    parameters: [],
  },
  {
    name: "get_profiles_for_list",
    method: "GET",
    path: path("/api/lists/{id}/profiles"),
    ...membersRead,
    parameters: [...profileFields, ...paged, "filter", "sort"],
  },
  {
    name: "get_profile_ids_for_list",
    method: "GET",
    path: path("/api/lists/{id}/relationships/profiles"),
    ...membersRead,
    parameters: [...paged, "filter", "sort"],
  },
  {
    name: "add_profiles_to_list",
    method: "POST",
    path: path("/api/lists/{id}/relationships/profiles"),
    ...membersWrite,
    parameters: [],
  },
  {
    name: "remove_profiles_from_list",
    method: "DELETE",
    path: path("/api/lists/{id}/relationships/profiles"),
    ...membersWrite,
    parameters: [],
  },
  {
    name: "get_tags_for_list",
    method: "GET",
    path: path("/api/lists/{id}/(?:relationships/)?tags"),
    limits: "S",
    scopes: ["lists:read", "tags:read"],
    parameters: ["fields[tag]"],
    unsupported: true,
  },
  {
    name: "get_flows_triggered_by_list",
    method: "GET",
    path: path("/api/lists/{id}/(?:relationships/)?flow-triggers"),
    limits: "S",
    scopes: ["flows:read", "lists:read"],
    parameters: ["fields[flow]"],
    unsupported: true,
  },
  {
    name: "get_profiles",
    method: "GET",
    path: path("/api/profiles"),
    limits: "L",
    scopes: ["profiles:read"],
    parameters: [
      ...profileFields,
      ...paged,
      "filter",
      "sort",
      "include",
      "fields[conversation]",
      "fields[push-token]",
    ],
  },
  {
    name: "create_profile",
    method: "POST",
    path: path("/api/profiles"),
    limits: "L",
    scopes: ["profiles:write"],
    parameters: profileFields,
    unsupported: true,
  },
  {
    name: "get_profile",
    method: "GET",
    path: path("/api/profiles/{id}"),
    limits: "L",
    scopes: ["profiles:read"],
    parameters: [
      ...profileFields,
      "include",
      "fields[list]",
      "fields[segment]",
      "fields[conversation]",
      "fields[push-token]",
    ],
  },
  {
    name: "update_profile",
    method: "PATCH",
    path: path("/api/profiles/{id}"),
    limits: "L",
    scopes: ["profiles:write"],
    parameters: profileFields,
  },
  {
    name: "create_or_update_profile",
    method: "POST",
    path: path("/api/profile-import"),
    limits: "L",
    scopes: ["profiles:write"],
    parameters: profileFields,
  },
  {
    name: "get_bulk_import_profiles_jobs",
    method: "GET",
    path: path("/api/profile-bulk-import-jobs"),
    ...jobsRead,
    parameters: ["fields[profile-bulk-import-job]", "filter", "sort", ...paged],
  },
  {
    name: "bulk_import_profiles",
    method: "POST",
    path: path("/api/profile-bulk-import-jobs"),
    limits: "M",
    scopes: ["lists:write", "profiles:write"],
    parameters: ["fields[profile-bulk-import-job]"],
  },
  {
    name: "get_bulk_import_profiles_job",
    method: "GET",
    path: path("/api/profile-bulk-import-jobs/{id}"),
    ...jobsRead,
    parameters: [...listFields, "fields[profile-bulk-import-job]", "include"],
  },
  {
    name: "get_errors_for_bulk_import_profiles_job",
    method: "GET",
    path: path("/api/profile-bulk-import-jobs/{id}/import-errors"),
    limits: "M",
    scopes: ["profiles:read"],
    parameters: ["fields[import-error]", ...paged],
  },
  {
    name: "get_profiles_for_bulk_import_profiles_job",
    method: "GET",
    path: path("/api/profile-bulk-import-jobs/{id}/(?:relationships/)?profiles"),
    limits: "M",
    scopes: ["profiles:read"],
    parameters: [...profileFields, ...paged],
    unsupported: true,
  },
  {
    name: "get_list_for_bulk_import_profiles_job",
    method: "GET",
    path: path("/api/profile-bulk-import-jobs/{id}/(?:relationships/)?lists"),
    limits: "M",
    scopes: ["lists:read"],
    parameters: listFields,
    unsupported: true,
  },
  {
    name: "bulk_subscribe_profiles",
    method: "POST",
    path: path("/api/profile-subscription-bulk-create-jobs"),
    ...consent,
  },
  {
    name: "bulk_unsubscribe_profiles",
    method: "POST",
    path: path("/api/profile-subscription-bulk-delete-jobs"),
    ...consent,
  },
  {
    name: "bulk_suppress_profiles",
    method: "POST",
    path: path("/api/profile-suppression-bulk-create-jobs"),
    ...consent,
  },
  {
    name: "bulk_unsuppress_profiles",
    method: "POST",
    path: path("/api/profile-suppression-bulk-delete-jobs"),
    ...consent,
  },
];

import { z } from "zod";

/**
 * Bodies of requests as Klaviyo's own description has them (https://github.com/klaviyo/openapi, revision 2026-07-15, licence MIT),
 * cut down to the operations below and written down as schemas. The name beside each is that of its schema there. Strict: Klaviyo
 * refuses a field that a resource does not have.
 */

const text = z.string().nullish();

/** ProfileLocation */
const location = z.strictObject({
  address1: text,
  address2: text,
  city: text,
  country: text,
  latitude: z.union([z.string(), z.number()]).nullish(),
  longitude: z.union([z.string(), z.number()]).nullish(),
  region: text,
  zip: text,
  timezone: text,
  ip: text,
});

/** The attributes of ProfileUpsertQueryResourceObject and ProfilePartialUpdateQueryResourceObject. */
const profileAttributes = z.strictObject({
  email: text,
  phone_number: text,
  external_id: text,
  _kx: text,
  first_name: text,
  last_name: text,
  organization: text,
  locale: text,
  title: text,
  image: text,
  location: location.nullish(),
  properties: z.record(z.string(), z.unknown()).nullish(),
});
export type ProfileAttributes = z.infer<typeof profileAttributes>;

/** ProfileMeta */
const profileMeta = z.strictObject({
  patch_properties: z
    .strictObject({
      append: z.record(z.string(), z.unknown()).nullish(),
      unappend: z.record(z.string(), z.unknown()).nullish(),
      unset: z.union([z.string(), z.array(z.string())]).nullish(),
    })
    .nullish(),
  patch_identifiers: z
    .strictObject({
      append: z.record(z.string(), z.unknown()).nullish(),
      unappend: z.record(z.string(), z.unknown()).nullish(),
    })
    .nullish(),
});

/** ProfileUpsertQueryResourceObject */
const profileUpsert = z.strictObject({
  type: z.literal("profile"),
  id: text,
  attributes: profileAttributes,
  meta: profileMeta.nullish(),
});
export type ProfileUpsert = z.infer<typeof profileUpsert>;

const listReference = z.strictObject({ type: z.literal("list"), id: z.string() });
const profileReference = z.strictObject({ type: z.literal("profile"), id: z.string() });

/** ProfileImportJobCreateQuery */
export const importJobQuery = z.strictObject({
  data: z.strictObject({
    type: z.literal("profile-bulk-import-job"),
    attributes: z.strictObject({ profiles: z.strictObject({ data: z.array(profileUpsert) }) }),
    relationships: z
      .strictObject({ lists: z.strictObject({ data: z.array(listReference).optional() }).optional() })
      .optional(),
  }),
});

/** ProfileUpsertQuery */
export const profileUpsertQuery = z.strictObject({ data: profileUpsert });

/** ProfilePartialUpdateQuery */
export const profileUpdateQuery = z.strictObject({
  data: z.strictObject({
    type: z.literal("profile"),
    id: z.string(),
    attributes: profileAttributes,
    meta: profileMeta.nullish(),
  }),
});

/** ListCreateQuery */
export const listCreateQuery = z.strictObject({
  data: z.strictObject({
    type: z.literal("list"),
    attributes: z.strictObject({
      name: z.string().min(1),
      opt_in_process: z.enum(["double_opt_in", "single_opt_in"]).nullish(),
    }),
  }),
});

/** ListPartialUpdateQuery */
export const listUpdateQuery = z.strictObject({
  data: z.strictObject({
    type: z.literal("list"),
    id: z.string(),
    attributes: z.strictObject({
      name: z.string().min(1).optional(),
      opt_in_process: z.enum(["double_opt_in", "single_opt_in"]).nullish(),
    }),
  }),
});

/** ListMembersAddQuery and ListMembersDeleteQuery: at most 1,000, as their operations' descriptions say. */
export const listMembersQuery = z.strictObject({
  data: z.array(profileReference).max(1_000, "Cannot process more than 1000 profiles per request."),
});

/** DataPrivacyCreateDeletionJobQuery; "If multiple identifiers are provided, we will return an error." */
export const deletionJobQuery = z.strictObject({
  data: z.strictObject({
    type: z.literal("data-privacy-deletion-job"),
    attributes: z.strictObject({
      profile: z.strictObject({
        data: z
          .strictObject({
            type: z.literal("profile"),
            id: text,
            attributes: z.strictObject({ email: text, phone_number: text }),
          })
          .refine(
            ({ id, attributes }) =>
              [id, attributes.email, attributes.phone_number].filter((one) => one != null).length === 1,
            "Exactly one of email, phone_number and id has to be given.",
          ),
      }),
    }),
  }),
});

/**
 * The four jobs that change who may be written to. They are not in the description that we hold; their pages are
 * https://developers.klaviyo.com/en/reference/bulk_subscribe_profiles, /bulk_unsubscribe_profiles, /bulk_suppress_profiles and
 * /bulk_unsuppress_profiles. They are read loosely: no request of the app may ever get here.
 */
export const consentJobQuery = z.object({
  data: z.object({
    attributes: z.object({
      profiles: z.object({
        data: z.array(z.object({ attributes: z.object({ email: z.string() }) })),
      }),
    }),
    relationships: z
      .object({ list: z.object({ data: z.object({ id: z.string() }) }) })
      .partial()
      .optional(),
  }),
});

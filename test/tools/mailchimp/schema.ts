import { z } from "zod";
import { STATUSES } from "./store.ts";

/**
 * Bodies of requests after the description of Mailchimp's Marketing API 3.0.55
 * (https://github.com/mailchimp/mailchimp-client-lib-codegen/blob/main/spec/marketing.json), cut down to the operations of
 * operations.ts. The operations that it does not have here are from their reference pages, named beside them.
 */

const status = z.enum(STATUSES);
/** Common to adding, replacing and updating a member; Mailchimp has more, which nobody here needs. */
const member = {
  email_type: z.string().optional(),
  merge_fields: z.record(z.string(), z.unknown()).optional(),
  interests: z.record(z.string(), z.boolean()).optional(),
  language: z.string().optional(),
  vip: z.boolean().optional(),
};

/** postListsIdMembers */
export const addMemberBody = z.strictObject({ email_address: z.string(), status, ...member });

/** putListsIdMembersId: `status_if_new` and the address are needed only for somebody who is not there. */
export const putMemberBody = z.strictObject({
  email_address: z.string().optional(),
  status_if_new: status.optional(),
  status: status.optional(),
  ...member,
});

/** patchListsIdMembersId */
export const patchMemberBody = z.strictObject({
  email_address: z.string().optional(),
  status: z.enum(["subscribed", "unsubscribed", "cleaned", "pending"]).optional(),
  ...member,
});

const addresses = z.array(z.string()).max(500, "A maximum of 500 members can be sent.").optional();
/** postListsIdSegmentsId */
export const segmentMembersBody = z.strictObject({ members_to_add: addresses, members_to_remove: addresses });

/** https://mailchimp.com/developer/marketing/api/list-segments/add-segment/ : an empty array makes an empty static segment. */
export const addSegmentBody = z.strictObject({
  name: z.string().min(1).max(100),
  static_segment: z.array(z.string()).max(500).optional(),
  options: z.unknown().optional(),
});

/** https://mailchimp.com/developer/marketing/api/list-merges/add-merge-field/ ; the tag's length: merge fields' own page. */
export const addMergeFieldBody = z.strictObject({
  tag: z
    .string()
    .regex(/^[A-Z][A-Z0-9_]{0,9}$/, "A merge tag has at most 10 letters, digits and underscores.")
    .optional(),
  name: z.string().min(1),
  type: z.enum([
    "text",
    "number",
    "address",
    "phone",
    "date",
    "url",
    "imageurl",
    "radio",
    "dropdown",
    "birthday",
    "zip",
  ]),
  required: z.boolean().optional(),
  default_value: z.string().optional(),
  public: z.boolean().optional(),
  display_order: z.number().optional(),
  options: z.unknown().optional(),
  help_text: z.string().optional(),
});

/** postListMemberTags */
export const tagsBody = z.strictObject({
  tags: z.array(z.strictObject({ name: z.string(), status: z.enum(["active", "inactive"]) })),
  is_syncing: z.boolean().optional(),
});

/** https://mailchimp.com/developer/marketing/api/lists/batch-subscribe-or-unsubscribe/ */
export const batchSubscribeBody = z.object({
  members: z.array(z.object({ email_address: z.string(), status: status.optional() })).max(500),
  update_existing: z.boolean().optional(),
});

/** https://mailchimp.com/developer/marketing/guides/run-async-requests-batch-endpoint/ */
export const batchBody = z.strictObject({
  operations: z
    .array(
      z.strictObject({
        method: z.enum(["GET", "POST", "PUT", "PATCH", "DELETE"]),
        path: z.string().startsWith("/"),
        params: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])).optional(),
        body: z.string().optional(),
        operation_id: z.string().optional(),
      }),
    )
    .min(1),
});

import { z } from "zod";
import { ATTRIBUTE_TYPES } from "./store.ts";

/**
 * Bodies of requests. No description by Brevo itself was to be had; these follow the reference pages that are named
 * (https://developers.brevo.com/reference/...), and two descriptions that a third party derived from them.
 */

const ids = z.array(z.int().positive());
const values = z.record(z.string(), z.unknown());

/** import-contacts; `jsonBody`: https://developers.brevo.com/changelog/contact-import-endpoint-now-supports-json-body */
export const importBody = z
  .strictObject({
    fileUrl: z.url().optional(),
    fileBody: z.string().optional(),
    jsonBody: z.array(z.strictObject({ email: z.string(), attributes: values.optional() })).optional(),
    listIds: ids.optional(),
    newList: z.strictObject({ listName: z.string(), folderId: z.int() }).optional(),
    notifyUrl: z.url().optional(),
    disableNotification: z.boolean().optional(),
    emailBlacklist: z.boolean().optional(),
    smsBlacklist: z.boolean().optional(),
    updateExistingContacts: z.boolean().default(true),
    emptyContactsAttributes: z.boolean().default(false),
  })
  .refine(
    ({ fileUrl, fileBody, jsonBody }) =>
      [fileUrl, fileBody, jsonBody].filter((one) => one !== undefined).length === 1,
    "Exactly one of fileUrl, fileBody and jsonBody is needed",
  )
  .refine(
    ({ listIds, newList }) => (listIds?.length ?? 0) > 0 || newList !== undefined,
    "listIds or newList is needed",
  );

/** create-contact */
export const createContactBody = z.strictObject({
  email: z.string(),
  attributes: values.optional(),
  listIds: ids.optional(),
  updateEnabled: z.boolean().default(false),
  emailBlacklisted: z.boolean().optional(),
  smsBlacklisted: z.boolean().optional(),
  ext_id: z.string().optional(),
});

/** update-contact */
export const updateContactBody = z.strictObject({
  attributes: values.optional(),
  listIds: ids.optional(),
  unlinkListIds: ids.optional(),
  emailBlacklisted: z.boolean().optional(),
  smsBlacklisted: z.boolean().optional(),
});

/** create-list */
export const createListBody = z.strictObject({ name: z.string().min(1), folderId: z.int().positive() });
/** create-folder */
export const createFolderBody = z.strictObject({ name: z.string().min(1) });

/** remove-contact-from-list: "You can pass a maximum of 150 emails for removal in one request." */
export const removeBody = z
  .strictObject({
    emails: z.array(z.string()).min(1).max(150, "A maximum of 150 emails can be passed").optional(),
    ids: ids.min(1).max(150).optional(),
    all: z.boolean().optional(),
  })
  .refine(({ emails, ids: numbers, all }) => emails || numbers || all, "emails, ids or all is needed");

/** create-attribute */
export const createAttributeBody = z.strictObject({ type: z.enum(ATTRIBUTE_TYPES) });

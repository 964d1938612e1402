import { z } from "zod";
import type { Standing } from "../tool.ts";

/* What the app reads of Klaviyo's answers; they have more. */

export const BASE_URL = "https://a.klaviyo.com";

const errorsBody = z.object({ errors: z.array(z.object({ detail: z.string() })).min(1) });
export const wordsOf = (body: unknown): string | null => {
  const parsed = errorsBody.safeParse(body);
  return parsed.success ? parsed.data.errors.map(({ detail }) => detail).join(" ") : null;
};

const marketing = z.object({
  can_receive_email_marketing: z.boolean(),
  consent: z.string(),
  suppression: z.array(z.unknown()).nullish(),
  list_suppressions: z.array(z.object({ list_id: z.string() })).nullish(),
});
const profile = z.object({
  id: z.string(),
  attributes: z.object({
    email: z.string().nullish(),
    subscriptions: z.object({ email: z.object({ marketing: marketing.nullish() }).nullish() }).nullish(),
  }),
});
const links = z.object({ next: z.string().nullish() }).nullish();
export const profilePage = z.object({ data: z.array(profile), links });
export const listPage = z.object({
  data: z.array(z.object({ id: z.string(), attributes: z.object({ name: z.string().nullish() }) })),
  links,
});
export const oneList = z.object({
  data: z.object({ id: z.string(), attributes: z.object({ name: z.string().nullish() }) }),
});
export const accounts = z.object({
  data: z
    .array(
      z.object({
        id: z.string(),
        attributes: z.object({
          contact_information: z.object({ organization_name: z.string().nullish() }).nullish(),
        }),
      }),
    )
    .min(1),
});
export const importJob = z.object({
  data: z.object({
    id: z.string(),
    attributes: z.object({
      status: z.string(),
      total_count: z.number(),
      completed_count: z.number().nullish(),
      failed_count: z.number().nullish(),
    }),
  }),
});
const payload = z.object({
  email: z.string().nullish(),
  attributes: z.object({ email: z.string().nullish() }).nullish(),
});
export const importErrors = z.object({
  data: z.array(
    z.object({
      attributes: z.object({
        code: z.string(),
        title: z.string(),
        detail: z.string(),
        original_payload: payload.nullish().catch(null),
      }),
    }),
  ),
  links,
});

/** "NEVER_SUBSCRIBED" and "SUBSCRIBED" are not against being written to; "UNSUBSCRIBED", and what this app does not know, are. */
const UNOPPOSED = new Set(["SUBSCRIBED", "NEVER_SUBSCRIBED"]);

export function standingOf(listId: string, { id, attributes }: z.infer<typeof profile>): Standing | null {
  if (!attributes.email) return null;
  const its = attributes.subscriptions?.email?.marketing;
  const isSuppressed =
    !its?.can_receive_email_marketing ||
    !UNOPPOSED.has(its.consent) ||
    (its.suppression?.length ?? 0) > 0 ||
    (its.list_suppressions ?? []).some(({ list_id }) => list_id === listId);
  return {
    address: attributes.email.toLowerCase(),
    toolId: id,
    state: isSuppressed ? "suppressed" : "mailable",
    onList: null,
  };
}

export const cursorOf = (next: string | null | undefined): string | null =>
  next ? new URL(next, BASE_URL).searchParams.get("page[cursor]") : null;

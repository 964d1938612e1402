import { z } from "zod";
import type { Content } from "../server/kept.ts";
import type { KlaviyoStore } from "./store.ts";

const mark = z.object({ at: z.coerce.date(), by: z.number().nullable() });
const schema = z.object({
  made: z.number(),
  profiles: z.array(
    z.object({
      id: z.string(),
      email: z.string().nullable(),
      since: mark,
      updatedAt: z.coerce.date(),
      consent: z.enum(["SUBSCRIBED", "UNSUBSCRIBED", "NEVER_SUBSCRIBED"]),
      consentSince: mark,
      suppressions: z.array(
        z.object({
          reason: z.enum([
            "HARD_BOUNCE",
            "INVALID_EMAIL",
            "SPAM_COMPLAINT",
            "UNSUBSCRIBE",
            "USER_SUPPRESSED",
          ]),
          mark,
        }),
      ),
      attributes: z.array(z.tuple([z.string(), mark.extend({ value: z.unknown() })])),
    }),
  ),
  lists: z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      created: z.coerce.date(),
      updated: z.coerce.date(),
      optIn: z.enum(["double_opt_in", "single_opt_in"]),
      members: z.array(z.tuple([z.string(), mark])),
    }),
  ),
});

export function klaviyoContent(store: KlaviyoStore): Content {
  return {
    read: () => ({
      made: store.made,
      profiles: [...store.profiles.values()].map((one) => ({ ...one, attributes: [...one.attributes] })),
      lists: [...store.lists.values()].map((one) => ({ ...one, members: [...one.members] })),
    }),
    fill(kept) {
      const { made, profiles, lists } = schema.parse(kept);
      store.made = made;
      for (const one of profiles) store.keep({ ...one, attributes: new Map(one.attributes) });
      for (const one of lists) store.lists.set(one.id, { ...one, members: new Map(one.members) });
    },
  };
}

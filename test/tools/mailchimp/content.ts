import { z } from "zod";
import type { Content } from "../server/kept.ts";
import { type MailchimpStore, STATUSES } from "./store.ts";

const mark = z.object({ at: z.coerce.date(), by: z.number().nullable() });
const schema = z.object({
  made: z.number(),
  audiences: z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      createdAt: z.coerce.date(),
      members: z.array(
        z.object({
          id: z.string(),
          address: z.string(),
          since: mark,
          status: z.enum(STATUSES),
          statusSince: mark,
          changedAt: z.coerce.date(),
          mergeFields: z.array(z.tuple([z.string(), mark.extend({ value: z.unknown() })])),
        }),
      ),
      segments: z.array(
        z.object({
          id: z.number(),
          name: z.string(),
          createdAt: z.coerce.date(),
          members: z.array(z.tuple([z.string(), mark])),
        }),
      ),
      mergeFields: z.array(
        z.object({
          merge_id: z.number(),
          tag: z.string(),
          name: z.string(),
          type: z.string(),
          required: z.boolean(),
          public: z.boolean(),
        }),
      ),
      forgotten: z.array(z.string()),
    }),
  ),
});

export function mailchimpContent(store: MailchimpStore): Content {
  return {
    read: () => ({
      made: store.made,
      audiences: [...store.audiences.values()].map((one) => ({
        ...one,
        members: [...one.members.values()].map((member) => ({
          ...member,
          mergeFields: [...member.mergeFields],
        })),
        segments: [...one.segments.values()].map((segment) => ({
          ...segment,
          members: [...segment.members],
        })),
        mergeFields: [...one.mergeFields.values()],
        forgotten: [...one.forgotten],
      })),
    }),
    fill(kept) {
      const { made, audiences } = schema.parse(kept);
      store.made = made;
      for (const one of audiences)
        store.audiences.set(one.id, {
          ...one,
          members: new Map(
            one.members.map((member) => [member.id, { ...member, mergeFields: new Map(member.mergeFields) }]),
          ),
          segments: new Map(
            one.segments.map((segment) => [segment.id, { ...segment, members: new Map(segment.members) }]),
          ),
          mergeFields: new Map(one.mergeFields.map((field) => [field.tag, field])),
          forgotten: new Set(one.forgotten),
        });
    },
  };
}

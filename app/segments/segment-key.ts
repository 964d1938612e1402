import { z } from "zod";
import { SEGMENTS, type SegmentKey as TemplateKey } from "./built-in.ts";

export type { TemplateKey };
/** Of a segment of the shop's own: a UUID. */
export type StoredKey = `${string}-${string}-${string}-${string}-${string}`;
/** What names a segment wherever one is named: addresses, records of exports, members, rules. */
export type SegmentKey = TemplateKey | StoredKey;

export const isTemplateKey = (key: unknown): key is TemplateKey => SEGMENTS.some((its) => its.key === key);

const NO_SUCH_SEGMENT = { error: "There is no such segment" };
const templateKey = z.custom<TemplateKey>(isTemplateKey, NO_SUCH_SEGMENT);
export const storedKey = z.uuid(NO_SUCH_SEGMENT).transform((key) => key.toLowerCase() as StoredKey);
/** A key that a segment can have; whether the shop has a segment of its own by that key is not known from it. */
export const segmentKey: z.ZodType<SegmentKey> = z.union([templateKey, storedKey], NO_SUCH_SEGMENT);

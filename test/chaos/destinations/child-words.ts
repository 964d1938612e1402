import { z } from "zod";
import { POINTS } from "./mortal-process.ts";

/** What the process is started with. */
export const childOptions = z.object({
  connectionString: z.string(),
  applicationName: z.string(),
  appUrl: z.string(),
  clientId: z.string(),
  clientSecret: z.string(),
  encryptionKeys: z.string(),
  domain: z.string(),
  shopifyUrl: z.string(),
  toolsUrl: z.string(),
  seed: z.number(),
});

/** What it is told. */
export const childOrder = z.discriminatedUnion("type", [
  z.object({
    type: z.literal("run"),
    nowMs: z.number(),
    job: z.object({ id: z.string(), name: z.string(), data: z.unknown() }),
  }),
  z.object({
    type: z.literal("strike"),
    point: z.enum(POINTS),
    after: z.number(),
    isDeath: z.boolean(),
  }),
]);

/** What it says of a job that ended. */
export const childWord = z.union([
  z.object({ type: z.literal("ready") }),
  z.object({
    type: z.literal("ended"),
    againAfterMs: z.number().nullable(),
    failure: z.object({ message: z.string(), isFinal: z.boolean() }).nullable(),
  }),
]);

export type ChildOptions = z.infer<typeof childOptions>;
export type ChildOrder = z.infer<typeof childOrder>;
export type ChildEnd = Extract<z.infer<typeof childWord>, { type: "ended" }>;

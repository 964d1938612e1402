import { z } from "zod";
import { DELIMITERS } from "../../app/csv/records.ts";
import { ROLES } from "../csv/format/column-names.ts";

/** What `shopify-program.ts` is started with, as the JSON of its only argument. */
export const shopifyOptions = z.object({
  port: z.number(),
  appUrl: z.string(),
  clientId: z.string(),
  domain: z.string(),
  currency: z.string().nullable(),
  timeZone: z.string(),
  transactions: z.string().optional(),
  logFormat: z.object({
    columns: z.partialRecord(z.enum(ROLES), z.string()),
    dateOrder: z.enum(["DMY", "MDY", "YMD"]).nullable(),
    decimal: z.enum([".", ","]).nullable(),
    delimiter: z.enum(DELIMITERS).nullable(),
    encoding: z.string().nullable(),
  }),
  logTimeZone: z.string().nullable(),
  customers: z.number(),
  dataDir: z.string(),
  /** Where the customers are written down for the local mailing tools; null where there are none. */
  peopleFile: z.string().nullable(),
});
export type ShopifyOptions = z.infer<typeof shopifyOptions>;

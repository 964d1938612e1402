import { z } from "zod";
import type { Operation } from "../admin-client.ts";

const data = z.object({
  shop: z.object({
    name: z.string(),
    currencyCode: z.string(),
    ianaTimezone: z.string(),
    taxesIncluded: z.boolean(),
    shopAddress: z.object({ countryCodeV2: z.string().nullable() }),
    plan: z.object({ publicDisplayName: z.string() }),
  }),
  currentAppInstallation: z.object({ accessScopes: z.array(z.object({ handle: z.string() })) }),
});

export const shopFacts: Operation<z.infer<typeof data>> = {
  name: "shopFacts",
  document: `query shopFacts {
    shop {
      name currencyCode ianaTimezone taxesIncluded
      shopAddress { countryCodeV2 } plan { publicDisplayName }
    }
    currentAppInstallation { accessScopes { handle } }
  }`,
  data,
};

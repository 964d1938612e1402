import { createHash } from "node:crypto";
import sql from "sql-template-tag";
import { z } from "zod";
import { storableText } from "../operands.ts";
import { type Fact, NO_ORDER, stored } from "./fact.ts";

const salted = z.object({ salt: storableText });
type Salted = z.infer<typeof salted>;

const NO_FIRST_UTM = "customers of whose first order Shopify knows no visit, or none by a link that says it";
const NO_LAST_UTM = "customers of whose last order Shopify knows no visit, or none by a link that says it";

/** Who customers are, in Shopify and beside the shop's others. */
export const PERSON_FACTS = {
  firstChannel: stored("text", "first_channel", "customers whose first order names no channel"),
  /** Of any counted order. */
  channels: {
    type: "set",
    sql: () => sql`nullif(v.channels, '{}')`,
    of: ({ channels }) => (channels.length === 0 ? null : channels),
    missingFor: "customers none of whose orders names a channel",
  },
  /** As the orders have them, letter for letter. */
  discountCodes: {
    type: "set",
    sql: () => sql`nullif(v.discount_codes, '{}')`,
    of: ({ discount_codes }) => (discount_codes.length === 0 ? null : discount_codes),
    missingFor: "customers who never used a discount code",
  },
  firstOrderUtmSource: stored("text", "first_order_utm_source", NO_FIRST_UTM),
  firstOrderUtmMedium: stored("text", "first_order_utm_medium", NO_FIRST_UTM),
  firstOrderUtmCampaign: stored("text", "first_order_utm_campaign", NO_FIRST_UTM),
  lastOrderUtmSource: stored("text", "last_order_utm_source", NO_LAST_UTM),
  lastOrderUtmMedium: stored("text", "last_order_utm_medium", NO_LAST_UTM),
  lastOrderUtmCampaign: stored("text", "last_order_utm_campaign", NO_LAST_UTM),
  country: stored("country", "country_code", "customers without a country"),
  consent: stored("consent", "consent"),
  smsConsent: stored("consent", "sms_consent"),
  reachable: stored("flag", "reachable"),
  /** As Shopify has them, letter for letter. */
  tags: {
    type: "set",
    sql: () => sql`nullif(v.tags, '{}')`,
    of: ({ tags }) => (tags.length === 0 ? null : tags),
    missingFor: "customers without tags",
  },
  shopifyRfmGroup: stored("text", "shopify_rfm_group", "customers whom Shopify puts into no group"),
  shopifySpendTier: stored("text", "shopify_spend_tier", "customers of whom Shopify predicts no spending"),
  recencyScore: stored("count", "rfm_recency", NO_ORDER),
  frequencyScore: stored("count", "rfm_frequency", NO_ORDER),
  monetaryScore: stored("count", "rfm_monetary", NO_ORDER),
  rfmGroup: stored("group", "rfm_group"),
  /**
   * From 0 up to, but not including, 1: the same for a customer whenever it is asked under the same salt, and independent of
   * the customer's place under any other. The first 48 bits of sha256("<salt>:<customer id>").
   */
  randomShare: {
    type: "share",
    parameters: salted,
    sql: ({ salt }: Salted) =>
      sql`(('x' || encode(substring(sha256(convert_to(${`${salt}:`}::text || v.customer_id, 'UTF8')), 1, 6), 'hex'))::bit(48)::bigint / 281474976710656::float8)`,
    of: ({ customer_id }, { salt }: Salted) =>
      createHash("sha256").update(`${salt}:${customer_id}`).digest().readUIntBE(0, 6) / 2 ** 48,
    missingFor: null,
  },
} as const satisfies Record<string, Fact>;

/**
 * The channel of an order, once for memory and SQL: `CHANNEL_TABLE` is data, `channelOf` reads it here and the valuation builds its statement from
 * it. What the link said by which the visitor first came decides; an order without one goes by where it was sold.
 */

/** What an order stores of its first visit, and where it was sold. */
export interface FirstVisit {
  readonly source: string | null;
  readonly medium: string | null;
  readonly campaign: string | null;
  readonly saleChannel: string | null;
}

/** Stands before the name of a sales channel, where no link says anything. No link can say it. */
export const BY_SALE = "~";
/** Stands behind a channel whose visits were not paid for. */
export const UNPAID = " organic";

/** Characters (code points) that count: indexes have no room for more, and no channel differs only beyond them. */
export const MOST_CHANNEL = 100;
export const MOST_CAMPAIGN = 255;

/** Texts are compared as `plainTerm` writes them. The first line that fits counts: mediums, then sources. */
export const CHANNEL_TABLE = {
  mediums: {
    affiliate: ["affiliate", "affiliates", "affiliation"],
    email: ["email", "e-mail", "e mail", "mail", "newsletter", "nieuwsbrief"],
  },
  sources: {
    google: ["google", "google ads", "google_ads", "google-ads", "googleads", "adwords", "gads"],
    meta: ["facebook", "fb", "instagram", "ig", "meta", "an", "msg", "facebook.com", "instagram.com"],
    tiktok: ["tiktok", "tik tok", "tik_tok", "tiktok.com", "tiktokads", "tiktok ads"],
    microsoft: ["bing", "microsoft", "bing ads", "bingads", "microsoft ads"],
    pinterest: ["pinterest", "pinterest.com"],
    snapchat: ["snapchat", "snap"],
    linkedin: ["linkedin", "linkedin.com"],
    email: ["email", "e-mail", "newsletter", "nieuwsbrief", "klaviyo", "mailchimp", "brevo", "shopify_email"],
  },
  /** Of visits that were not paid for: what is spent on ads does not bring these. */
  unpaidMediums: ["organic", "social", "organic_social", "organic-social", "referral", "bio", "link_in_bio"],
} as const;

/** Lower case (of the letters a to z, as every database has it), without spaces around it. */
export function plainTerm(text: string | null): string {
  return firstOf(trimmed(asciiLower(text ?? "")), MOST_CHANNEL);
}

/** What campaigns are compared by: case, and how words are put apart, do not matter. */
export function campaignKey(text: string | null): string {
  return firstOf(trimmed(asciiLower(text ?? "").replace(/[ _+-]+/g, " ")), MOST_CAMPAIGN);
}

const asciiLower = (text: string): string => text.replace(/[A-Z]/g, (letter) => letter.toLowerCase());
const trimmed = (text: string): string => text.replace(/^[ ~]+|[ ~]+$/g, "");
const firstOf = (text: string, most: number): string =>
  text.length <= most ? text : [...text].slice(0, most).join("");

const listed = (table: Readonly<Record<string, readonly string[]>>, term: string): string | null =>
  Object.entries(table).find(([, terms]) => terms.includes(term))?.[0] ?? null;

export function channelOf({ source, medium, saleChannel }: Omit<FirstVisit, "campaign">): string {
  const [from, by] = [plainTerm(source), plainTerm(medium)];
  if (from === "" && by === "") return `${BY_SALE}${plainTerm(saleChannel)}`;
  const ofMedium = listed(CHANNEL_TABLE.mediums, by);
  if (ofMedium !== null) return ofMedium;
  const channel = listed(CHANNEL_TABLE.sources, from) ?? (from === "" ? by : from);
  const isUnpaid = from !== "" && channel !== "email" && unpaid.includes(by);
  return isUnpaid ? `${channel}${UNPAID}` : channel;
}

const unpaid: readonly string[] = CHANNEL_TABLE.unpaidMediums;

/** The channel that somebody means who types a name: as one of the table where it is known there. */
export function namedChannel(text: string): string {
  const term = plainTerm(text);
  if (text.trim().startsWith(BY_SALE)) return `${BY_SALE}${term}`;
  return listed(CHANNEL_TABLE.sources, term) ?? listed(CHANNEL_TABLE.mediums, term) ?? term;
}

import { OWN_TAG_PREFIX } from "../platform/own-tags.ts";

/** A tag has at most 255 characters in Shopify, and merchants have to read it. */
const LONGEST = 40;

/** The tag of a segment, from its key where it is the app's and else from its name: lower case, and none of `taken`. */
export function tagFor(keyOrName: string, taken: readonly string[]): string {
  const plain = keyOrName
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-+/, "")
    .slice(0, LONGEST)
    .replace(/-+$/, "");
  const name = `${OWN_TAG_PREFIX}${plain || "segment"}`;
  for (let number = 1; ; number++) {
    const tag = number === 1 ? name : `${name}-${number}`;
    if (!taken.includes(tag)) return tag;
  }
}

/** What the segment asks for in Shopify: the members, as far as they agreed to marketing by e-mail. */
export const queryOf = (tag: string): string =>
  `customer_tags CONTAINS '${tag}' AND email_subscription_status = 'SUBSCRIBED'`;

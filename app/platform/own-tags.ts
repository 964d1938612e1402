/** Tags that the app itself writes begin so: no tag of a merchant's is one of them, and none of them is a fact about a customer. */
export const OWN_TAG_PREFIX = "klantwaarde-";

/** Shopify compares tags without regard to case. */
export const isOwnTag = (tag: string): boolean => tag.toLowerCase().startsWith(OWN_TAG_PREFIX);

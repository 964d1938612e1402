import type { CustomerRow } from "../../db/queries/source/columns.ts";
import { idFromGid } from "../../platform/ids.ts";
import { isOwnTag } from "../../platform/own-tags.ts";
import { customerNode } from "../../shopify/operations/customer.ts";
import { parseNode, refusing } from "./node.ts";

export interface MappedCustomer {
  readonly row: CustomerRow;
  /** What the app itself writes in Shopify is none of the customer's tags. In lower case. */
  readonly ownTags: readonly string[];
}

/** Throws Refused. */
export function mapCustomer(node: unknown): MappedCustomer {
  const customer = parseNode(customerNode, node);
  const [own, others] = [customer.tags.filter(isOwnTag), customer.tags.filter((tag) => !isOwnTag(tag))];
  const row = refusing(() => {
    const email = customer.defaultEmailAddress;
    return {
      customerId: idFromGid(customer.id, "Customer"),
      sourceCreatedAt: new Date(customer.createdAt).toISOString(),
      sourceUpdatedAt: new Date(customer.updatedAt).toISOString(),
      firstName: customer.firstName,
      lastName: customer.lastName,
      email: email?.emailAddress.trim().toLowerCase() || null,
      emailVerified: customer.verifiedEmail,
      emailMarketingState: email?.marketingState ?? null,
      emailOptInLevel: email?.marketingOptInLevel ?? null,
      emailStateUpdatedAt: email?.marketingUpdatedAt
        ? new Date(email.marketingUpdatedAt).toISOString()
        : null,
      phone: customer.defaultPhoneNumber?.phoneNumber.trim() || null,
      smsMarketingState: smsStateOf(customer.defaultPhoneNumber?.smsMarketingConsent.state ?? null),
      countryCode: customer.defaultAddress?.countryCodeV2 ?? null,
      zip: customer.defaultAddress?.zip?.trim() || null,
      tags: others,
      shopifyRfmGroup: customer.statistics?.rfmGroup ?? null,
      shopifySpendTier: customer.statistics?.predictedSpendTier ?? null,
    };
  });
  return { row, ownTags: own.map((tag) => tag.toLowerCase()) };
}

/** Shopify's states of a phone number and of an address are the same, but for this name. */
const smsStateOf = (state: string | null): string | null =>
  state === "NEVER_SUBSCRIBED" ? "NOT_SUBSCRIBED" : state;

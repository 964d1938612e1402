import { idFromGid } from "../../platform/ids.ts";
import { customerNode } from "../../shopify/operations/customer.ts";
import { parseNode, Refused } from "./order.ts";

export interface CustomerRow {
  readonly customerId: number;
  readonly sourceCreatedAt: string;
  readonly sourceUpdatedAt: string;
  readonly firstName: string | null;
  readonly lastName: string | null;
  readonly email: string | null;
  readonly emailVerified: boolean;
  readonly emailMarketingState: string | null;
  readonly emailOptInLevel: string | null;
  readonly emailStateUpdatedAt: string | null;
  readonly countryCode: string | null;
  readonly tags: readonly string[];
  readonly shopifyRfmGroup: string | null;
  readonly shopifySpendTier: string | null;
}

/** Throws Refused. */
export function mapCustomer(node: unknown): CustomerRow {
  const customer = parseNode(customerNode, node);
  try {
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
      countryCode: customer.defaultAddress?.countryCodeV2 ?? null,
      tags: customer.tags,
      shopifyRfmGroup: customer.statistics?.rfmGroup ?? null,
      shopifySpendTier: customer.statistics?.predictedSpendTier ?? null,
    };
  } catch (error) {
    // Both a bad id and a bad instant are RangeErrors.
    if (error instanceof RangeError) throw new Refused("bad_value", error.message, { cause: error });
    throw error;
  }
}

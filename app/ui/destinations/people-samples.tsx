import { Link, Text } from "@shopify/polaris";
import type { Sampled } from "../../destinations/left-out.ts";
import { useCustomerAddress } from "../customer/back-address.ts";
import { useLocale } from "../locale.tsx";

/** Some of the people, each with a way to its page, and how many more there are. */
export function PeopleSamples({ people, samples }: Sampled) {
  const { t } = useLocale();
  const addressOf = useCustomerAddress();
  if (samples.length === 0) return null;
  const more = people - samples.length;
  return (
    <Text as="p" variant="bodySm" tone="subdued" breakWord>
      {t("kept.samples")}{" "}
      {samples.map(({ customerId, address }, place) => (
        <span key={address || customerId}>
          {place > 0 && ", "}
          {customerId === null ? (
            address
          ) : (
            <Link url={addressOf(customerId)}>
              {address || t("kept.refused.unnamed", { id: String(customerId) })}
            </Link>
          )}
        </span>
      ))}
      {more > 0 && ` ${t("kept.samples.more", { count: more })}`}
    </Text>
  );
}

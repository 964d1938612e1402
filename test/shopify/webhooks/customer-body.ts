import { type AddressRecord, type CustomerRecord, gid } from "../store/records.ts";
import type { ShopStore } from "../store/store.ts";
import { offsetIso } from "./offset-time.ts";

export function customerBody(customer: CustomerRecord, store: ShopStore): object {
  const { timeZone, currency } = store.shop;
  return {
    id: customer.id,
    admin_graphql_api_id: gid("Customer", customer.id),
    created_at: offsetIso(customer.createdAtMs, timeZone),
    updated_at: offsetIso(customer.updatedAtMs, timeZone),
    first_name: customer.firstName,
    last_name: customer.lastName,
    email: customer.email,
    verified_email: customer.verifiedEmail,
    state: "disabled",
    note: customer.note,
    tags: customer.tags.join(", "),
    currency,
    phone: customer.phone,
    email_marketing_consent: customer.email ? consentBody(customer.emailConsent, store) : null,
    sms_marketing_consent: customer.phone ? smsConsentBody(customer, store) : null,
    default_address: addressBody(customer.address),
  };
}

export function smsConsentBody(customer: CustomerRecord, store: ShopStore): object {
  return { ...consentBody(customer.smsConsent, store), consent_collected_from: "OTHER" };
}

export function consentBody(
  { state, optInLevel, updatedAtMs }: CustomerRecord["emailConsent"] | CustomerRecord["smsConsent"],
  { shop }: ShopStore,
): object {
  return {
    state: state.toLowerCase(),
    opt_in_level: optInLevel?.toLowerCase() ?? null,
    consent_updated_at: updatedAtMs === null ? null : offsetIso(updatedAtMs, shop.timeZone),
  };
}

export function addressBody(address: AddressRecord | null): object | null {
  return (
    address && {
      first_name: address.firstName,
      last_name: address.lastName,
      address1: address.address1,
      city: address.city,
      province_code: address.provinceCode,
      country_code: address.countryCode,
      zip: address.zip,
    }
  );
}

import type { ActionContext } from "./action-context.ts";
import { ActionRefused, type NewCustomer, type ShopActions } from "./actions.ts";
import type { AddressRecord, CustomerRecord } from "./records.ts";

export const NO_SMS: CustomerRecord["smsConsent"] = {
  state: "NOT_SUBSCRIBED",
  optInLevel: null,
  updatedAtMs: null,
};

type CustomerActions = Pick<
  ShopActions,
  | "createCustomer"
  | "updateCustomer"
  | "deleteCustomer"
  | "mergeCustomers"
  | "setEmailMarketingConsent"
  | "setSmsMarketingConsent"
  | "setTags"
  | "requestCustomerData"
  | "redactCustomer"
>;

export function completeAddress(address: Partial<AddressRecord> | null): AddressRecord | null {
  if (address === null) return null;
  return {
    firstName: null,
    lastName: null,
    address1: null,
    city: null,
    provinceCode: null,
    countryCode: "NL",
    zip: null,
    ...address,
  };
}

export function customerActions(ctx: ActionContext): CustomerActions {
  const { store } = ctx;

  function known(customerId: number): CustomerRecord {
    const customer = store.customers.get(customerId);
    if (!customer) throw new ActionRefused(`there is no customer ${customerId}`);
    return customer;
  }

  function change(customer: CustomerRecord, with_: Partial<CustomerRecord>): CustomerRecord {
    return store.putCustomer({ ...customer, ...with_, updatedAtMs: ctx.nextMs(customer.updatedAtMs) });
  }

  function refuseTakenEmail(email: string | null | undefined, self: number | null): void {
    const holder = email ? store.customerByEmail(email) : undefined;
    if (holder && holder.id !== self) throw new ActionRefused("e-mail address has already been taken");
  }

  function createCustomer(input: NewCustomer): CustomerRecord {
    refuseTakenEmail(input.email, null);
    const atMs = input.createdAt ? Math.floor(Date.parse(input.createdAt) / 1000) * 1000 : ctx.nowMs();
    if (Number.isNaN(atMs)) throw new ActionRefused(`"${input.createdAt}" is no instant`);
    const state = input.marketingState ?? "NOT_SUBSCRIBED";
    const asked = state !== "NOT_SUBSCRIBED" && state !== "INVALID";
    const customer = store.putCustomer({
      id: store.newId("customer"),
      firstName: input.firstName ?? null,
      lastName: input.lastName ?? null,
      email: input.email ?? null,
      verifiedEmail: input.verifiedEmail ?? Boolean(input.email),
      emailConsent: {
        state,
        optInLevel:
          input.marketingOptInLevel === undefined
            ? asked
              ? "SINGLE_OPT_IN"
              : null
            : input.marketingOptInLevel,
        updatedAtMs: asked ? atMs : null,
      },
      phone: input.phone ?? null,
      smsConsent:
        (input.smsMarketingState ?? "NOT_SUBSCRIBED") === "NOT_SUBSCRIBED"
          ? NO_SMS
          : { state: input.smsMarketingState!, optInLevel: "SINGLE_OPT_IN", updatedAtMs: atMs },
      address: completeAddress(input.address ?? null),
      locale: input.locale ?? "en",
      tags: normalTags(input.tags ?? []),
      note: input.note ?? null,
      redactedAtMs: null,
      createdAtMs: atMs,
      updatedAtMs: Math.max(atMs, ctx.nowMs()),
    });
    ctx.emit("customers/create", customer);
    return customer;
  }

  function updateCustomer({
    customerId,
    change: wanted,
  }: Parameters<ShopActions["updateCustomer"]>[0]): CustomerRecord {
    const customer = known(customerId);
    refuseTakenEmail(wanted.email, customerId);
    const { address, ...rest } = wanted;
    const after = change(customer, {
      ...rest,
      ...(address === undefined ? {} : { address: completeAddress(address) }),
    });
    ctx.emit("customers/update", after);
    return after;
  }

  function deleteCustomer({ customerId }: { customerId: number }): void {
    const customer = known(customerId);
    if (store.ordersOf(customerId).length > 0)
      throw new ActionRefused("a customer with orders cannot be deleted");
    store.removeCustomer(customerId);
    ctx.emit("customers/delete", customer);
  }

  /**
   * Which times of change a merge moves, no document of Shopify's says: that of `customerMerge` (shopify.dev, Admin API 2026-10) tells who
   * is kept and no more. So those of the survivor and of the orders move, or stay as the caller says.
   */
  function mergeCustomers(input: Parameters<ShopActions["mergeCustomers"]>[0]): CustomerRecord {
    const kept = known(input.keptId);
    const gone = known(input.deletedId);
    if (kept.id === gone.id) throw new ActionRefused("a customer cannot be merged with itself");
    if ([kept, gone].some(({ redactedAtMs }) => redactedAtMs !== null))
      throw new ActionRefused("a customer with a pending or completed redaction cannot be merged");
    if (input.fail) {
      ctx.emit("customers/merge", { keptId: kept.id, deletedId: gone.id, failed: true });
      return kept;
    }
    const touch = input.touchOrders ?? true;
    const moved = store.ordersOf(gone.id).map((order) =>
      store.putOrder({
        ...order,
        customerId: kept.id,
        updatedAtMs: touch ? ctx.nextMs(order.updatedAtMs) : order.updatedAtMs,
      }),
    );
    store.removeCustomer(gone.id);
    const touchKept = input.touchKept ?? true;
    const merged = change(kept, {
      firstName: kept.firstName ?? gone.firstName,
      lastName: kept.lastName ?? gone.lastName,
      email: kept.email ?? gone.email,
      verifiedEmail: kept.email ? kept.verifiedEmail : gone.verifiedEmail,
      emailConsent: kept.email ? kept.emailConsent : gone.emailConsent,
      phone: kept.phone ?? gone.phone,
      smsConsent: kept.phone ? kept.smsConsent : gone.smsConsent,
      address: kept.address ?? gone.address,
      tags: normalTags([...kept.tags, ...gone.tags]),
      createdAtMs: Math.min(kept.createdAtMs, gone.createdAtMs),
    });
    const after = touchKept ? merged : store.putCustomer({ ...merged, updatedAtMs: kept.updatedAtMs });
    ctx.emit("customers/merge", { keptId: kept.id, deletedId: gone.id, failed: false });
    ctx.emit("customers/update", after);
    if (touch) for (const order of moved) ctx.emit("orders/updated", order);
    return after;
  }

  function setEmailMarketingConsent(
    input: Parameters<ShopActions["setEmailMarketingConsent"]>[0],
  ): CustomerRecord {
    const customer = known(input.customerId);
    if (!customer.email) throw new ActionRefused("the customer has no e-mail address");
    const atMs = input.updatedAt ? Math.floor(Date.parse(input.updatedAt) / 1000) * 1000 : ctx.nowMs();
    if (Number.isNaN(atMs)) throw new ActionRefused(`"${input.updatedAt}" is no instant`);
    const after = change(customer, {
      emailConsent: {
        state: input.state,
        optInLevel:
          input.optInLevel === undefined
            ? (customer.emailConsent.optInLevel ?? "SINGLE_OPT_IN")
            : input.optInLevel,
        updatedAtMs: atMs,
      },
    });
    ctx.emit("customers_email_marketing_consent/update", after);
    ctx.emit("customers/update", after);
    return after;
  }

  /** "The customer must have a phone number on their account to receive SMS marketing" (customerSmsMarketingConsentUpdate). */
  function setSmsMarketingConsent(
    input: Parameters<ShopActions["setSmsMarketingConsent"]>[0],
  ): CustomerRecord {
    const customer = known(input.customerId);
    if (!customer.phone) throw new ActionRefused("the customer has no phone number");
    const atMs = input.updatedAt ? Math.floor(Date.parse(input.updatedAt) / 1000) * 1000 : ctx.nowMs();
    if (Number.isNaN(atMs)) throw new ActionRefused(`"${input.updatedAt}" is no instant`);
    const optInLevel =
      input.optInLevel === undefined ? (customer.smsConsent.optInLevel ?? "SINGLE_OPT_IN") : input.optInLevel;
    const after = change(customer, { smsConsent: { state: input.state, optInLevel, updatedAtMs: atMs } });
    ctx.emit("customers_marketing_consent/update", after);
    ctx.emit("customers/update", after);
    return after;
  }

  function setTags(input: Parameters<ShopActions["setTags"]>[0]): void {
    if ("customerId" in input) {
      ctx.emit("customers/update", change(known(input.customerId), { tags: normalTags(input.tags) }));
      return;
    }
    const order = store.orders.get(input.orderId);
    if (!order) throw new ActionRefused(`there is no order ${input.orderId}`);
    ctx.emit(
      "orders/updated",
      store.putOrder({ ...order, tags: normalTags(input.tags), updatedAtMs: ctx.nextMs(order.updatedAtMs) }),
    );
  }

  const orderIdsOf = (customerId: number) => store.ordersOf(customerId).map((order) => order.id);

  function requestCustomerData({ customerId }: { customerId: number }): void {
    ctx.emit("customers/data_request", { customer: known(customerId), orderIds: orderIdsOf(customerId) });
  }

  /**
   * Shopify keeps the orders and blanks the person; the customer's id stays on the orders. Whether tags go as well no document says: both
   * are possible here.
   */
  function redactCustomer({
    customerId,
    keepsTags = false,
  }: Parameters<ShopActions["redactCustomer"]>[0]): void {
    const customer = known(customerId);
    const orders = store.ordersOf(customerId);
    ctx.emit("customers/redact", { customer, orderIds: orders.map((order) => order.id) });
    change(customer, {
      firstName: null,
      lastName: null,
      email: null,
      verifiedEmail: false,
      emailConsent: { state: "NOT_SUBSCRIBED", optInLevel: null, updatedAtMs: null },
      phone: null,
      smsConsent: NO_SMS,
      address: null,
      tags: keepsTags ? customer.tags : [],
      note: null,
      redactedAtMs: ctx.nowMs(),
    });
    for (const order of orders)
      store.putOrder({
        ...order,
        email: null,
        shippingAddress: null,
        billingAddress: null,
        updatedAtMs: ctx.nextMs(order.updatedAtMs),
      });
  }

  return {
    createCustomer,
    updateCustomer,
    deleteCustomer,
    mergeCustomers,
    setEmailMarketingConsent,
    setSmsMarketingConsent,
    setTags,
    requestCustomerData,
    redactCustomer,
  };
}

/** Trimmed, without repeats whatever the case, sorted: as Shopify keeps them. */
function normalTags(tags: string[]): string[] {
  const byKey = new Map<string, string>();
  for (const tag of tags.map((text) => text.trim()))
    if (tag && !byKey.has(tag.toLowerCase())) byKey.set(tag.toLowerCase(), tag);
  return [...byKey.values()].sort((a, b) => a.localeCompare(b));
}

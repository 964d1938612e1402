import { createHmac } from "node:crypto";
import type { KnownShop } from "../../oracle/known-shop.ts";
import type { LocalShop } from "../../shopify/local-shop.ts";
import { ActionRefused } from "../../shopify/store/actions.ts";
import type { CustomerRecord } from "../../shopify/store/records.ts";
import type { LifeTool } from "./life-tool.ts";
import type { Happening } from "./plan.ts";

type Of<Do extends Happening["do"]> = Extract<Happening, { do: Do }>;

export function pick<T>(items: Iterable<T>, share: number): T | undefined {
  const all = [...items];
  return all[Math.min(all.length - 1, Math.floor(share * all.length))];
}

/** What stands between a person and a list, as the merchant set it. */
export interface Lots {
  readonly salt: Buffer;
  readonly alwaysBp: number;
  readonly lists: readonly { readonly lotId: string; readonly heldOutBp: number }[];
}

/** Whether a lot leaves somebody out, worked out anew: HMAC-SHA256 by the shop's salt, its first 48 bits a fraction of one. */
export function isHeldOut({ salt, alwaysBp, lists }: Lots, customerIds: readonly number[]): boolean {
  const place = (purpose: string, id: number) =>
    Number.parseInt(createHmac("sha256", salt).update(`${purpose} ${id}`).digest("hex").slice(0, 12), 16) /
    2 ** 48;
  const [id] = customerIds;
  if (id === undefined) return false;
  return (
    customerIds.some((one) => place("every export", one) * 10_000 < alwaysBp) ||
    lists.some(({ lotId, heldOutBp }) => place(`export ${lotId}`, id) * 10_000 < heldOutBp)
  );
}

/** The people of one life: what happens to them in Shopify and in the tool, and what of it the app can know. */
export class People {
  readonly #shop: LocalShop;
  readonly #tool: LifeTool;
  readonly #known: KnownShop;
  readonly #seen = new Map<number, string>();
  /** Every address that anybody ever had. */
  readonly #addresses: string[] = [];
  /** Addresses of whom somebody else than the app has changed something in the tool. */
  readonly touchedByHand = new Set<string>();
  #made = 0;

  constructor(shop: LocalShop, tool: LifeTool, known: KnownShop) {
    this.#shop = shop;
    this.#tool = tool;
    this.#known = known;
  }

  /** Every address that anybody ever had, in lower case. */
  get addresses(): readonly string[] {
    return this.#addresses.map((address) => address.toLowerCase());
  }

  /** The first of those who have consented in Shopify are unsubscribed or suppressed in the tool. */
  turnAgainst(count: number): void {
    const consented = [...this.#shop.store.customers.values()].filter(
      ({ emailConsent }) => emailConsent.state === "SUBSCRIBED",
    );
    for (const [at, { email }] of consented.slice(0, count).entries()) {
      if (!email) continue;
      if (at % 2 === 0) this.#tool.tool.unsubscribe(email);
      else this.#tool.tool.suppress(email);
    }
  }

  /** Tells the oracle what Shopify holds now. */
  note(): void {
    const { customers } = this.#shop.store;
    for (const [id, { email, emailConsent }] of customers) {
      const consented = emailConsent.state === "SUBSCRIBED";
      const now = `${email} ${consented}`;
      if (this.#seen.get(id) === now) continue;
      this.#seen.set(id, now);
      this.#known.became(id, { email, consented });
      if (email && !this.#addresses.includes(email)) this.#addresses.push(email);
    }
    for (const id of this.#seen.keys()) {
      if (customers.has(id)) continue;
      this.#seen.delete(id);
      this.#known.became(id, null);
    }
  }

  /** Does what the step says, to one `among` these addresses where there are any, and answers whether it was done: what Shopify does not allow happens to nobody. */
  happen(what: Happening, listId: string | null, among: ReadonlySet<string>): boolean {
    try {
      if (what.do === "order") this.#order(what, among);
      else if (what.do === "customer") this.#change(what, among);
      else this.#inTool(what, listId, among);
      return true;
    } catch (error) {
      if (error instanceof ActionRefused) return false;
      throw error;
    } finally {
      this.note();
    }
  }

  /** A new customer with so many orders. Some of them the tool knows already. */
  arrive(subscribed: boolean, orders: number, isKnown: boolean): CustomerRecord {
    const email = `person.${++this.#made}@example.com`;
    const customer = this.#shop.actions.createCustomer({
      ...{ firstName: `First${this.#made}`, lastName: `Last${this.#made}`, email },
      marketingState: subscribed ? "SUBSCRIBED" : "NOT_SUBSCRIBED",
    });
    for (let n = 0; n < orders; n++) this.#place(customer.id);
    if (isKnown || !this.#tool.takesNewPeople) this.#tool.know(email);
    return customer;
  }

  #place(customerId: number): void {
    this.#shop.actions.placeOrder({ customerId, lines: [{ title: "Tea", unitPriceMinor: 995 }] });
  }

  #customer(who: number, among: ReadonlySet<string>): CustomerRecord | undefined {
    const all = [...this.#shop.store.customers.values()];
    const named = all.filter(({ email }) => email && among.has(email.toLowerCase()));
    return pick(named.length > 0 ? named : all, who);
  }

  #order({ who }: Of<"order">, among: ReadonlySet<string>): void {
    const customer = this.#customer(who, among);
    if (customer) this.#place(customer.id);
  }

  #change({ who, how, other }: Of<"customer">, among: ReadonlySet<string>): void {
    const { actions, store } = this.#shop;
    const customer = this.#customer(who, among);
    if (!customer || how === "new, subscribed" || how === "new, not subscribed") {
      this.arrive(how !== "new, not subscribed", Math.floor(other * 4), other > 0.5);
      return;
    }
    const customerId = customer.id;
    const consent = (state: "SUBSCRIBED" | "UNSUBSCRIBED" | "PENDING" | "INVALID"): void => {
      actions.setEmailMarketingConsent({ customerId, state });
    };
    const address = (email: string): void => {
      actions.updateCustomer({ customerId, change: { email } });
    };
    switch (how) {
      case "subscribe":
        consent("SUBSCRIBED");
        return;
      case "unsubscribe":
        consent("UNSUBSCRIBED");
        return;
      case "pending":
        consent("PENDING");
        return;
      case "invalid":
        consent("INVALID");
        return;
      case "new address":
        address(`moved.${++this.#made}@example.com`);
        return;
      case "an address that another one had":
        address(pick(this.#addresses, other) ?? `moved.${++this.#made}@example.com`);
        return;
      case "capital letters":
        address((customer.email ?? `moved.${++this.#made}@example.com`).toUpperCase());
        return;
      case "merge":
      case "merge silently": {
        const second = pick(store.customers.keys(), other);
        if (second === undefined || second === customerId) return;
        actions.mergeCustomers({ keptId: customerId, deletedId: second, touchOrders: how === "merge" });
        this.#known.joined(customerId, second);
        return;
      }
      case "delete":
        actions.deleteCustomer({ customerId });
        return;
      case "redact":
        actions.redactCustomer({ customerId });
    }
  }

  #inTool({ who, how }: Of<"tool">, listId: string | null, among: ReadonlySet<string>): void {
    const { tool } = this.#tool;
    if (how === "the merchant puts somebody on the list") {
      const anybody = pick(among.size > 0 ? among : this.#addresses, who);
      if (!anybody || listId === null) return;
      this.touchedByHand.add(anybody.toLowerCase());
      this.#tool.put(anybody, listId);
      return;
    }
    const all = tool.people();
    const named = all.filter((one) => among.has(one.address));
    const address = pick(named.length > 0 ? named : all, who)?.address ?? "";
    if (address === "") return;
    this.touchedByHand.add(address);
    switch (how) {
      case "the person unsubscribes":
        tool.unsubscribe(address);
        return;
      case "the address bounces":
        tool.suppress(address);
        return;
      case "the person subscribes again":
        tool.subscribe(address);
        return;
      case "the merchant takes somebody off the list":
        if (listId !== null) this.#tool.takeOff(address, listId);
        return;
      case "the merchant deletes somebody":
        this.#tool.forget(address);
    }
  }
}

/** What one may ask of a person of Shopify's. */
export interface ShopPerson {
  readonly email: string | null;
  readonly consented: boolean;
}

interface Version extends ShopPerson {
  readonly at: number;
}

/**
 * What the app can know of the shop. Of each customer the version of which it was last told, and all later ones: it may have read any of
 * them since.
 */
export class KnownShop {
  readonly #versions = new Map<number, Version[]>();
  readonly #told = new Map<number, number>();
  readonly #edges: [customerId: number, address: string][] = [];
  readonly #joined: [one: number, other: number][] = [];
  readonly #erasedAddresses = new Set<string>();
  readonly #erasedCustomers = new Set<number>();
  #time = 0;

  /** The customer is now so in Shopify; null: gone. */
  became(customerId: number, person: ShopPerson | null): void {
    const email = person?.email?.toLowerCase() ?? null;
    if (email !== null) this.#edges.push([customerId, email]);
    const version = { email, consented: person?.consented ?? false, at: ++this.#time };
    this.#versions.set(customerId, [...(this.#versions.get(customerId) ?? []), version]);
  }

  joined(keptId: number, goneId: number): void {
    this.#joined.push([keptId, goneId]);
  }

  /** The app has said that it knows of a change of this customer. */
  told(customerId: number): void {
    this.#told.set(customerId, this.#time);
  }

  erased(customerId: number, address: string | null): void {
    this.#erasedCustomers.add(customerId);
    if (address !== null) this.#erasedAddresses.add(address.toLowerCase());
  }

  erasedAddresses(): ReadonlySet<string> {
    return new Set(this.#erasedAddresses);
  }

  isErased(address: string): boolean {
    return this.#erasedAddresses.has(address);
  }

  isErasedCustomer(customerId: number): boolean {
    return this.#erasedCustomers.has(customerId);
  }

  formerIdsOf(customerId: number): number[] {
    const found = [customerId];
    for (const id of found) for (const [kept, gone] of this.#joined) if (kept === id) found.push(gone);
    return found.slice(1);
  }

  /** Addresses that somebody holds who consented and is not held out, by any version that the app may have read last. */
  mayGo(isHeldOut: (customerId: number) => boolean): Set<string> {
    const addresses = new Set<string>();
    for (const [id, versions] of this.#versions) {
      if (isHeldOut(id)) continue;
      const told = this.#told.get(id) ?? 0;
      const known = versions.findLastIndex(({ at }) => at <= told);
      for (const { email, consented } of versions.slice(Math.max(0, known)))
        if (email !== null && consented) addresses.add(email);
    }
    for (const erased of this.#erasedAddresses) addresses.delete(erased);
    return addresses;
  }

  /** Addresses and customers that the app may take for an erased person's: connected with one by merges and by addresses held at any time. */
  nearErased(): { readonly addresses: ReadonlySet<string>; readonly customers: ReadonlySet<number> } {
    const addresses = new Set(this.#erasedAddresses);
    const customers = new Set(this.#erasedCustomers);
    for (let size = -1; size !== addresses.size + customers.size; ) {
      size = addresses.size + customers.size;
      for (const [id, address] of this.#edges) {
        if (addresses.has(address)) customers.add(id);
        if (customers.has(id)) addresses.add(address);
      }
      for (const [one, other] of this.#joined) {
        if (customers.has(one)) customers.add(other);
        if (customers.has(other)) customers.add(one);
      }
    }
    return { addresses, customers };
  }
}

/** A key, or a key that may do only what its scopes allow. */
export type KeyGrant = string | { key: string; scopes: readonly string[] };

export class KeyRing {
  readonly names: readonly string[];
  readonly #scopes = new Map<string, readonly string[] | "full">();
  readonly #revoked = new Set<string>();

  constructor(grants: readonly KeyGrant[]) {
    for (const grant of grants)
      if (typeof grant === "string") this.#scopes.set(grant, "full");
      else this.#scopes.set(grant.key, grant.scopes);
    this.names = [...this.#scopes.keys()];
  }

  /** Null where the key is unknown or revoked. */
  scopesOf(key: string): readonly string[] | "full" | null {
    return this.#revoked.has(key) ? null : (this.#scopes.get(key) ?? null);
  }

  /** One key, or all. */
  revoke(key?: string): void {
    for (const name of key === undefined ? this.names : [key]) this.#revoked.add(name);
  }

  restore(key?: string): void {
    for (const name of key === undefined ? this.names : [key]) this.#revoked.delete(name);
  }

  get allRevoked(): boolean {
    return this.names.every((name) => this.#revoked.has(name));
  }
}

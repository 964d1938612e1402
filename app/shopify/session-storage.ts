import { type OnlineAccessInfo, Session } from "@shopify/shopify-api";
import { InvalidShopDomain, type ShopRef, shopRef } from "../platform/ids.ts";
import { type TokenCipher, UnreadableToken } from "./token-cipher.ts";

/** A session as the database holds it: its tokens are sealed. */
export interface StoredSession {
  readonly id: string;
  readonly state: string;
  readonly isOnline: boolean;
  readonly scope: string | null;
  readonly expires: Date | null;
  readonly accessToken: Buffer | null;
  readonly refreshToken: Buffer | null;
  readonly refreshTokenExpires: Date | null;
  readonly keyId: string;
  readonly onlineUser: OnlineAccessInfo | null;
}

/** Where sessions are kept. The database's side is `app/db/queries/source/sessions.ts`. */
export interface SessionTable {
  save(shop: ShopRef, session: StoredSession): Promise<void>;
  find(shop: ShopRef, id: string): Promise<StoredSession | null>;
  list(shop: ShopRef): Promise<StoredSession[]>;
  remove(shop: ShopRef, ids: readonly string[]): Promise<void>;
  /** Runs `work` while no other process does so for the shop; the table it gets works on the lock's own connection. */
  exclusively<T>(shop: ShopRef, work: (table: SessionTable) => Promise<T>): Promise<T>;
}

const OFFLINE = /^offline_(.+)$/;
const ONLINE = /^(.+\.myshopify\.com)_\d+$/;

/** The library's session ids name the shop, which is what every query needs first. Null for an id that does not. */
function shopOfSessionId(id: string): ShopRef | null {
  const domain = (OFFLINE.exec(id) ?? ONLINE.exec(id))?.[1];
  if (!domain) return null;
  try {
    return shopRef(domain);
  } catch (error) {
    if (error instanceof InvalidShopDomain) return null;
    throw error;
  }
}

/**
 * The five methods of the library's `SessionStorage`. Tokens are encrypted with the current key and decrypted with
 * any of the keys, so a session moves to the current key when it is next stored. A session that none of the keys opens counts
 * as none: the library gets another one from Shopify when a merchant opens the app.
 */
export class EncryptedSessionStorage {
  readonly #table: SessionTable;
  readonly #cipher: TokenCipher;

  constructor(table: SessionTable, cipher: TokenCipher) {
    this.#table = table;
    this.#cipher = cipher;
  }

  async storeSession(session: Session): Promise<boolean> {
    await this.#table.save(shopRef(session.shop), this.#sealed(session));
    return true;
  }

  async loadSession(id: string): Promise<Session | undefined> {
    const shop = shopOfSessionId(id);
    const stored = shop && (await this.#table.find(shop, id));
    return stored ? this.#opened(shop, stored) : undefined;
  }

  async deleteSession(id: string): Promise<boolean> {
    return this.deleteSessions([id]);
  }

  async deleteSessions(ids: string[]): Promise<boolean> {
    for (const id of ids) {
      const shop = shopOfSessionId(id);
      if (shop) await this.#table.remove(shop, [id]);
    }
    return true;
  }

  async findSessionsByShop(domain: string): Promise<Session[]> {
    const shop = shopRef(domain);
    return (await this.#table.list(shop)).flatMap((stored) => this.#opened(shop, stored) ?? []);
  }

  /** As `SessionTable.exclusively`. */
  exclusively<T>(shop: ShopRef, work: (storage: EncryptedSessionStorage) => Promise<T>): Promise<T> {
    return this.#table.exclusively(shop, (table) => work(new EncryptedSessionStorage(table, this.#cipher)));
  }

  /**
   * Seals again every session that another key sealed, and says how many there were and how many no key opens. One that changes
   * meanwhile is left as it is: the process that stored it used the current key.
   */
  async rotate(
    sessions: AsyncIterable<{ domain: string; id: string }>,
    replace: (shop: ShopRef, before: StoredSession, after: StoredSession) => Promise<void>,
  ): Promise<{ rotated: number; unreadable: number }> {
    const counts = { rotated: 0, unreadable: 0 };
    for await (const { domain, id } of sessions) {
      const shop = shopRef(domain);
      const stored = await this.#table.find(shop, id);
      if (!stored || stored.keyId === this.#cipher.keyId) continue;
      const session = this.#opened(shop, stored);
      if (!session) {
        counts.unreadable++;
        continue;
      }
      await replace(shop, stored, this.#sealed(session));
      counts.rotated++;
    }
    return counts;
  }

  #sealed(session: Session): StoredSession {
    const seal = (token: string | undefined, field: string) =>
      token ? this.#cipher.seal(token, `${session.id} ${field}`) : null;
    return {
      id: session.id,
      state: session.state,
      isOnline: session.isOnline,
      scope: session.scope ?? null,
      expires: session.expires ?? null,
      accessToken: seal(session.accessToken, "access"),
      refreshToken: seal(session.refreshToken, "refresh"),
      refreshTokenExpires: session.refreshTokenExpires ?? null,
      keyId: this.#cipher.keyId,
      onlineUser: session.onlineAccessInfo ?? null,
    };
  }

  #opened(shop: ShopRef, stored: StoredSession): Session | undefined {
    try {
      return this.#open(shop, stored);
    } catch (error) {
      if (error instanceof UnreadableToken) return undefined;
      throw error;
    }
  }

  #open(shop: ShopRef, stored: StoredSession): Session {
    const open = (sealed: Buffer | null, field: string) =>
      sealed ? this.#cipher.open(sealed, stored.keyId, `${stored.id} ${field}`) : undefined;
    return new Session({
      id: stored.id,
      shop: shop.domain,
      state: stored.state,
      isOnline: stored.isOnline,
      scope: stored.scope ?? undefined,
      expires: stored.expires ?? undefined,
      accessToken: open(stored.accessToken, "access"),
      refreshToken: open(stored.refreshToken, "refresh"),
      refreshTokenExpires: stored.refreshTokenExpires ?? undefined,
      onlineAccessInfo: stored.onlineUser ?? undefined,
    });
  }
}

import { HttpResponseError, Session, type Shopify as ShopifyApi } from "@shopify/shopify-api";
import type { ShopId, ShopRef } from "../platform/ids.ts";
import { AdminUnauthorized, AdminUnavailable, ShopNotInstalled } from "./errors.ts";
import type { EncryptedSessionStorage } from "./session-storage.ts";

/** A token that lives shorter than this is refreshed before it is used. */
const SPARE_MS = 60_000;

/** The shop's offline session with a token that works. The library refreshes without a lock, so the app does it itself. */
export interface OfflineSessions {
  /**
   * `refusedToken`: an access token that Shopify just answered 401 to; another one is got.
   * Throws ShopNotInstalled, AdminUnauthorized or AdminUnavailable.
   */
  fresh(shop: ShopRef, refusedToken?: string): Promise<Session & { accessToken: string }>;
  /** Ends the session, unless it has got another access token than the one that was refused. */
  end(shop: ShopRef, refusedToken: string): Promise<void>;
}

type UsableSession = Session & { accessToken: string };

export function offlineSessions(api: ShopifyApi, storage: EncryptedSessionStorage): OfflineSessions {
  // One waiter per shop and process asks the database for the lock: the rest would only hold connections.
  const queues = new Map<ShopId, Promise<unknown>>();

  const usable = (session: Session | undefined, refusedToken?: string): session is UsableSession =>
    Boolean(session?.accessToken) && session?.accessToken !== refusedToken && !session?.isExpired(SPARE_MS);

  async function refreshed(shop: ShopRef, refusedToken?: string): Promise<UsableSession> {
    const outcome = await storage.exclusively(shop, async (locked) => {
      const id = api.session.getOfflineId(shop.domain);
      // Another process may have refreshed while this one waited for the lock.
      const stored = await locked.loadSession(id);
      if (!stored) throw new ShopNotInstalled(shop.domain);
      if (usable(stored, refusedToken)) return stored;
      const session = stored.refreshToken ? await refresh(api, shop, stored.refreshToken) : null;
      if (session instanceof Session && usable(session)) {
        await locked.storeSession(session);
        return session;
      }
      // Returned, for what is thrown here would take the end of the session back.
      await locked.deleteSession(id);
      return session instanceof AdminUnauthorized ? session : new AdminUnauthorized(shop.domain);
    });
    if (outcome instanceof AdminUnauthorized) throw outcome;
    return outcome;
  }

  return {
    end: (shop, refusedToken) =>
      storage.exclusively(shop, async (locked) => {
        const id = api.session.getOfflineId(shop.domain);
        if ((await locked.loadSession(id))?.accessToken === refusedToken) await locked.deleteSession(id);
      }),
    async fresh(shop, refusedToken) {
      const stored = await storage.loadSession(api.session.getOfflineId(shop.domain));
      if (!stored) throw new ShopNotInstalled(shop.domain);
      if (usable(stored, refusedToken)) return stored;
      const turn = (queues.get(shop.shopId) ?? Promise.resolve()).then(() => refreshed(shop, refusedToken));
      const settled = turn.catch(() => {});
      queues.set(shop.shopId, settled);
      try {
        return await turn;
      } finally {
        if (queues.get(shop.shopId) === settled) queues.delete(shop.shopId);
      }
    },
  };
}

async function refresh(
  api: ShopifyApi,
  shop: ShopRef,
  refreshToken: string,
): Promise<Session | AdminUnauthorized> {
  try {
    return (await api.auth.refreshToken({ shop: shop.domain, refreshToken })).session;
  } catch (error) {
    if (error instanceof HttpResponseError && error.response.code < 500 && error.response.code !== 429) {
      return new AdminUnauthorized(shop.domain, { cause: error });
    }
    throw new AdminUnavailable(`The token of ${shop.domain} could not be refreshed`, null, { cause: error });
  }
}

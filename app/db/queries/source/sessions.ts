import type { Pool } from "pg";
import type { ShopId } from "../../../platform/ids.ts";
import { type Queryable, rows } from "../../client.ts";

interface ShopKey {
  readonly shopId: ShopId;
  readonly domain: string;
}

interface SessionRow {
  id: string;
  state: string;
  isOnline: boolean;
  scope: string | null;
  expires: Date | null;
  accessToken: Buffer | null;
  refreshToken: Buffer | null;
  refreshTokenExpires: Date | null;
  keyId: string;
}

const COLUMNS = `id, state, is_online "isOnline", scope, expires, access_token "accessToken",
  refresh_token "refreshToken", refresh_token_expires "refreshTokenExpires", key_id "keyId",
  online_user "onlineUser"`;

/** The table of sessions as `app/shopify/session-storage.ts` asks for it. `User` is what the caller keeps as JSON. */
export interface Sessions<User> {
  save(shop: ShopKey, session: Readonly<SessionRow & { onlineUser: User | null }>): Promise<void>;
  find(shop: ShopKey, id: string): Promise<(SessionRow & { onlineUser: User | null }) | null>;
  list(shop: ShopKey): Promise<(SessionRow & { onlineUser: User | null })[]>;
  remove(shop: ShopKey, ids: readonly string[]): Promise<void>;
  exclusively<T>(shop: ShopKey, work: (table: Sessions<User>) => Promise<T>): Promise<T>;
}

export function sessionTable<User>(pool: Pool): Sessions<User> {
  return { ...on<User>(pool), exclusively: (shop, work) => underLock(pool, shop, work) };
}

function on<User>(connection: Queryable): Omit<Sessions<User>, "exclusively"> {
  type Row = SessionRow & { onlineUser: User | null };
  return {
    async save(shop, session) {
      await connection.query(
        `insert into session (shop_id, id, shop, state, is_online, scope, expires, access_token,
           refresh_token, refresh_token_expires, key_id, online_user, updated_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, now())
         on conflict (shop_id, id) do update set
           state = excluded.state, is_online = excluded.is_online, scope = excluded.scope,
           expires = excluded.expires, access_token = excluded.access_token,
           refresh_token = excluded.refresh_token, refresh_token_expires = excluded.refresh_token_expires,
           key_id = excluded.key_id, online_user = excluded.online_user, updated_at = excluded.updated_at`,
        [
          shop.shopId,
          session.id,
          shop.domain,
          session.state,
          session.isOnline,
          session.scope,
          session.expires,
          session.accessToken,
          session.refreshToken,
          session.refreshTokenExpires,
          session.keyId,
          session.onlineUser === null ? null : JSON.stringify(session.onlineUser),
        ],
      );
    },
    async find(shop, id) {
      const found = await rows<Row>(
        connection,
        `select ${COLUMNS} from session where shop_id = $1 and id = $2`,
        [shop.shopId, id],
      );
      return found[0] ?? null;
    },
    list: (shop) => rows<Row>(connection, `select ${COLUMNS} from session where shop_id = $1`, [shop.shopId]),
    async remove(shop, ids) {
      await connection.query("delete from session where shop_id = $1 and id = any($2)", [shop.shopId, ids]);
    },
  };
}

/** The lock is an advisory one, not the row's: the row is written by token exchanges too, and those must not wait. */
async function underLock<User, T>(
  pool: Pool,
  shop: ShopKey,
  work: (table: Sessions<User>) => Promise<T>,
): Promise<T> {
  const connection = await pool.connect();
  let broken: Error | undefined;
  try {
    await connection.query("begin");
    await connection.query("select pg_advisory_xact_lock(hashtextextended('session refresh', $1))", [
      shop.shopId,
    ]);
    const table: Sessions<User> = {
      ...on<User>(connection),
      exclusively: (_shop, inner) => inner(table),
    };
    const result = await work(table);
    await connection.query("commit");
    return result;
  } catch (error) {
    await connection.query("rollback").catch((rollbackError: Error) => {
      broken = rollbackError;
    });
    throw error;
  } finally {
    connection.release(broken);
  }
}

export async function removeSessions(connection: Queryable, shopId: ShopId): Promise<void> {
  await connection.query("delete from session where shop_id = $1", [shopId]);
}

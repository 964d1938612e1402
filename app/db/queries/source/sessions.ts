import sql from "sql-template-tag";
import type { ShopId } from "../../../platform/ids.ts";
import { type Queryable, rows } from "../../client.ts";
import { Prisma, type PrismaClient, type Session } from "../../generated/client.ts";

interface ShopKey {
  readonly shopId: ShopId;
  readonly domain: string;
}

type SessionRow<User> = Omit<
  Session,
  "shopId" | "shop" | "updatedAt" | "accessToken" | "refreshToken" | "onlineUser"
> & {
  accessToken: Buffer | null;
  refreshToken: Buffer | null;
  onlineUser: User | null;
};

/** The table of sessions as `app/shopify/session-storage.ts` asks for it. `User` is what the caller keeps as JSON. */
export interface Sessions<User> {
  save(shop: ShopKey, session: Readonly<SessionRow<User>>): Promise<void>;
  find(shop: ShopKey, id: string): Promise<SessionRow<User> | null>;
  list(shop: ShopKey): Promise<SessionRow<User>[]>;
  remove(shop: ShopKey, ids: readonly string[]): Promise<void>;
  exclusively<T>(shop: ShopKey, work: (table: Sessions<User>) => Promise<T>): Promise<T>;
}

/** Longer than a token exchange with Shopify takes. */
const LOCK_MS = 60_000;

/**
 * The lock is an advisory one, not the row's: the row is written by token exchanges too, and those must not wait. Work under
 * the lock uses the connection of the lock. Otherwise the processes that wait for the lock could take all connections, and the
 * one that holds it would get none.
 */
export function sessionTable<User>(prisma: PrismaClient): Sessions<User> {
  return {
    ...on<User>(prisma),
    exclusively: (shop, work) =>
      prisma.$transaction(
        async (tx) => {
          await tx.$executeRaw`select pg_advisory_xact_lock(hashtextextended('session refresh', ${key(shop)}))`;
          // A redaction of the shop waits for what is saved here, and deletes it.
          await tx.$executeRaw`select from shop where shop_id = ${key(shop)} for key share`;
          const table: Sessions<User> = { ...on<User>(tx), exclusively: (_shop, inner) => inner(table) };
          return work(table);
        },
        { maxWait: LOCK_MS, timeout: LOCK_MS },
      ),
  };
}

/** Prisma's bigint columns are JavaScript's BigInt. */
const key = (shop: ShopKey) => BigInt(shop.shopId);

function on<User>(client: Prisma.TransactionClient): Omit<Sessions<User>, "exclusively"> {
  return {
    async save(shop, { id, ...session }) {
      const row = {
        ...session,
        accessToken: bytes(session.accessToken),
        refreshToken: bytes(session.refreshToken),
        onlineUser:
          session.onlineUser === null ? Prisma.DbNull : (session.onlineUser as Prisma.InputJsonValue),
      };
      await client.session.upsert({
        where: { shopId_id: { shopId: key(shop), id } },
        create: { shopId: key(shop), id, shop: shop.domain, ...row },
        update: row,
      });
    },
    async find(shop, id) {
      const found = await client.session.findUnique({ where: { shopId_id: { shopId: key(shop), id } } });
      return found && rowOf(found);
    },
    async list(shop) {
      const found = await client.session.findMany({ where: { shopId: key(shop) }, orderBy: { id: "asc" } });
      return found.map((row) => rowOf<User>(row));
    },
    async remove(shop, ids) {
      await client.session.deleteMany({ where: { shopId: key(shop), id: { in: [...ids] } } });
    },
  };
}

function rowOf<User>(session: Session): SessionRow<User> {
  const { shopId, shop, updatedAt, ...row } = session;
  return {
    ...row,
    accessToken: row.accessToken && Buffer.from(row.accessToken),
    refreshToken: row.refreshToken && Buffer.from(row.refreshToken),
    onlineUser: row.onlineUser as User | null,
  };
}

function bytes(buffer: Buffer | null): Uint8Array<ArrayBuffer> | null {
  return buffer && new Uint8Array(buffer);
}

/** In the transaction that notes an uninstallation. */
export async function removeSessions(on: Queryable, shop: ShopId): Promise<void> {
  await on.query(sql`delete from session where shop_id = ${shop}`);
}

/** Shop and id of each session that another key than this one sealed. */
export async function* sessionsOfOtherKeys(
  on: Queryable,
  keyId: string,
): AsyncGenerator<{ domain: string; id: string }> {
  const found = await rows<{ domain: string; id: string }>(
    on,
    sql`select shop domain, id from session where key_id <> ${keyId} order by shop_id, id`,
  );
  yield* found;
}

interface SealedTokens {
  readonly id: string;
  readonly keyId: string;
  readonly accessToken: Buffer | null;
  readonly refreshToken: Buffer | null;
}

/** Puts tokens that were sealed again in the place of the former ones, where those are still there. */
export async function resealSession(
  on: Queryable,
  shop: ShopId,
  before: SealedTokens,
  after: SealedTokens,
): Promise<void> {
  await on.query(
    sql`update session set access_token = ${after.accessToken}, refresh_token = ${after.refreshToken},
        key_id = ${after.keyId}
      where shop_id = ${shop} and id = ${before.id} and key_id = ${before.keyId}
        and access_token is not distinct from ${before.accessToken}`,
  );
}

/** Differs from what it was before as soon as a session of the shop was stored or removed. */
export async function sessionStamp(on: Queryable, shop: ShopId): Promise<string> {
  const [found] = await rows<{ stamp: string }>(
    on,
    sql`select coalesce(string_agg(id || ' ' || md5(access_token), ',' order by id), '') stamp
      from session where shop_id = ${shop}`,
  );
  return found?.stamp ?? "";
}

import type { OnlineAccessInfo } from "@shopify/shopify-api";
import { SignJWT } from "jose";
import { afterEach, expect, test } from "vitest";
import { rows } from "../../../app/db/client.ts";
import { sessionTable } from "../../../app/db/queries/source/sessions.ts";
import { isInstalled, ShopIdCollision } from "../../../app/db/queries/source/shops.ts";
import { parseEncryptionKeys } from "../../../app/platform/encryption-keys.ts";
import { rotateKeys } from "../../../app/rotate-keys.ts";
import { AdminUnavailable } from "../../../app/shopify/errors.ts";
import { shopFacts } from "../../../app/shopify/operations/shop.ts";
import { EncryptedSessionStorage } from "../../../app/shopify/session-storage.ts";
import { TokenCipher } from "../../../app/shopify/token-cipher.ts";
import { installShop } from "../../../app/sync/shop/install.ts";
import { fetchRequest, KEYS, pageRequest, type SyncedApp, startSyncedApp } from "../synced-app.ts";
import { figuresOfDatabase, figuresOfStore } from "../valuation/shop-figures.ts";

const DOMAIN = "auth.myshopify.com";
let app: SyncedApp;
afterEach(() => app.close());

async function start(working = false) {
  app = await startSyncedApp({ shops: [{ kind: "empty", domain: DOMAIN }], working });
  return app.shop();
}

/** The stored session's tokens seem to expire at once. */
async function expireToken(): Promise<void> {
  await app.runtime.db.pool.query("update session set expires = $1", [new Date(Date.now() + 5_000)]);
}

const backfills = () => rows(app.runtime.db.pool, "select id from pgboss.job where name = 'sync.backfill'");

test("the first page exchanges the token, stores it encrypted, and asks for the history once", async () => {
  const { local } = await start();
  const token = local.sessionToken();
  const opened = await Promise.all([
    app.authenticate(pageRequest(app.url, { domain: DOMAIN, token })),
    app.authenticate(pageRequest(app.url, { domain: DOMAIN, token })),
    app.open(),
  ]);
  expect(opened).toEqual(["authenticated", "authenticated", "authenticated"]);
  expect(local.installed).toBe(true);
  expect(await backfills()).toHaveLength(1);
  const stored = await rows<{ token: string; refresh: string; keyId: string }>(
    app.runtime.db.pool,
    `select encode(access_token, 'escape') token, encode(refresh_token, 'escape') refresh, key_id "keyId" from session`,
  );
  expect(stored).toHaveLength(1);
  const session = await app.runtime.shopify.offline.fresh(app.shop().ref);
  expect(stored[0]?.keyId).toBe("first");
  expect(stored[0]?.token).not.toContain(session.accessToken);
  expect(stored[0]?.refresh).not.toContain(session.refreshToken);
});

test("an installation that was cut off after its session was stored is done when the app is opened again", async () => {
  const { ref } = await start();
  await app.open();
  // What a process leaves that ends between the two.
  await app.runtime.db.pool.query("delete from pgboss.job");
  await app.runtime.db.pool.query("delete from shop");
  expect(await rows(app.runtime.db.pool, "select * from session")).toHaveLength(1);
  expect(await app.open()).toBe("authenticated");
  expect(await isInstalled(app.runtime.db.pool, ref.shopId)).toBe(true);
  expect(await backfills()).toHaveLength(1);
});

test("a storm of requests with an expired token refreshes it once", async () => {
  const { ref } = await start();
  await app.open();
  const { accessToken } = await app.runtime.shopify.offline.fresh(ref);
  await expireToken();
  const tokens = await Promise.all(
    Array.from({ length: 25 }, async () => (await app.runtime.shopify.offline.fresh(ref)).accessToken),
  );
  expect(new Set(tokens).size).toBe(1);
  expect(tokens).not.toContain(accessToken);
});

test("two processes do not refresh a token at the same time", async () => {
  const { ref } = await start();
  await app.open();
  const cipher = new TokenCipher(parseEncryptionKeys(KEYS));
  const other = new EncryptedSessionStorage(sessionTable(app.runtime.db.prisma), cipher);
  await expireToken();
  let mine: Promise<string> | undefined;
  await other.exclusively(ref, async (locked) => {
    mine = app.runtime.shopify.offline.fresh(ref).then((session) => session.accessToken);
    // While this process holds the lock it puts a token in place, as the other one's refresh would.
    const session = await locked.loadSession(`offline_${DOMAIN}`);
    if (!session) throw new Error("there is a session");
    session.expires = new Date(Date.now() + 3_600_000);
    session.accessToken = "refreshed-by-the-other";
    await locked.storeSession(session);
  });
  expect(await mine).toBe("refreshed-by-the-other");
});

test("a revoked token is replaced by its refresh, and the query goes on", async () => {
  const { local, ref } = await start();
  await app.open();
  local.faults.revokeTokens = 1;
  const admin = await app.runtime.shopify.adminFor(ref);
  expect((await admin.query(shopFacts)).data.shop.currencyCode).toBe("EUR");
});

test("a refresh that Shopify refuses, or cannot give, says whether to try again", async () => {
  const { local, ref } = await start();
  await app.open();
  await expireToken();
  local.faults.failTokenRequests = 1;
  await expect(app.runtime.shopify.offline.fresh(ref)).rejects.toMatchObject({ retry: "later" });
  local.faults.failTokenStatus = 400;
  local.faults.failTokenRequests = 1;
  await expect(app.runtime.shopify.offline.fresh(ref)).rejects.toMatchObject({
    name: "AdminUnauthorized",
    retry: "never",
  });
});

async function foreignToken(change: { secret?: string; aud?: string; exp?: number }): Promise<string> {
  const { clientId, clientSecret } = app.local.app;
  const now = Math.floor(Date.now() / 1000);
  return new SignJWT({ dest: `https://${DOMAIN}`, sid: "x" })
    .setProtectedHeader({ alg: "HS256" })
    .setIssuer(`https://${DOMAIN}/admin`)
    .setSubject("1")
    .setAudience(change.aud ?? clientId)
    .setIssuedAt(now - 120)
    .setNotBefore(now - 120)
    .setExpirationTime(change.exp ?? now + 60)
    .sign(new TextEncoder().encode(change.secret ?? clientSecret));
}

test.each([
  ["signed by somebody else", { secret: "another-secret-of-another-app" }],
  ["made for another app", { aud: "another-app" }],
  ["that has expired", { exp: Math.floor(Date.now() / 1000) - 30 }],
])("a session token %s opens nothing", async (_what, change) => {
  await start();
  const token = await foreignToken(change);
  const fetched = await app.authenticate(fetchRequest(app.url, token));
  expect(fetched).toMatchObject({ status: 401 });
  expect((fetched as Response).headers.get("X-Shopify-Retry-Invalid-Session-Request")).toBe("1");
  // A document has no way to ask again but a page that gets a new token.
  const opened = await app.authenticate(pageRequest(app.url, { domain: DOMAIN, token }));
  expect(opened).toMatchObject({ status: 302 });
  expect((opened as Response).headers.get("Location")).toContain("/auth/session-token");
  expect(await rows(app.runtime.db.pool, "select * from shop")).toEqual([]);
});

test("a page without a shop goes to the page that says so", async () => {
  await start();
  const request = new Request(new URL("/app", app.url), {
    headers: { "User-Agent": "Mozilla/5.0 (X11) Firefox/140.0" },
  });
  const answered = await app.authenticate(request);
  expect(answered).toMatchObject({ status: 302 });
  expect((answered as Response).headers.get("Location")).toBe("/auth/login");
});

test("after an uninstallation the sessions are gone and jobs end; a new installation goes on", async () => {
  const { local, ref } = await start(true);
  const customer = local.actions.createCustomer({ email: "a@example.com" });
  local.actions.placeOrder({ customerId: customer.id, lines: [{ title: "Tea", unitPriceMinor: 500 }] });
  await app.open();
  await app.settled();
  expect(await figuresOfDatabase(app.runtime.db, ref)).toEqual(figuresOfStore(local));
  local.uninstallApp();
  await app.settled();
  expect(await rows(app.runtime.db.pool, "select * from session")).toEqual([]);
  await expect(app.runtime.shopify.adminFor(ref)).rejects.toMatchObject({ name: "ShopNotInstalled" });
  local.actions.placeOrder({ customerId: customer.id, lines: [{ title: "Cup", unitPriceMinor: 700 }] });
  await app.settled();
  expect(await figuresOfDatabase(app.runtime.db, ref)).toMatchObject({ orders: 1 });
  expect(await app.open()).toBe("authenticated");
  await app.settled();
  expect(await figuresOfDatabase(app.runtime.db, ref)).toEqual(figuresOfStore(local));
  const purposes = await rows<{ purpose: string }>(
    app.runtime.db.pool,
    "select purpose from sync_slice where resource = 'orders' order by started_at",
  );
  expect(purposes.map((slice) => slice.purpose)).toEqual(["backfill", "catch_up"]);
});

test("fewer scopes show in what the app says of its history, more of them read it again", async () => {
  const { local, ref } = await start(true);
  await app.open();
  await app.settled();
  const historyFrom = async () =>
    (await rows<{ from: Date | null }>(app.runtime.db.pool, 'select history_from "from" from shop'))[0]?.from;
  expect(await historyFrom()).toBeNull();
  const all = [...local.grantedScopes];
  local.actions.changeScopes({ scopes: all.filter((scope) => scope !== "read_all_orders") });
  await app.settled();
  expect(await historyFrom()).toBeInstanceOf(Date);
  local.actions.changeScopes({ scopes: all });
  await app.settled();
  expect(await historyFrom()).toBeNull();
  const [read] = await rows(
    app.runtime.db.pool,
    "select count(*) n from sync_slice where resource = 'orders' and purpose = 'backfill' and shop_id = $1",
    [ref.shopId],
  );
  expect(read).toEqual({ n: 2 });
});

test("a domain whose id another shop has already is refused", async () => {
  const { ref } = await start();
  await app.runtime.db.pool.query(
    "insert into shop (shop_id, domain, installed_at) values ($1, 'older.myshopify.com', now())",
    [ref.shopId],
  );
  await expect(installShop(app.runtime, { shop: DOMAIN, scope: "" })).rejects.toBeInstanceOf(ShopIdCollision);
});

test("tokens are read with the key that sealed them and sealed with the current one", async () => {
  const { ref } = await start();
  await app.open();
  const second = `second:${Buffer.alloc(32, 9).toString("base64")}`;
  const table = sessionTable<OnlineAccessInfo>(app.runtime.db.prisma);
  const rotated = new EncryptedSessionStorage(
    table,
    new TokenCipher(parseEncryptionKeys(`${second},${KEYS}`)),
  );
  const session = await rotated.loadSession(`offline_${DOMAIN}`);
  if (!session) throw new Error("there is a session");
  await rotated.storeSession(session);
  expect((await table.list(ref))[0]?.keyId).toBe("second");
  expect((await rotated.loadSession(session.id))?.equals(session)).toBe(true);
  const withoutKey = new EncryptedSessionStorage(table, new TokenCipher(parseEncryptionKeys(KEYS)));
  expect(await withoutKey.loadSession(session.id)).toBeUndefined();
  expect(await withoutKey.findSessionsByShop(DOMAIN)).toEqual([]);
});

test("a drill: after a rotation the old key may go, and nobody has to sign in again", async () => {
  const { local, ref } = await start();
  await app.open();
  const before = await app.runtime.shopify.offline.fresh(ref);
  const second = `second:${Buffer.alloc(32, 9).toString("base64")}`;
  const keysNow = async () =>
    (await rows<{ keyId: string }>(app.runtime.db.pool, `select key_id "keyId" from session`)).map(
      (row) => row.keyId,
    );
  expect(await keysNow()).toEqual(["first"]);
  expect(await rotateKeys(app.connectionString, `${second},${KEYS}`)).toEqual({
    keyId: "second",
    rotated: 1,
    unreadable: 0,
  });
  expect(await keysNow()).toEqual(["second"]);
  const table = sessionTable<OnlineAccessInfo>(app.runtime.db.prisma);
  const withoutOldKey = new EncryptedSessionStorage(table, new TokenCipher(parseEncryptionKeys(second)));
  const after = await withoutOldKey.loadSession(before.id);
  expect(after?.equals(before)).toBe(true);
  expect(after?.refreshToken).toBe(before.refreshToken);
  // Once more finds nothing to do.
  expect(await rotateKeys(app.connectionString, second)).toMatchObject({ rotated: 0, unreadable: 0 });
  // The app whose key is gone asks Shopify for another token as soon as the merchant opens it.
  expect(await rotateKeys(app.connectionString, KEYS)).toMatchObject({ rotated: 0, unreadable: 1 });
  await expect(app.runtime.shopify.offline.fresh(ref)).rejects.toMatchObject({ name: "ShopNotInstalled" });
  expect(local.installed).toBe(true);
  expect(await app.open()).toBe("authenticated");
  expect(await keysNow()).toEqual(["first"]);
  const again = await app.runtime.shopify.offline.fresh(ref);
  expect(again.accessToken).not.toBe(before.accessToken);
});

test("the storage keeps, finds, lists and deletes sessions, online ones too", async () => {
  await start();
  await app.open();
  const { sessions } = app.runtime.shopify;
  const offline = await sessions.loadSession(`offline_${DOMAIN}`);
  if (!offline) throw new Error("there is a session");
  expect((await sessions.findSessionsByShop(DOMAIN)).map((one) => one.id)).toEqual([offline.id]);
  expect(await sessions.loadSession("offline_unknown.myshopify.com")).toBeUndefined();
  expect(await sessions.loadSession("no id of a session")).toBeUndefined();
  await sessions.deleteSessions([offline.id, "no id of a session"]);
  expect(await sessions.findSessionsByShop(DOMAIN)).toEqual([]);
});

test("a refresh that Shopify never answers gives its lock back, and the next one is tried", async () => {
  app = await startSyncedApp({
    shops: [{ kind: "empty", domain: DOMAIN }],
    working: false,
    tokenAnswerMs: 5_000,
  });
  const { local, ref } = app.shop();
  expect(await app.open()).toBe("authenticated");
  for (const fault of ["stallConnections", "stallAnswers"] as const) {
    const { accessToken } = await app.runtime.shopify.offline.fresh(ref);
    await expireToken();
    local.faults[fault] = 1;
    await expect(app.runtime.shopify.offline.fresh(ref)).rejects.toThrow(AdminUnavailable);
    const next = await app.runtime.shopify.offline.fresh(ref);
    expect(next.accessToken).not.toBe(accessToken);
  }
});

test("a page that is opened while Shopify does not answer for its tokens does not wait for ever", async () => {
  app = await startSyncedApp({
    shops: [{ kind: "empty", domain: DOMAIN }],
    working: false,
    tokenAnswerMs: 5_000,
  });
  app.shop().local.faults.stallConnections = 1;
  expect(await app.open()).toMatchObject({ status: 500 });
  expect(await app.open()).toBe("authenticated");
});

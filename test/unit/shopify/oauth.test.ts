import { afterEach, beforeEach, expect, test } from "vitest";
import { mintSessionToken } from "../../shopify/auth/session-token.ts";
import { CLIENT_ID, CLIENT_SECRET, type ConnectedShop, connectShop, NOW } from "./connected-shop.ts";

let connected: ConnectedShop;
beforeEach(async () => {
  connected = await connectShop();
});
afterEach(() => connected.close());

const refresh = (token: string) =>
  connected.post(
    "/admin/oauth/access_token",
    new URLSearchParams({
      client_id: CLIENT_ID,
      client_secret: CLIENT_SECRET,
      grant_type: "refresh_token",
      refresh_token: token,
    }),
  );

const statusOf = async (token: string) =>
  (
    await connected.post(
      "/admin/api/2026-10/graphql.json",
      { query: "{ shop { name } }" },
      { "X-Shopify-Access-Token": token },
    )
  ).status;

test("a session token is exchanged for an offline token of an hour with a refresh token", async () => {
  expect(connected.shop.installed).toBe(false);
  const issued = await connected.install();
  expect(issued.expires_in).toBe(3600);
  expect(issued.scope.split(",")).toContain("read_all_orders");
  expect(connected.shop.installed).toBe(true);
  expect(await statusOf(issued.access_token)).toBe(200);
});

test("a refresh token works once, and ends the access token that came with it", async () => {
  const first = await connected.install();
  const answer = await refresh(first.refresh_token);
  expect(answer.status).toBe(200);
  const second = await answer.json();
  expect(second.refresh_token).not.toBe(first.refresh_token);
  expect(await statusOf(first.access_token)).toBe(401);
  expect(await statusOf(second.access_token)).toBe(200);
  const again = await refresh(first.refresh_token);
  expect([again.status, (await again.json()).error]).toEqual([400, "invalid_grant"]);
});

test("an expired access token is refused while its refresh token still works", async () => {
  const issued = await connected.install();
  connected.shop.expireAccessTokens();
  expect(await statusOf(issued.access_token)).toBe(401);
  expect((await refresh(issued.refresh_token)).status).toBe(200);
});

test.each([
  ["of another shop", { shop: "other.myshopify.com" }],
  ["for another app", { clientId: "other" }],
  ["signed with another secret", { clientSecret: "other" }],
  ["that expired more than the tolerance ago", { expiresInSeconds: -11 }],
])("a session token %s is refused", async (_name, change) => {
  const subject = mintSessionToken({
    shop: connected.shop.domain,
    clientId: CLIENT_ID,
    clientSecret: CLIENT_SECRET,
    userId: 1,
    nowMs: NOW.getTime(),
    ...change,
  });
  const answer = await connected.exchange({ subject_token: subject });
  expect([answer.status, (await answer.json()).error]).toEqual([400, "invalid_subject_token"]);
  expect(connected.shop.installed).toBe(false);
});

test("a wrong client secret is refused", async () => {
  expect((await connected.exchange({ client_secret: "wrong" })).status).toBe(401);
});

test("uninstalling revokes every token, and the next exchange installs again", async () => {
  const before = await connected.install();
  connected.shop.uninstallApp();
  expect(await statusOf(before.access_token)).toBe(401);
  expect((await refresh(before.refresh_token)).status).toBe(400);
  const after = await connected.install();
  expect(await statusOf(after.access_token)).toBe(200);
});

test("a token is revoked, a token request fails and a request is dropped on demand", async () => {
  const { access_token } = await connected.install();
  connected.shop.faults.failTokenRequests = 1;
  expect((await connected.exchange()).status).toBe(500);
  expect((await connected.exchange()).status).toBe(200);
  connected.shop.faults.dropConnections = 1;
  await expect(statusOf(access_token)).rejects.toThrow();
  connected.shop.faults.revokeTokens = 1;
  expect(await statusOf(access_token)).toBe(401);
});

import "@shopify/shopify-api/adapters/node";
import { ApiVersion, RequestedTokenType, type Session, shopifyApi } from "@shopify/shopify-api";
import { setAbstractFetchFunc } from "@shopify/shopify-api/runtime";
import { afterEach, beforeEach, expect, test } from "vitest";
import { CLIENT_ID, CLIENT_SECRET, type ConnectedShop, connectShop } from "./connected-shop.ts";

const api = shopifyApi({
  apiKey: CLIENT_ID,
  apiSecretKey: CLIENT_SECRET,
  apiVersion: ApiVersion.October26,
  hostName: "app.example.com",
  isEmbeddedApp: true,
  scopes: [],
  logger: { log: () => {} },
});

let connected: ConnectedShop;
beforeEach(async () => {
  // The library holds tokens to the machine's clock.
  connected = await connectShop(undefined, { wallNow: () => new Date() });
  setAbstractFetchFunc((input, init) => {
    const target = new URL(String(input));
    const headers = new Headers(init?.headers);
    headers.set("X-Forwarded-Host", target.host);
    return fetch(`${connected.shopify.url}${target.pathname}${target.search}`, { ...init, headers });
  });
});
afterEach(() => connected.close());

async function install(): Promise<Session> {
  const { session } = await api.auth.tokenExchange({
    shop: connected.shop.domain,
    sessionToken: connected.shop.sessionToken(),
    requestedTokenType: RequestedTokenType.OfflineAccessToken,
    expiring: true,
  });
  return session;
}

test("Shopify's own library takes the session tokens, exchanges and refreshes them", async () => {
  const claims = await api.session.decodeSessionToken(connected.shop.sessionToken({ userId: 7 }));
  expect(claims).toMatchObject({ aud: CLIENT_ID, dest: `https://${connected.shop.domain}`, sub: "7" });
  const askedMs = Date.now();
  const session = await install();
  expect(session.isOnline).toBe(false);
  expect(session.expires?.getTime()).toBeGreaterThanOrEqual(askedMs + 3_600_000);
  const refreshed = await api.auth.refreshToken({
    shop: connected.shop.domain,
    refreshToken: session.refreshToken ?? "",
  });
  expect(refreshed.session.accessToken).not.toBe(session.accessToken);
  expect(refreshed.session.refreshToken).not.toBe(session.refreshToken);
});

test("Shopify's own library exchanges for an online token of the user", async () => {
  const { session } = await api.auth.tokenExchange({
    shop: connected.shop.domain,
    sessionToken: connected.shop.sessionToken({ userId: 7 }),
    requestedTokenType: RequestedTokenType.OnlineAccessToken,
  });
  expect(session.isOnline).toBe(true);
  expect(session.onlineAccessInfo?.associated_user.id).toBe(7);
});

test("Shopify's own client reads data, and takes throttling, denial and a revoked token for what they are", async () => {
  const session = await install();
  const client = new api.clients.Graphql({ session });
  const answer = await client.request<{ shop: { currencyCode: string } }>("{ shop { currencyCode } }");
  expect(answer.data?.shop.currencyCode).toBe("EUR");
  connected.shop.faults.throttleRequests = 1;
  await expect(client.request("{ shop { name } }")).rejects.toThrow("Throttled");
  connected.shop.actions.changeScopes({ scopes: ["read_products"] });
  await expect(client.request("{ ordersCount { count } }")).rejects.toThrow(
    "Access denied for ordersCount field",
  );
  connected.shop.faults.revokeTokens = 1;
  await expect(client.request("{ shop { name } }")).rejects.toMatchObject({ response: { code: 401 } });
});

test("Shopify's own library finds every webhook genuine", async () => {
  await install();
  const customer = connected.shop.actions.createCustomer({ email: "zoë@example.com", firstName: "Zoë" });
  connected.shop.actions.placeOrder({ customerId: customer.id, lines: [{ unitPriceMinor: 100 }] });
  await connected.shop.deliveriesSettled();
  expect(connected.shop.deliveries).toHaveLength(3);
  for (const delivery of connected.shop.deliveries) {
    const verdict = await api.webhooks.validate({
      rawBody: delivery.payload,
      rawRequest: { method: "POST", url: "/webhooks", headers: delivery.headers },
    });
    expect(verdict).toMatchObject({ valid: true, topic: expect.any(String), domain: connected.shop.domain });
  }
});

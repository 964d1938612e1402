import { createHmac } from "node:crypto";
import { createServer, type IncomingHttpHeaders } from "node:http";
import { z } from "zod";
import {
  type LocalShop,
  type LocalShopify,
  type ShopSource,
  startLocalShopify,
} from "../../shopify/server.ts";

export const CLIENT_ID = "test-app";
export const CLIENT_SECRET = "test-secret";

const tokenSchema = z.object({
  access_token: z.string(),
  scope: z.string(),
  expires_in: z.number(),
  refresh_token: z.string(),
});
const graphqlSchema = z.object({
  data: z.unknown().optional(),
  errors: z
    .array(
      z.object({
        message: z.string(),
        path: z.array(z.union([z.string(), z.number()])).optional(),
        extensions: z.record(z.string(), z.unknown()).optional(),
      }),
    )
    .optional(),
  extensions: z
    .object({
      cost: z.object({
        requestedQueryCost: z.number(),
        actualQueryCost: z.number().nullable(),
        throttleStatus: z.object({
          maximumAvailable: z.number(),
          currentlyAvailable: z.number(),
          restoreRate: z.number(),
        }),
      }),
    })
    .optional(),
});

interface Received {
  topic: string;
  webhookId: string;
  eventId: string;
  signed: boolean;
  headers: IncomingHttpHeaders;
  body: unknown;
}

export interface ConnectedShop {
  shopify: LocalShopify;
  shop: LocalShop;
  /** Webhooks in the order of their coming. */
  received: Received[];
  /** Statuses that the next webhooks are answered with; 200 when none is left. */
  answers: number[];
  post(path: string, body: object | URLSearchParams, headers?: Record<string, string>): Promise<Response>;
  exchange(overrides?: Record<string, string>): Promise<Response>;
  install(): Promise<z.infer<typeof tokenSchema>>;
  /** The answer of the GraphQL endpoint, whatever it says. */
  ask(query: string, variables?: object): Promise<z.infer<typeof graphqlSchema>>;
  /** The data, parsed; throws where there are errors. */
  read<T>(schema: z.ZodType<T>, query: string, variables?: object): Promise<T>;
  close(): Promise<void>;
}

/** The time in the shop, and of its tokens, unless a test says otherwise. It stands. */
export const NOW = new Date("2026-06-01T12:00:00Z");

/** A local admin with one shop, and an app that only writes down its webhooks. */
export async function connectShop(
  source: ShopSource = { kind: "empty", domain: "test.myshopify.com" },
  options: { dataDir?: string; now?: () => Date; wallNow?: () => Date } = {},
): Promise<ConnectedShop> {
  const received: Received[] = [];
  const answers: number[] = [];
  const app = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(Buffer.from(chunk));
    const text = Buffer.concat(chunks);
    const mac = createHmac("sha256", CLIENT_SECRET).update(text).digest("base64");
    received.push({
      topic: String(request.headers["x-shopify-topic"]),
      webhookId: String(request.headers["x-shopify-webhook-id"]),
      eventId: String(request.headers["x-shopify-event-id"]),
      signed: request.headers["x-shopify-hmac-sha256"] === mac,
      headers: request.headers,
      body: JSON.parse(text.toString()),
    });
    response.writeHead(answers.shift() ?? 200).end();
  });
  await new Promise<void>((resolve) => app.listen(0, "127.0.0.1", resolve));
  const address = app.address();
  if (address === null || typeof address === "string") throw new Error("the app has no port");
  const shopify = await startLocalShopify({
    app: { clientId: CLIENT_ID, clientSecret: CLIENT_SECRET, url: `http://127.0.0.1:${address.port}` },
    shops: [source],
    firstRetryMs: 1,
    now: () => NOW,
    wallNow: () => NOW,
    ...options,
  });
  const shop = shopify.shop(source.domain);
  let token = "";

  const post: ConnectedShop["post"] = (path, body, headers = {}) =>
    fetch(`${shopify.url}${path}`, {
      method: "POST",
      headers: {
        "X-Forwarded-Host": shop.domain,
        ...(body instanceof URLSearchParams ? {} : { "Content-Type": "application/json" }),
        ...headers,
      },
      body: body instanceof URLSearchParams ? body : JSON.stringify(body),
    });
  const exchange: ConnectedShop["exchange"] = (overrides = {}) =>
    post("/admin/oauth/access_token", {
      client_id: CLIENT_ID,
      client_secret: CLIENT_SECRET,
      grant_type: "urn:ietf:params:oauth:grant-type:token-exchange",
      subject_token: shop.sessionToken(),
      subject_token_type: "urn:ietf:params:oauth:token-type:id_token",
      requested_token_type: "urn:shopify:params:oauth:token-type:offline-access-token",
      expiring: "1",
      ...overrides,
    });
  const ask: ConnectedShop["ask"] = async (query, variables = {}) => {
    const answer = await post(
      "/admin/api/2026-10/graphql.json",
      { query, variables },
      { "X-Shopify-Access-Token": token },
    );
    return graphqlSchema.parse(await answer.json());
  };
  return {
    shopify,
    shop,
    received,
    answers,
    post,
    exchange,
    ask,
    async install() {
      const issued = tokenSchema.parse(await (await exchange()).json());
      token = issued.access_token;
      return issued;
    },
    async read(schema, query, variables) {
      const answer = await ask(query, variables);
      if (answer.errors) throw new Error(JSON.stringify(answer.errors));
      return schema.parse(answer.data);
    },
    async close() {
      await shopify.close();
      app.closeAllConnections();
      await new Promise((resolve) => app.close(resolve));
    },
  };
}

import { createHmac, timingSafeEqual } from "node:crypto";
import { createServer, type IncomingMessage } from "node:http";
import pg from "pg";
import { connectParent } from "../../app/platform/parent.ts";
import { SHOP } from "./place.ts";

// The least that a webhook endpoint can do: verify the HMAC of the body, insert the receipt, answer. One insert a request.

const secret = process.env.SHOPIFY_API_SECRET ?? "";
const pool = new pg.Pool({
  connectionString: process.env.DATABASE_URL,
  max: Number(process.env.DATABASE_POOL),
});

async function answer(request: IncomingMessage): Promise<number> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  const expected = createHmac("sha256", secret).update(Buffer.concat(chunks)).digest();
  const given = Buffer.from(String(request.headers["x-shopify-hmac-sha256"]), "base64");
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) return 401;
  await pool.query(
    `insert into webhook_receipt (shop_id, topic, event_id, webhook_id, triggered_at, received_at)
     values ($1, $2, $3, $4, $5, $6)`,
    [
      SHOP.shopId,
      request.headers["x-shopify-topic"],
      request.headers["x-shopify-event-id"],
      request.headers["x-shopify-webhook-id"],
      request.headers["x-shopify-triggered-at"],
      new Date(),
    ],
  );
  return 200;
}

const server = createServer((request, response) => {
  answer(request).then(
    (status) => response.writeHead(status).end(),
    () => response.writeHead(500).end(),
  );
});
const parent = connectParent(() => {
  server.close(() => void pool.end());
  server.closeAllConnections();
});
server.listen(0, "127.0.0.1", () => {
  const address = server.address();
  const port = typeof address === "object" && address ? address.port : 0;
  parent.tell({ type: "ready", url: `http://127.0.0.1:${port}` });
});

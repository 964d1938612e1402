/**
 * npm run docs:templates   measures every template on the generated shop that the demo opens with, as of a fixed day, and writes the
 *                          table in docs/segments.md. A history is read and a model fitted first, so it takes about a minute.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { buffer } from "node:stream/consumers";
import { clockFrom } from "../../app/platform/clock.ts";
import { readEnvironment } from "../../app/platform/config.ts";
import { createLog } from "../../app/platform/log.ts";
import { listSegments } from "../../app/segments/list-segments.ts";
import type { SegmentCard } from "../../app/segments/segment-cards.ts";
import { requireShop } from "../../app/shopify/require-shop.ts";
import { startRuntime } from "../../app/start-runtime.ts";
import { answerWebhook } from "../../app/sync/live/webhook-intake.ts";
import { en } from "../../app/ui/messages/en/index.ts";
import { startLocalShopify } from "../shopify/server.ts";
import { CLIENT_ID, openPlace, type Place, SHOP } from "./place.ts";
import { appEnvironment } from "./programs.ts";

const FILE = new URL("../../docs/segments.md", import.meta.url);
const [BEGIN, END] = ["<!-- templates: npm run docs:templates -->\n", "<!-- end of templates -->\n"] as const;
const TODAY = new Date("2026-11-20T12:00:00Z");
/** As in scripts/demo/shopify-program.ts. */
const SOURCE = {
  kind: "generated",
  domain: SHOP.domain,
  currency: "EUR",
  timeZone: "Europe/Amsterdam",
  seed: 1,
  customers: 5_000,
  years: 3,
  asOf: TODAY,
  marketplace: true,
} as const;

async function measuredCards(place: Place): Promise<readonly SegmentCard[]> {
  let answer = async (_request: Request) => new Response(null, { status: 503 });
  const server = createServer(async (incoming, outgoing) => {
    const request = new Request(`http://app${incoming.url}`, {
      method: "POST",
      headers: Object.entries(incoming.headers).map(([name, value]): [string, string] => [
        name,
        String(value),
      ]),
      body: new Uint8Array(await buffer(incoming)),
    });
    outgoing.writeHead((await answer(request)).status).end();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  place.closers.push(() => new Promise((resolve) => server.close(() => resolve())));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const local = await startLocalShopify({
    app: { clientId: CLIENT_ID, clientSecret: place.clientSecret, url },
    shops: [SOURCE],
    now: clockFrom(TODAY),
  });
  place.closers.push(() => local.close());
  const env = readEnvironment({
    ...appEnvironment(place, { app: url, shopify: local.url }),
    CLOCK_START: TODAY.toISOString(),
  });
  const { runtime, stop } = await startRuntime({ env, log: createLog("warn"), worker: true });
  place.closers.push(stop);
  answer = (request) => answerWebhook(runtime, request);
  const headers = {
    Authorization: `Bearer ${local.shop(SHOP.domain).sessionToken()}`,
    "User-Agent": "Mozilla/5.0 (X11; Linux x86_64) Bench/1.0",
  };
  await requireShop(new Request(`${url}/app`, { headers }), runtime);
  await runtime.jobs.settled();
  const { segments, learning } = await listSegments(place.db, SHOP);
  if (learning !== null) throw new Error(`No model is in force: ${learning}.`);
  return segments;
}

function tableOf(cards: readonly SegmentCard[]): string {
  const count = (value: number) => value.toLocaleString("en");
  const euros = (minor: number | null) =>
    minor === null ? "" : count(Math.round(minor / 100)).replace("-0", "0");
  const rows = cards.map(({ key, customers, netSalesMinor, expectedValueMinor, reachable }) => {
    const name = en[`segments.${key}.name` as keyof typeof en];
    return `| ${name} | ${count(customers)} | ${euros(netSalesMinor)} | ${euros(expectedValueMinor)} | ${count(reachable)} |`;
  });
  const head = "| Template | Customers | Net sales, EUR | Expected, EUR | Reachable |\n|---|--:|--:|--:|--:|";
  return `\n${head}\n${rows.join("\n")}\n\n`;
}

const place = await openPlace();
try {
  const cards = await measuredCards(place);
  const text = readFileSync(FILE, "utf8");
  const [before, rest] = text.split(BEGIN);
  const after = rest?.split(END)[1];
  if (before === undefined || after === undefined)
    throw new Error(`docs/segments.md has no "${BEGIN.trim()}"`);
  writeFileSync(FILE, `${before}${BEGIN}${tableOf(cards)}${END}${after}`);
  const empty = cards.filter(({ customers }) => customers === 0).map(({ key }) => key);
  if (empty.length > 0) console.log(`Nobody is in: ${empty.join(", ")}.`);
} finally {
  await place.close();
}

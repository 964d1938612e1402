import { SignJWT } from "jose";
import sql from "sql-template-tag";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { rows } from "../../../app/db/client.ts";
import { installedGeneration } from "../../../app/db/fence.ts";
import { signDownload } from "../../../app/exports/download-link.ts";
import { shopRef } from "../../../app/platform/ids.ts";
import { createSegment } from "../../../app/segments/change-segment.ts";
import { expectConsole } from "../../setup/quiet-console.ts";
import { openWebStack, type WebStack } from "./web-stack.ts";

const MINE = "mine.myshopify.com";
const THEIRS = "theirs.myshopify.com";
let stack: WebStack;
/** A segment of each shop's own. */
const segmentOf = new Map<string, string>();

beforeAll(async () => {
  stack = await openWebStack({ shops: [MINE, THEIRS] });
  for (const domain of [MINE, THEIRS]) {
    const { actions } = stack.shopify.shop(domain);
    const customer = actions.createCustomer({
      firstName: domain === MINE ? "Maria" : "Thea",
      email: `someone@${domain}`,
      marketingState: "SUBSCRIBED",
    });
    actions.placeOrder({
      customerId: customer.id,
      lines: [{ title: `Tea of ${domain}`, unitPriceMinor: 900 }],
    });
    expect((await stack.fetch("/app.data", { shop: domain })).status).toBe(200);
    const given = { name: `Regulars of ${domain}`, rule: { fact: "orders", is: ">=", value: 1 } };
    const saved = await createSegment(stack.runtime, shopRef(domain), given, "1");
    if (!saved.ok) throw new Error(saved.reason);
    segmentOf.set(domain, saved.segment.key);
    // By lot, nobody: whoever may be written to is in the file.
    await rows(
      stack.runtime.db.pool,
      sql`insert into shop_holdout (shop_id, salt, share_bp) values (${shopRef(domain).shopId}, '\\x01', 0)`,
    );
  }
  await stack.settled();
});
// What a page set going in one test, such as another reading of the shop, is no part of the next.
afterEach(async () => {
  const { db, jobs } = stack.runtime;
  for (let isGoing = true; isGoing; ) {
    for (const { domain } of stack.shopify.shops) await jobs.hurryShop(shopRef(domain).domain);
    await stack.settled();
    isGoing =
      (
        await rows(
          db.pool,
          "select from pgboss.job where name <> 'dead-letters' and state in ('created', 'retry', 'active') limit 1",
        )
      ).length > 0;
  }
});
afterAll(() => stack.close());

interface Known {
  readonly id: string;
  readonly path: string;
  readonly parameters: readonly string[];
  readonly hasLoader: boolean;
  readonly hasAction: boolean;
}

/** Every address of the app, out of the list that Remix itself routes by. */
function routes(): Known[] {
  const { routes: all } = stack.build;
  const pathOf = (id: string): string => {
    const route = all[id];
    if (!route) throw new Error(`there is no route ${id}`);
    const above = route.parentId ? pathOf(route.parentId) : "";
    return [above, route.path].filter(Boolean).join("/");
  };
  return Object.values(all).map((route) => ({
    id: route.id,
    path: `/${pathOf(route.id)}`,
    parameters: pathOf(route.id).match(/:\w+|\*/g) ?? [],
    hasLoader: "loader" in route.module,
    hasAction: "action" in route.module,
  }));
}

const theirCustomer = () => String([...stack.shopify.shop(THEIRS).store.customers.keys()][0]);

/** An address of the route, with what its parameters usually are. */
function address(path: string, change: Record<string, string> = {}): string {
  const usual: Record<string, string> = {
    ":customerId": theirCustomer(),
    ":segmentKey": segmentOf.get(MINE) ?? "",
    ":exportId": "01890000-0000-7000-8000-000000000000",
    "*": "somewhere",
    ...change,
  };
  return path.replace(/:\w+|\*/g, (name) => usual[name] ?? "unknown");
}

const data = (path: string) => (path === "/" ? "/_root.data" : `${path}.data`);

/** What an error says of the inside of the app: a place in a file, a message of the database. */
const INSIDE = /:\d+:\d+\)|syntax for type|invalid byte sequence|out of range for|PrismaClient/;

async function judge(
  path: string,
  options: Parameters<WebStack["fetch"]>[1] = {},
): Promise<[number, string]> {
  // What is asked for thousands of times need not be compressed and unpacked again.
  const headers = { "Accept-Encoding": "identity", ...(options.headers as Record<string, string>) };
  const answer = await stack.fetch(path, { ...options, headers });
  const body = await answer.text();
  const about = `${options.method ?? "GET"} ${path}`;
  const header = (name: string) => answer.headers.get(name);
  expect([about, answer.status < 500]).toEqual([about, true]);
  expect([about, header("X-Content-Type-Options")]).toEqual([about, "nosniff"]);
  expect([about, header("Referrer-Policy")]).toEqual([
    about,
    expect.stringMatching(/^(strict-origin-when-cross-origin|no-referrer)$/),
  ]);
  expect([about, header("Cache-Control")]).toEqual([about, "no-store"]);
  expect([about, header("Content-Security-Policy")]).toEqual([about, expect.stringMatching(frames())]);
  expect([about, header("X-Powered-By")]).toEqual([about, null]);
  expect([about, INSIDE.exec(body)?.[0]]).toEqual([about, undefined]);
  return [answer.status, body];
}

function frames(): RegExp {
  const local = new URL(stack.shopify.url).origin.replaceAll(".", "\\.");
  return new RegExp(
    `^frame-ancestors ('none'|${local}( https://(mine|theirs)\\.myshopify\\.com)? https://admin\\.shopify\\.com)$`,
  );
}

const ODD = [
  "q=%00",
  "cursor=%00",
  "cursor=AAAA",
  `cursor=${encode(["next", "net_sales desc", "x", 1])}`,
  `cursor=${encode(["next", "net_sales desc", 1e300, 1])}`,
  `cursor=${encode(["next", "net_sales desc", null, 9e15])}`,
  `cursor=${encode(["next", "net_sales desc", {}, 1])}`,
  `sort=name&direction=asc&cursor=${encode(["next", "name asc", "a\0b", 1])}`,
  `sort=last_order&cursor=${encode(["next", "last_order desc", "2026-13-45", 1])}`,
  `sort=orders&cursor=${encode(["next", "orders desc", 2 ** 40, 1])}`,
  "sort=__proto__&direction=constructor",
  "q[]=a&q[]=b&cursor[]=c&group[]=d",
  "group=__proto__&consent=toString&country='--",
  `q=${"x".repeat(6_000)}`,
  "q=%F0%9F%92%A9&q=%ED%A0%80",
  "customer=1e400&year=-1&month=13",
  "customer=9007199254740993",
  "customer=9223372036854775808&year=99999",
  "customerId=1e21",
  "customerId[]=1",
  "page=99999999999999999999",
  "locale=%00en",
  "locale=xx-invalid-locale-%F0%9F%92%A9",
  "shop=x; script-src *",
  "shop=a.myshopify.com%0d%0aX-Evil: 1",
  "shop=https://evil.example",
  "shop=mine.myshopify.com&host=AAAA&embedded=1",
  "_routes=routes%2Fapp.customers._index",
  "_routes=__proto__",
  "_data=routes%2Fapp",
  "index&index=&=&&&",
];

function encode(cursor: unknown): string {
  return Buffer.from(JSON.stringify(cursor)).toString("base64url");
}

const WALK = { timeout: 400_000 };

test(
  "no route answers an odd address with an error of its own, and each answer has the one policy",
  WALK,
  async () => {
    expectConsole(/REMIX FUTURE CHANGE/);
    const known = routes();
    const ids = known.map((route) => route.id);
    expect(ids).toContain("routes/app.customers._index");
    expect(ids).toContain("routes/app.segments.$segmentKey.change");
    for (const { path } of known) {
      for (const query of ["", ...ODD]) {
        // A document draws what its data request reads: it is asked for where the frame or the words depend on the address.
        const forms = /^$|shop=|locale=/.test(query) ? [path, data(path)] : [data(path)];
        for (const form of forms) await judge(`${address(form)}?${query}`);
      }
    }
  },
);

const ODD_PARAMETERS = [
  "__proto__",
  "constructor",
  "%00",
  "%E0%A4%A",
  "..%2f..%2fetc%2fpasswd",
  "0",
  "-1",
  "1e400",
  "9223372036854775808",
  "9007199254740993",
  "' or 1=1 --",
  "x".repeat(3_000),
  "%F0%9F%92%A9",
  "01890000-0000-7000-8000-000000000000",
];

test("no route answers an odd part of its path with an error of its own", async () => {
  for (const { path, parameters } of routes()) {
    for (const name of parameters) {
      for (const odd of ODD_PARAMETERS) {
        for (const form of [path, data(path)]) await judge(address(form, { [name]: odd }));
      }
    }
  }
  for (const path of ["/assets/%", "/assets/..%2f..%2fpackage.json", "/%", "/favicon.ico%00"]) {
    await judge(path);
  }
});

const ODD_BODIES = [
  "",
  "{",
  "null",
  "[]",
  "7",
  '{"__proto__":{}}',
  '{"columns":"x"}',
  '{"defaultMargin":"\\u0000"}',
  '{"columns":["email"],"format":"csv","locale":"\\u0000x"}',
  '{"change":"rename","name":"\\u0000","revision":1}',
  '{"change":"return","version":1e12,"revision":1}',
  '{"change":"return","version":0,"revision":1}',
  '{"name":"\\ud800","rule":{"all":[]},"key":null,"templateKey":"\\u0000"}',
  '{"fact":"tags","is":"has_any","values":["\\u0000"]}',
];

test("no action answers an odd body with an error of its own", async () => {
  for (const { path, hasAction } of routes()) {
    for (const body of ODD_BODIES) {
      const headers = { "Content-Type": "application/json" };
      for (const form of hasAction ? [data(path)] : [path, data(path)]) {
        await judge(address(form), { method: "POST", headers, body });
      }
    }
  }
});

async function forged(change: { secret?: string; aud?: string; awaySeconds?: number }): Promise<string> {
  const now = Math.floor(Date.now() / 1000) + (change.awaySeconds ?? 0);
  return new SignJWT({ dest: `https://${MINE}`, sid: "x" })
    .setProtectedHeader({ alg: "HS256" })
    .setIssuer(`https://${MINE}/admin`)
    .setSubject("1")
    .setAudience(change.aud ?? stack.shopify.app.clientId)
    .setIssuedAt(now)
    .setNotBefore(now)
    .setExpirationTime(now + 60)
    .sign(new TextEncoder().encode(change.secret ?? stack.secret));
}

/** What anybody may ask for: the pages outside of the admin, and the library's own. */
const OPEN = new Set([
  "root",
  "routes/$",
  "routes/_index",
  "routes/healthz",
  "routes/readyz",
  "routes/auth.$",
  "routes/auth.login",
  "routes/exports.$exportId",
]);

test.each([
  ["no token", async () => null],
  ["an expired token", () => forged({ awaySeconds: -3_600 })],
  ["a token of the future", () => forged({ awaySeconds: 3_600 })],
  ["a token that somebody else signed", () => forged({ secret: "another-secret-of-another-app" })],
  ["a token for another app", () => forged({ aud: "another-app" })],
  [
    "a token without a signature",
    async () =>
      `${Buffer.from('{"alg":"none"}').toString("base64url")}.${Buffer.from(`{"dest":"https://${MINE}"}`).toString("base64url")}.`,
  ],
  ["what is no token", async () => "x"],
])("with %s, every loader and action gives nothing and does nothing", async (_what, tokenOf) => {
  const token = await tokenOf();
  const before = await contents();
  const guarded = routes().filter((route) => !OPEN.has(route.id));
  expect(guarded.length).toBeGreaterThan(10);
  for (const { id, path, hasAction, hasLoader } of guarded) {
    for (const method of hasAction ? ["GET", "POST"] : ["GET"]) {
      if (method === "GET" && !hasLoader) continue;
      const init =
        method === "POST" ? { method, body: "{}", headers: { "Content-Type": "application/json" } } : {};
      for (const form of [path, data(path)]) {
        const [status, body] = await judge(`${address(form)}?customerId=${theirCustomer()}`, {
          ...init,
          token,
        });
        expect([id, method, status]).toEqual([id, method, expect.toBeOneOf([202, 302, 401, 410])]);
        expect(body).not.toMatch(/Maria|Thea|someone@|Tea of|Regulars of/);
      }
    }
  }
  expect(await contents()).toEqual(before);
});

/** How many rows each table has, and the last time that a setting or an export changed. */
async function contents(): Promise<unknown> {
  return rows(
    stack.runtime.db.pool,
    `select (select count(*) from export) exports, (select count(*) from sync_slice) slices,
       (select string_agg(s::text, ',' order by segment_id) from segment s) segments,
       (select string_agg(s::text, ',' order by shop_id) from shop_settings s) settings,
       (select count(*) from pgboss.job where name = 'sync.backfill') backfills`,
  );
}

test("two shops with equal ids each see their own and never the other's, in every loader and action", async () => {
  expectConsole(/REMIX FUTURE CHANGE/);
  const { store: mine } = stack.shopify.shop(MINE);
  expect([...stack.shopify.shop(THEIRS).store.customers.keys()]).toEqual([...mine.customers.keys()]);
  expect([...stack.shopify.shop(THEIRS).store.orders.keys()]).toEqual([...mine.orders.keys()]);
  const seen = { [MINE]: "", [THEIRS]: "" };
  const theirSegment = { ":segmentKey": segmentOf.get(THEIRS) ?? "" };
  for (const { path, hasAction } of routes()) {
    const its = address(path, theirSegment);
    for (const shop of [MINE, THEIRS] as const) {
      for (const form of [its, data(its)]) {
        // The other shop's name in the address changes nothing: the token says who asks.
        const other = shop === MINE ? THEIRS : MINE;
        const [, body] = await judge(`${form}?customerId=${theirCustomer()}&shop=${other}`, {
          shop,
        });
        seen[shop] += body;
      }
      if (!hasAction) continue;
      const headers = { "Content-Type": "application/json" };
      const body = JSON.stringify({ columns: ["email", "first_name"], format: "csv", locale: "en" });
      const [, answer] = await judge(data(its), { shop, method: "POST", headers, body });
      seen[shop] += answer;
    }
  }
  expect(seen[MINE]).toContain("Maria");
  expect(seen[THEIRS]).toContain("Thea");
  expect(seen[MINE]).toContain(`Regulars of ${MINE}`);
  expect(seen[THEIRS]).toContain(`Regulars of ${THEIRS}`);
  expect(seen[MINE]).not.toMatch(/Thea|(Tea|Regulars) of theirs|someone@theirs/);
  expect(seen[THEIRS]).not.toMatch(/Maria|(Tea|Regulars) of mine|someone@mine/);
});

test("the link to one shop's export opens nothing under the other's name", async () => {
  const headers = { "Content-Type": "application/json" };
  const body = JSON.stringify({ columns: ["email"], format: "csv", locale: "en" });
  const asked = await stack.fetch("/app/customers/export.data", { method: "POST", headers, body });
  const link = /\/exports\/([\w-]+)\?shop=[^"]*token=([\w.%-]+)/.exec(await asked.text());
  if (!link) throw new Error("the answer holds a link");
  const [, exportId, token] = link;
  const [status] = await judge(`/exports/${exportId}?shop=${THEIRS}&token=${token}`, { token: null });
  expect(status).toBe(403);
  const { shopId } = shopRef(THEIRS);
  const generation = (await installedGeneration(stack.runtime.db.pool, shopId)) ?? 0;
  const theirs = { shopId, exportId: exportId ?? "", generation };
  const signedForThem = signDownload(stack.secret, theirs, new Date());
  const [gone, text] = await judge(`/exports/${exportId}?shop=${THEIRS}&token=${signedForThem}`, {
    token: null,
    method: "POST",
  });
  expect([gone, text]).toEqual([410, expect.not.stringContaining("@")]);
  const [opened, file] = await judge(`/exports/${exportId}?shop=${MINE}&token=${token}`, {
    token: null,
    method: "POST",
  });
  expect([opened, file]).toEqual([200, expect.stringContaining(`someone@${MINE}`)]);
});

test("the link to an export ends with the installation", async () => {
  const headers = { "Content-Type": "application/json" };
  const body = JSON.stringify({ columns: ["email"], format: "csv", locale: "en" });
  const asked = await stack.fetch("/app/customers/export.data", {
    method: "POST",
    headers,
    body,
    shop: THEIRS,
  });
  const link = /\/exports\/[\w-]+\?shop=[^"]*token=[\w.%-]+/.exec(await asked.text());
  stack.shopify.shop(THEIRS).uninstallApp();
  await stack.settled();
  const [status, text] = await judge(link?.[0] ?? "", { token: null, method: "POST" });
  expect([status, text]).toEqual([403, expect.not.stringContaining("@")]);
});

import type { IncomingMessage, ServerResponse } from "node:http";
import type { Session } from "@shopify/shopify-api";
import { setAbstractFetchFunc } from "@shopify/shopify-api/runtime";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { connectToEmulator } from "../../../app/shopify/emulator.server.ts";
import {
  CLIENT_ID,
  CLIENT_SECRET,
  chromiumPath,
  launchChromium,
  openPage,
  openStage,
  type Stage,
} from "./stage.ts";

/** What the app's server does with a request that Shopify's library has let through. */
type Library = Awaited<ReturnType<typeof shopifyLibrary>>;

let stage: Stage;
let browser: Browser;
let library: Library;
/** Shops that the library has let in, with how the request said so. */
const admitted: string[] = [];

/** The library reads the address of App Bridge from the environment when its adapter is imported. */
async function shopifyLibrary(appUrl: string, shellOrigin: string) {
  process.env.APP_BRIDGE_URL = `${shellOrigin}/app-bridge.js`;
  await import("@shopify/shopify-app-remix/adapters/node");
  const { ApiVersion, AppDistribution, LogSeverity, shopifyApp } = await import(
    "@shopify/shopify-app-remix/server"
  );
  const sessions = new Map<string, Session>();
  const app = shopifyApp({
    apiKey: CLIENT_ID,
    apiSecretKey: CLIENT_SECRET,
    apiVersion: ApiVersion.October26,
    appUrl,
    authPathPrefix: "/auth",
    distribution: AppDistribution.AppStore,
    logger: { level: LogSeverity.Error },
    future: { unstable_newEmbeddedAuthStrategy: true, expiringOfflineAccessTokens: true },
    sessionStorage: {
      storeSession: async (session) => {
        sessions.set(session.id, session);
        return true;
      },
      loadSession: async (id) => sessions.get(id),
      deleteSession: async (id) => sessions.delete(id),
      deleteSessions: async (ids) => ids.map((id) => sessions.delete(id)).every(Boolean),
      findSessionsByShop: async (shop) => [...sessions.values()].filter((session) => session.shop === shop),
    },
  });
  setAbstractFetchFunc(connectToEmulator(shellOrigin));
  return app;
}

async function serve(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
  const headers = new Headers();
  for (const [name, value] of Object.entries(incoming.headers)) headers.set(name, String(value));
  const request = new Request(new URL(incoming.url ?? "/", stage.appOrigin), { headers });
  const answer = await handle(request).catch((thrown: unknown) => {
    if (thrown instanceof Response) return thrown;
    throw thrown;
  });
  answer.headers.forEach((value, name) => {
    // The library names Shopify's own frame; the app adds the local admin's.
    if (name !== "content-security-policy") response.setHeader(name, value);
  });
  response.writeHead(answer.status).end(await answer.text());
}

async function handle(request: Request): Promise<Response> {
  const { pathname } = new URL(request.url);
  const { redirect, session } = await library.authenticate.admin(request);
  admitted.push(`${session.shop} ${request.headers.has("authorization") ? "header" : "address"}`);
  if (pathname === "/to-shopify") return redirect("shopify://admin/products", { target: "_parent" });
  if (pathname === "/data") return Response.json({ shop: session.shop });
  const head = `<script data-api-key="${CLIENT_ID}" src="${stage.origin}/app-bridge.js"></script>`;
  const body = `<ui-nav-menu><a href="/" rel="home">Home</a><a href="/people">People</a></ui-nav-menu><h1>${pathname}</h1>`;
  return new Response(
    `<!doctype html><html lang="en"><head><title>App</title>${head}</head><body>${body}</body></html>`,
    {
      headers: { "Content-Type": "text/html" },
    },
  );
}

const appFrame = (page: Page) => page.frames().find((frame) => frame.url().startsWith(stage.appOrigin));

beforeAll(async () => {
  stage = await openStage((request, response) => void serve(request, response));
  library = await shopifyLibrary(stage.appOrigin, stage.origin);
  if (chromiumPath) browser = await launchChromium();
});
afterAll(async () => {
  await browser?.close();
  await stage.close();
});

describe.skipIf(!chromiumPath)("an app on Shopify's own library (needs Chromium)", () => {
  test("is installed from the admin, opened, and asked for data", async () => {
    stage.shop.uninstallApp();
    const { page } = await openPage(browser);
    await page.goto(stage.base);
    await page.getByRole("button", { name: "Install" }).click();
    await page.frameLocator("#app-frame").locator("h1").waitFor();
    expect(stage.shop.installed).toBe(true);
    expect(admitted.at(-1)).toBe(`${stage.shop.domain} address`);
    const data = await appFrame(page)?.evaluate("fetch('/data').then((answer) => answer.json())");
    expect(data).toEqual({ shop: stage.shop.domain });
    expect(admitted.at(-1)).toBe(`${stage.shop.domain} header`);
  });

  test("a document without a token goes over the bounce page and comes back", async () => {
    const { page } = await openPage(browser);
    await page.goto(stage.appBase);
    await page.locator("#app-nav .sub").waitFor();
    const query = new URL(appFrame(page)?.url() ?? "").searchParams;
    query.delete("id_token");
    await appFrame(page)?.evaluate(`void location.assign(${JSON.stringify(`/people?${query}`)})`);
    await page.frameLocator("#app-frame").locator("h1:text('/people')").waitFor();
    await page.waitForURL(`${stage.appBase}/people`);
  });

  test("redirects to Shopify's pages lead to the shell's, from a document and from a data request", async () => {
    const { page } = await openPage(browser);
    await page.goto(`${stage.appBase}/to-shopify`);
    await page.waitForURL(`${stage.base}/products`);
    await page.goto(stage.appBase);
    await page.locator("#app-nav .sub").waitFor();
    await appFrame(page)?.evaluate("void fetch('/to-shopify')");
    await page.waitForURL(`${stage.base}/products`);
  });
});

import { readFile } from "node:fs/promises";
import type { IncomingMessage, ServerResponse } from "node:http";
import { appBridgeScript, browserScript } from "../app-bridge/script.ts";
import { extensionScript } from "../extensions/bundles.ts";
import { extensionPage } from "../extensions/frame.ts";
import type { LocalShop } from "../local-shop.ts";
import { ActionRefused } from "../store/actions.ts";
import { type AdminShellDeps, type PageContext, storeName } from "./context.ts";
import { formPage, submitForm } from "./forms.ts";
import { type Html, html } from "./html.ts";
import { chosenLanguage, languageOf } from "./language.ts";
import { banner, document, page } from "./layout.ts";
import { appPage } from "./pages/app.ts";
import { customerPage, customersPage, newCustomerPage } from "./pages/customers.ts";
import { faultsPage } from "./pages/faults.ts";
import { homePage } from "./pages/home.ts";
import { orderPage } from "./pages/order.ts";
import { newOrderPage, ordersPage } from "./pages/orders.ts";
import { productsPage } from "./pages/products.ts";
import { segmentPage, segmentsPage } from "./pages/segments.ts";
import { webhooksPage } from "./pages/webhooks.ts";
import { scopesAfter } from "./scopes.ts";

/** True where the request was one of the shell's and has been answered. */
export type AdminShell = (request: IncomingMessage, response: ServerResponse, url: URL) => Promise<boolean>;

const MOST_FORM_BYTES = 100_000;
/** Address of a session token or of the scopes, which the page around the app asks for by script. */
const QUESTIONS = ["/scopes", "/scopes/grant", "/scopes/revoke", "/session-token"];

const stylesheet = (path: string) => ({
  type: "text/css",
  body: () => readFile(new URL(path, import.meta.url), "utf8"),
});

const ASSETS = new Map<string, { type: string; body: () => Promise<string> }>([
  ["/app-bridge.js", { type: "text/javascript", body: once(appBridgeScript) }],
  [
    "/assets/shell.js",
    {
      type: "text/javascript",
      body: once(() => browserScript(new URL("./browser/main.ts", import.meta.url))),
    },
  ],
  [
    "/assets/extension-host.js",
    {
      type: "text/javascript",
      body: once(() => browserScript(new URL("../extensions/browser/host.ts", import.meta.url))),
    },
  ],
  ["/assets/extension.css", stylesheet("../extensions/extension.css")],
  ["/assets/shell.css", stylesheet("./shell.css")],
]);

/**
 * The admin as a merchant sees it: `/`, `/store/{name}/...`, `/assets/...` and `/app-bridge.js`. Pages are plain HTML;
 * forms post and redirect. A page of another origin can neither post a form nor read an answer: the host has to be
 * the admin's own, and a post has to come from its own pages.
 */
export function createAdminShell(deps: AdminShellDeps): AdminShell {
  /** Shops whose merchant pressed Install; the grant itself begins with the app's token exchange. */
  const agreed = new WeakSet<LocalShop>();

  return async (request, response, url) => {
    const asset = ASSETS.get(url.pathname);
    if (asset) {
      response.setHeader("Access-Control-Allow-Origin", "*");
      send(response, 200, asset.type, await asset.body());
      return true;
    }
    const bundle = extensionScript(/^\/assets\/extensions\/([\w.-]+)\.js$/.exec(url.pathname)?.[1] ?? "");
    if (bundle) {
      send(response, 200, "text/javascript", await bundle);
      return true;
    }
    const store = /^\/store\/([a-z0-9][a-z0-9-]*)(\/.*)?$/.exec(url.pathname);
    if (url.pathname !== "/" && !store) return false;

    const origin = deps.origin();
    if (`http://${request.headers.host}` !== origin) {
      if (request.method === "GET") redirect(response, 307, origin + url.pathname + url.search);
      else send(response, 421, "text/plain", `This admin is at ${origin}\n`);
      return true;
    }
    if (!store) {
      startPage(deps, response);
      return true;
    }
    const shop = [...deps.shops()].find((candidate) => storeName(candidate) === store[1]);
    if (!shop) {
      sendPage(deps, response, 404, notice("No such shop", `There is no shop called ${store[1]} here.`));
      return true;
    }
    const language = languageOf(request.headers.cookie);
    const context: PageContext = { deps, shop, language, base: `/store/${store[1]}`, url, refusal: null };
    const path = (store[2] ?? "").replace(/\/$/, "");
    if (request.method === "POST") await answerPost(context, request, response, path, agreed);
    else if (request.method === "GET" || request.method === "HEAD")
      answerGet(context, response, path, agreed);
    else send(response, 405, "text/plain", "GET and POST only\n");
    return true;
  };
}

function once<Value>(make: () => Promise<Value>): () => Promise<Value> {
  let made: Promise<Value> | undefined;
  return () => {
    made ??= make();
    return made;
  };
}

function startPage(deps: AdminShellDeps, response: ServerResponse): void {
  const shops = [...deps.shops()];
  const [only] = shops;
  if (only && shops.length === 1) {
    redirect(response, 302, `/store/${storeName(only)}`);
    return;
  }
  const list = html`<ul>${shops.map((shop) => html`<li><a href="/store/${storeName(shop)}">${shop.store.shop.name}</a></li>`)}</ul>`;
  sendPage(
    deps,
    response,
    200,
    document("Shops", [banner(""), html`<main id="main" class="narrow"><h1>Shops</h1>${list}</main>`]),
  );
}

function notice(title: string, text: string): Html {
  return document(title, [
    banner(""),
    html`<main id="main" class="narrow"><h1>${title}</h1><p>${text}</p></main>`,
  ]);
}

function pageAt(context: PageContext, path: string): Html | undefined {
  const { shop } = context;
  const [, section, key, ...rest] = path.split("/");
  const id = /^\d{1,16}$/.test(key ?? "") && rest.length === 0 ? Number(key) : null;
  switch (section) {
    case undefined:
      return homePage(context);
    case "customers": {
      if (key === undefined) return customersPage(context);
      if (key === "new") return newCustomerPage(context);
      if (key === "segments" && rest.length === 0) return segmentsPage(context);
      if (key === "segments") {
        const segment = rest.length === 1 ? shop.store.segments.get(Number(rest[0])) : undefined;
        return segment && segmentPage(context, segment);
      }
      const customer = id === null ? undefined : shop.store.customers.get(id);
      return customer && customerPage(context, customer);
    }
    case "orders": {
      if (key === undefined) return ordersPage(context);
      if (key === "new") return newOrderPage(context);
      const order = id === null ? undefined : shop.store.orders.get(id);
      return order && orderPage(context, order);
    }
    case "products":
      return key === undefined || (id !== null && shop.store.products.has(id))
        ? productsPage(context)
        : undefined;
    case "webhooks":
      return key === undefined ? webhooksPage(context) : undefined;
    case "faults":
      return key === undefined ? faultsPage(context) : undefined;
    default:
      return undefined;
  }
}

function answerGet(
  context: PageContext,
  response: ServerResponse,
  path: string,
  agreed: WeakSet<LocalShop>,
): void {
  const { base, deps, shop, url } = context;
  const app = /^\/apps\/([^/]+)(\/.*)?$/.exec(path);
  if (app && (app[1] === deps.app.handle || app[1] === deps.app.clientId)) {
    if (!mayOpen(shop, agreed)) {
      redirect(response, 302, base);
      return;
    }
    const rest = app[2] ?? "";
    sendPage(deps, response, 200, appPage(context, rest || url.search ? `${rest || "/"}${url.search}` : ""));
    return;
  }
  if (path === "/oauth/install") {
    redirect(response, 302, base);
    return;
  }
  const target = /^\/extensions\/([\w.-]+)$/.exec(path)?.[1];
  if (target && extensionScript(target)) {
    const origin = new URL(deps.app.applicationUrl).origin;
    response.setHeader(
      "Content-Security-Policy",
      `default-src 'self'; connect-src 'self' ${origin}; frame-ancestors 'self'; base-uri 'none'`,
    );
    send(response, 200, "text/html", extensionPage(context, target).text);
    return;
  }
  const found = pageAt(context, path);
  const missing = () =>
    page(
      context,
      "home",
      "Not here",
      html`<p>The local admin has no page <code>${path}</code>. What a merchant does in Shopify is covered as far as the app needs it.</p>`,
    );
  sendPage(deps, response, found ? 200 : 404, found ?? missing());
}

async function answerPost(
  context: PageContext,
  request: IncomingMessage,
  response: ServerResponse,
  path: string,
  agreed: WeakSet<LocalShop>,
): Promise<void> {
  const { base, deps, shop } = context;
  if (isForeign(request, deps.origin())) {
    send(response, 403, "text/plain", "Forms are taken from this admin's own pages only\n");
    return;
  }
  if (QUESTIONS.includes(path)) {
    if (!mayOpen(shop, agreed)) {
      send(response, 403, "text/plain", "The app is not installed\n");
      return;
    }
    const named = (await readForm(request))?.getAll("scope") ?? [];
    const answer = path === "/session-token" ? shop.sessionToken() : scopesAfter(context, path, named);
    if (answer === null) send(response, 422, "text/plain", "Only optional scopes come and go\n");
    else send(response, 200, "application/json", JSON.stringify(answer));
    return;
  }
  const form = await readForm(request);
  if (!form) {
    send(response, 413, "text/plain", `A form may have ${MOST_FORM_BYTES} bytes\n`);
    return;
  }
  if (path === "/language") {
    const chosen = chosenLanguage(form, base);
    if (!chosen) {
      send(response, 422, "text/plain", "The admin does not have this language\n");
      return;
    }
    response.setHeader("Set-Cookie", chosen.cookie);
    redirect(response, 303, chosen.back);
    return;
  }
  try {
    const outcome = submitForm(deps, shop, path, form);
    if (path === "/app/install") agreed.add(shop);
    if (path === "/app/uninstall") agreed.delete(shop);
    if (outcome)
      redirect(response, 303, `${base}${outcome.path}${outcome.done ? `?done=${outcome.done}` : ""}`);
    else send(response, 404, "text/plain", "There is no such form\n");
  } catch (error) {
    if (!(error instanceof ActionRefused)) throw error;
    const refused = { ...context, refusal: error.message };
    sendPage(deps, response, 422, pageAt(refused, formPage(path)) ?? homePage(refused));
  }
}

function mayOpen(shop: LocalShop, agreed: WeakSet<LocalShop>): boolean {
  return shop.installed || agreed.has(shop);
}

/** Browsers name the origin of every post; a program that names none cannot be a page that misuses a browser. */
function isForeign(request: IncomingMessage, origin: string): boolean {
  const site = request.headers["sec-fetch-site"];
  const named = request.headers.origin;
  return (named !== undefined && named !== origin) || (site !== undefined && site !== "same-origin");
}

/** Undefined for a body that is too long; it is read to its end, so that the answer finds an open connection. */
async function readForm(request: IncomingMessage): Promise<URLSearchParams | undefined> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of request) {
    length += chunk.length;
    if (length <= MOST_FORM_BYTES) chunks.push(chunk);
  }
  return length > MOST_FORM_BYTES ? undefined : new URLSearchParams(Buffer.concat(chunks).toString("utf8"));
}

function send(response: ServerResponse, status: number, type: string, body: string): void {
  response.writeHead(status, {
    "Content-Type": `${type}; charset=utf-8`,
    "Cache-Control": "no-store",
    "X-Content-Type-Options": "nosniff",
  });
  response.end(body);
}

function sendPage(deps: AdminShellDeps, response: ServerResponse, status: number, body: Html): void {
  const frames = new URL(deps.app.applicationUrl).origin;
  response.setHeader(
    "Content-Security-Policy",
    `default-src 'self'; img-src 'self' data:; frame-src 'self' ${frames}; frame-ancestors 'none'; form-action 'self'; base-uri 'none'`,
  );
  send(response, status, "text/html", body.text);
}

function redirect(response: ServerResponse, status: number, location: string): void {
  response.writeHead(status, { Location: location, "Cache-Control": "no-store" });
  response.end();
}

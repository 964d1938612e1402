import type { IncomingMessage, ServerResponse } from "node:http";
import { jwtVerify } from "jose";
import type { Browser, Frame, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { violationsOf } from "../../setup/accessibility.ts";
import {
  CLIENT_ID,
  CLIENT_SECRET,
  chromiumPath,
  launchChromium,
  openPage,
  openStage,
  type Stage,
} from "./stage.ts";

let stage: Stage;
let browser: Browser;
/** Authorization headers that the app's `/data` has seen, and how many of its answers are to ask for another try. */
let bearers: string[] = [];
let refusals = 0;

/** The app: one page whose router follows App Bridge's navigation, as the Remix integration does. */
function appPage(request: IncomingMessage, response: ServerResponse): void {
  const url = new URL(request.url ?? "/", stage.appOrigin);
  if (url.pathname === "/data") {
    bearers.push(request.headers.authorization ?? "");
    if (refusals-- > 0) response.writeHead(401, { "X-Shopify-Retry-Invalid-Session-Request": "1" });
    response.end("{}");
    return;
  }
  if (url.pathname.startsWith("/api/")) {
    // What the app's extensions ask for.
    response.setHeader("Access-Control-Allow-Origin", "*");
    response.setHeader("Access-Control-Allow-Headers", "Authorization");
    response.end(JSON.stringify({ state: "unknown" }));
    return;
  }
  const script = `<script data-api-key="${CLIENT_ID}" src="${stage.origin}/app-bridge.js"></script>`;
  response.setHeader("Content-Type", "text/html; charset=utf-8");
  if (url.pathname === "/refusing") {
    const reload = encodeURIComponent(`${stage.appOrigin}/refusing`);
    response.writeHead(302, { Location: `/auth/session-token?shopify-reload=${reload}` }).end();
    return;
  }
  if (url.pathname === "/auth/session-token") {
    response.end(script);
    return;
  }
  const customerId = [...stage.shop.store.customers.keys()][0];
  const router = url.searchParams.has("plain")
    ? ""
    : `addEventListener("shopify:navigate", (event) => {
        history.pushState(null, "", event.target.getAttribute("href"));
        document.querySelector("h1").textContent = location.pathname;
      });`;
  response.end(`<!doctype html><html lang="en"><head><title>App</title>${script}</head><body>
<ui-nav-menu><a href="/" rel="home">Home</a><a href="/people">People</a><a href="/people/lists">Lists</a></ui-nav-menu>
<ui-title-bar title="What people are worth"><button variant="primary" id="export">Export</button></ui-title-bar>
<ui-save-bar id="bar"><button variant="primary" id="bar-save">Save</button><button id="bar-discard">Discard</button></ui-save-bar>
<ui-modal id="modal"><p>Sure?</p><ui-title-bar title="Delete the list"><button variant="primary" id="yes">Delete</button></ui-title-bar></ui-modal>
<h1>${url.pathname}</h1><p id="loads">${performance.now()}</p>
<a id="person" href="shopify://admin/customers/${customerId}" target="_top">In Shopify</a>
<script>${router}</script></body></html>`);
}

/** Opens a page of the app in the shell and waits until the bridge has spoken. */
async function openApp(page: Page, path = ""): Promise<Frame> {
  await page.goto(`${stage.appBase}${path}`);
  await page.waitForSelector("#app-nav .sub");
  const frame = page.frames().find((candidate) => candidate.url().startsWith(stage.appOrigin));
  if (!frame) throw new Error("the app is not in the frame");
  return frame;
}

beforeAll(async () => {
  if (chromiumPath) browser = await launchChromium();
});
afterAll(() => browser?.close());
beforeEach(async () => {
  bearers = [];
  refusals = 0;
  stage = await openStage((request, response) => appPage(request, response));
});
afterEach(async () => {
  await Promise.all((browser?.contexts() ?? []).map((context) => context.close()));
  await stage.close();
});

describe.skipIf(!chromiumPath)("the embedded app in the shell (needs Chromium)", () => {
  test("idToken gives a session token made for this app and shop, a fresh one each time", async () => {
    const { page, complaints } = await openPage(browser);
    const frame = await openApp(page);
    const token: string = await frame.evaluate("shopify.idToken()");
    const { payload } = await jwtVerify(token, new TextEncoder().encode(CLIENT_SECRET), {
      algorithms: ["HS256"],
      audience: CLIENT_ID,
    });
    expect(payload.dest).toBe(`https://${stage.shop.domain}`);
    expect(await frame.evaluate("shopify.idToken()")).not.toBe(token);
    expect(await frame.evaluate("shopify.config")).toMatchObject({
      apiKey: CLIENT_ID,
      shop: stage.shop.domain,
    });
    expect(await frame.evaluate("shopify.scopes.query()")).toMatchObject({
      granted: stage.shop.grantedScopes,
    });
    expect(complaints).toEqual([]);
  });

  test("requests to the app carry a token and are tried once more when the app asks for it", async () => {
    const { page } = await openPage(browser);
    const frame = await openApp(page);
    refusals = 1;
    expect(await frame.evaluate("fetch('/data').then((answer) => answer.status)")).toBe(200);
    expect(bearers).toHaveLength(2);
    expect(new Set(bearers).size).toBe(2);
    expect(bearers.every((bearer) => /^Bearer ey/.test(bearer))).toBe(true);
    refusals = 5;
    expect(await frame.evaluate("fetch('/data').then((answer) => answer.status)")).toBe(401);
    expect(bearers).toHaveLength(4);
  });

  test("a page of another origin in the frame gets no token", async () => {
    const { page } = await openPage(browser, { bypassCSP: true });
    const frame = await openApp(page);
    const tokenRequests: string[] = [];
    page.on("request", (request) => {
      if (request.url().endsWith("/session-token")) tokenRequests.push(request.url());
    });
    await frame.evaluate("shopify.idToken()");
    expect(tokenRequests).toHaveLength(1);
    const foreignOrigin = stage.appOrigin.replace("127.0.0.1", "localhost");
    await frame.goto(`${foreignOrigin}/people?shop=${stage.shop.domain}`);
    // Registered after the shell's own listener, so the shell has had its chance when this resolves.
    const heard = page.evaluate(
      () =>
        new Promise((resolve) => {
          window.addEventListener("message", (event) => {
            if (event.data?.message?.type === "request") resolve(event.origin);
          });
        }),
    );
    await frame.evaluate("void shopify.idToken()");
    expect(await heard).toBe(foreignOrigin);
    expect(tokenRequests).toHaveLength(1);
  });

  test("links of the app stand in the shell's menu and navigate without loading the page again", async () => {
    const { page } = await openPage(browser);
    const frame = await openApp(page);
    const menu = page.locator("#app-nav");
    expect(await menu.locator(".sub").allTextContents()).toEqual(["People", "Lists"]);
    const loads = await frame.textContent("#loads");
    await menu.getByText("Lists").click();
    await frame.waitForSelector("h1:text('/people/lists')");
    expect(await frame.textContent("#loads")).toBe(loads);
    await page.waitForURL(`${stage.appBase}/people/lists`);
    expect(await menu.locator("[aria-current=page]").allTextContents()).toEqual(["Lists"]);
    await page.reload();
    await page.frameLocator("#app-frame").locator("h1:text('/people/lists')").waitFor();
    await page.locator("#app-home").click();
    await page.waitForURL(`${stage.appBase}`);
  });

  test("a page without a router is loaded by the menu", async () => {
    const { page } = await openPage(browser);
    await openApp(page, "/?plain=1");
    await page.locator("#app-nav").getByText("People").click();
    await page.frameLocator("#app-frame").locator("h1:text('/people')").waitFor();
  });

  test("toasts show over the frame, and tell the app when they are acted upon", async () => {
    const { page } = await openPage(browser);
    const frame = await openApp(page);
    await frame.evaluate(
      "shopify.toast.show('Saved', { action: 'Undo', onAction: () => { document.title = 'undone' } })",
    );
    const toast = page.locator(".toast");
    await toast.getByRole("button", { name: "Undo" }).click();
    await frame.waitForFunction("document.title === 'undone'");
    expect(await toast.count()).toBe(0);
  });

  test("the title and its buttons stand above the frame and press the app's own", async () => {
    const { page } = await openPage(browser);
    const frame = await openApp(page);
    await frame.evaluate("document.getElementById('export').onclick = () => { document.title = 'exported' }");
    expect(await page.textContent("#app-title")).toBe("What people are worth");
    await page.getByRole("button", { name: "Export" }).click();
    await frame.waitForFunction("document.title === 'exported'");
  });

  test("unsaved changes hold the merchant back until they agree to lose them", async () => {
    const { page } = await openPage(browser);
    const frame = await openApp(page);
    await frame.evaluate("shopify.saveBar.show('bar')");
    await page.getByRole("link", { name: "Orders" }).click();
    await page.getByRole("button", { name: "Keep editing" }).click();
    expect(page.url()).toContain("/apps/klantwaarde");
    await frame.evaluate("document.getElementById('bar-save').onclick = () => shopify.saveBar.hide('bar')");
    await page.getByRole("button", { name: "Save" }).click();
    await page.locator("#save-bar").waitFor({ state: "hidden" });
    await page.getByRole("link", { name: "Orders" }).click();
    await page.waitForURL(`${stage.base}/orders`);
  });

  test("a modal opens over the page with its title and buttons", async () => {
    const { page } = await openPage(browser);
    const frame = await openApp(page);
    await frame.evaluate(
      "document.getElementById('yes').onclick = () => shopify.modal.hide('modal'); shopify.modal.show('modal')",
    );
    const dialog = frame.getByRole("dialog", { name: "Delete the list" });
    await frame.getByText("Sure?").waitFor();
    await dialog.getByRole("button", { name: "Delete" }).click();
    await dialog.waitFor({ state: "hidden" });
  });

  test("links to a customer in Shopify, in every spelling, lead to the shell's customer page", async () => {
    const { page } = await openPage(browser);
    const id = [...stage.shop.store.customers.keys()][0];
    const customerPage = `${stage.base}/customers/${id}`;
    await (await openApp(page)).click("#person");
    await page.waitForURL(customerPage);
    for (const address of [
      `shopify:admin/customers/${id}`,
      `https://admin.shopify.com/store/corner-shop/customers/${id}`,
      `https://${stage.shop.domain}/admin/customers/${id}`,
    ]) {
      await (await openApp(page)).evaluate(`void open(${JSON.stringify(address)}, "_top")`);
      await page.waitForURL(customerPage);
    }
    expect(await page.textContent("h1")).toBe("Ada Brook");
  });

  test("the library's bounce page comes back with a session token in the address", async () => {
    const { page } = await openPage(browser);
    const reload = encodeURIComponent(`${stage.appOrigin}/people?embedded=1&shop=${stage.shop.domain}`);
    await page.goto(`${stage.appBase}/auth/session-token?shopify-reload=${reload}`);
    await page.frameLocator("#app-frame").locator("h1:text('/people')").waitFor();
    const frame = page.frames().find((candidate) => candidate.url().startsWith(stage.appOrigin));
    expect(new URL(frame?.url() ?? "").searchParams.get("id_token")).toMatch(/^ey/);
    await page.waitForURL(`${stage.appBase}/people`);
  });

  test("an app that refuses every token is stopped with a reason, not bounced for ever", async () => {
    const { page } = await openPage(browser);
    await page.goto(`${stage.appBase}/refusing`);
    await page.getByRole("alert").getByText("The app refuses every session token").waitFor();
  });

  test("a form with data-save-bar is saved and discarded from the shell", async () => {
    const { page } = await openPage(browser);
    const frame = await openApp(page);
    await frame.evaluate(`
      document.body.insertAdjacentHTML("beforeend", '<form data-save-bar><input id="margin" value="30"></form>');
      document.querySelector("form").onsubmit = (event) => {
        event.preventDefault();
        document.title = "saved " + document.getElementById("margin").value;
      };`);
    await frame.fill("#margin", "45");
    await page.getByRole("button", { name: "Discard" }).click();
    await page.locator("#save-bar").waitFor({ state: "hidden" });
    expect(await frame.inputValue("#margin")).toBe("30");
    await frame.fill("#margin", "50");
    await page.getByRole("button", { name: "Save" }).click();
    await frame.waitForFunction("document.title === 'saved 50'");
    await page.locator("#save-bar").waitFor({ state: "hidden" });
  });

  test("web vitals of the page are reported when it is hidden", async () => {
    const { page } = await openPage(browser);
    const frame = await openApp(page);
    await frame.waitForFunction("performance.getEntriesByType('paint').length > 0");
    const names: string[] = await frame.evaluate(`new Promise((resolve) => {
      shopify.webVitals.onReport(({ metrics }) => resolve(metrics.map((metric) => metric.name)));
      Object.defineProperty(document, "visibilityState", { value: "hidden" });
      document.dispatchEvent(new Event("visibilitychange"));
    })`);
    expect(names).toEqual(expect.arrayContaining(["FCP", "TTFB"]));
  });

  test("what the stand-in does not cover says so by name", async () => {
    const { page } = await openPage(browser);
    const frame = await openApp(page);
    await expect(frame.evaluate("shopify.resourcePicker({ type: 'product' })")).rejects.toThrow(
      /does not cover shopify.resourcePicker/,
    );
  });

  test("the app opened outside the admin goes into it, to the same page", async () => {
    const { page } = await openPage(browser);
    await page.goto(`${stage.appOrigin}/people?shop=${stage.shop.domain}`);
    await page.frameLocator("#app-frame").locator("h1:text('/people')").waitFor();
  });
});

describe.skipIf(!chromiumPath)("the admin's own pages (need Chromium)", () => {
  test("an order is placed by hand without a script", async () => {
    const { page } = await openPage(browser, { javaScriptEnabled: false });
    const id = [...stage.shop.store.customers.keys()][0];
    await page.goto(`${stage.base}/customers/${id}`);
    await page.getByRole("link", { name: "Place order" }).click();
    await page.getByLabel("Product").first().selectOption({ index: 1 });
    await page.getByLabel("Quantity").first().fill("2");
    await page.getByRole("button", { name: "Place order" }).click();
    expect(await page.getByRole("status").textContent()).toBe("Order placed.");
    const [order] = stage.shop.store.orders.values();
    expect(order).toMatchObject({ customerId: id, lines: [{ variantId: 11, quantity: 2 }] });
    await page.getByText("Delete order").first().click();
    await page.getByRole("button", { name: "Delete order" }).click();
    expect(stage.shop.store.orders.size).toBe(0);
  });

  test.each([1280, 390])("every page is accessible and has no overhang at %i px", async (width) => {
    const [customerId] = stage.shop.store.customers.keys();
    const order = stage.shop.actions.placeOrder({ lines: [{ variantId: 11 }], customerId });
    const segment = stage.shop.actions.createSegment({ name: "Everybody", query: "number_of_orders >= 0" });
    await stage.shop.deliveriesSettled();
    const { page, complaints } = await openPage(browser, { width });
    const records = [`/customers/${customerId}`, "/customers/new", `/orders/${order.id}`, "/orders/new"];
    for (const path of [
      "",
      "/customers",
      "/orders",
      ...records,
      "/customers/segments",
      `/customers/segments/${segment.id}`,
      "/products",
      "/webhooks",
      "/faults",
      "/apps/klantwaarde",
    ]) {
      if (path.startsWith("/apps")) await openApp(page);
      else await page.goto(stage.base + path);
      expect(await violationsOf(page), path).toEqual([]);
      const overhang = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
      expect(overhang, path).toBeLessThanOrEqual(0);
    }
    expect(complaints).toEqual([]);
  });
});

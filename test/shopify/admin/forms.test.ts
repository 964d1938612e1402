import { ApiVersion, LogSeverity, shopifyApi } from "@shopify/shopify-api";
import "@shopify/shopify-api/adapters/node";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { orderTotals } from "../store/order-totals.ts";
import { CLIENT_ID, CLIENT_SECRET, openStage, type Stage } from "./stage.ts";

let stage: Stage;
beforeEach(async () => {
  stage = await openStage((_request, response) => {
    response.end();
  });
});
afterEach(() => stage.close());

function post(
  path: string,
  fields: Record<string, string> | [string, string][],
  headers: Record<string, string> = {},
) {
  const body = new URLSearchParams(fields);
  return fetch(stage.base + path, { method: "POST", body, headers, redirect: "manual" });
}

const onlyCustomer = () => [...stage.shop.store.customers.values()][0]!;
const placed = () => [...stage.shop.store.orders.values()][0]!;

async function placeOrder(quantity = "3") {
  const customerId = String(onlyCustomer().id);
  return post("/orders", {
    customerId,
    email: "",
    variantId: "11",
    price: "",
    quantity,
    discountCode: "",
    discountPercentage: "",
    shipping: "4.95",
    payment: "paid",
  });
}

describe("orders", () => {
  test("an order placed by form is in the store and its webhook reaches the app", async () => {
    const answer = await placeOrder();
    expect(answer.status).toBe(303);
    expect(answer.headers.get("location")).toBe(`/store/corner-shop/orders/${placed().id}?done=order-placed`);
    expect(orderTotals(placed()).totalMinor).toBe(3 * 1250 + 495);
    await stage.shop.deliveriesSettled();
    expect(stage.received).toContain("orders/create");
  });

  test("an order without a line is refused with the reason, on the form", async () => {
    const answer = await post("/orders", {
      customerId: "",
      email: "",
      variantId: "",
      price: "",
      quantity: "1",
      discountCode: "",
      discountPercentage: "",
      shipping: "",
      payment: "paid",
    });
    expect(answer.status).toBe(422);
    const text = await answer.text();
    expect(text).toContain("an order needs at least one line");
    expect(text).toContain("<h1>Place order</h1>");
    expect(stage.shop.store.orders.size).toBe(0);
  });

  test("refunding, editing and cancelling each change the order and say so to the app", async () => {
    await placeOrder();
    const order = placed();
    const lineId = String(order.lines[0]!.id);
    await post(`/orders/${order.id}/refund`, { lineId, quantity: "1", shipping: "" });
    expect(orderTotals(placed()).refundedMinor).toBe(1250);
    await post(`/orders/${order.id}/edit`, { lineId, quantity: "1", addVariantId: "" });
    expect(orderTotals(placed()).currentUnits).toBe(1);
    await post(`/orders/${order.id}/cancel`, { reason: "CUSTOMER", refund: "yes" });
    expect(placed().cancelReason).toBe("CUSTOMER");
    expect(orderTotals(placed()).currentUnits).toBe(0);
    await stage.shop.deliveriesSettled();
    expect(stage.received).toEqual(
      expect.arrayContaining(["refunds/create", "orders/edited", "orders/cancelled"]),
    );
  });

  test("an order with a tip, duties, a fee and a part paid is paid in full, and its page shows all of it", async () => {
    await post("/orders", {
      customerId: "",
      email: "",
      variantId: "11",
      price: "",
      quantity: "1",
      discountCode: "",
      discountPercentage: "",
      shipping: "",
      tip: "2.00",
      duties: "1.00",
      fee: "0.50",
      payment: "paid",
      paid: "10",
    });
    const own = `/orders/${placed().id}`;
    expect(orderTotals(placed())).toMatchObject({
      subtotalMinor: 1250,
      tipsMinor: 200,
      totalMinor: 1600,
      financialStatus: "PARTIALLY_PAID",
    });
    await post(`${own}/pay`, { amount: "" });
    expect(orderTotals(placed()).financialStatus).toBe("PAID");
    const page = await (await fetch(stage.base + own)).text();
    for (const shown of ["Tip", "Duties", "Fees", "Payments", "Disputes"]) expect(page).toContain(shown);
  });

  test("money goes back without lines, a fee is kept, and both are shown as discrepancies", async () => {
    await placeOrder();
    const own = `/orders/${placed().id}`;
    const lineId = String(placed().lines[0]!.id);
    await post(`${own}/refund`, { lineId, quantity: "0", shipping: "", amount: "5", reason: "CUSTOMER" });
    expect(orderTotals(placed())).toMatchObject({ discrepancyMinor: -500, currentUnits: 3 });
    expect(await (await fetch(stage.base + own)).text()).toContain("Refund discrepancy");
    await post(`${own}/cancel`, { reason: "CUSTOMER", refund: "yes", restock: "yes", fee: "7.50" });
    expect(orderTotals(placed())).toMatchObject({
      netPaymentMinor: 750,
      currentUnits: 0,
      outstandingMinor: 0,
    });
    const nothing = await post(`${own}/refund`, { lineId, quantity: "0", shipping: "", amount: "" });
    expect(await nothing.text()).toContain("enter how many units");
  });

  test("a unit is exchanged, and a dispute opened and lost", async () => {
    await placeOrder("2");
    const own = `/orders/${placed().id}`;
    const lineId = String(placed().lines[0]!.id);
    await post(`${own}/exchange`, { lineId, quantity: "1", newVariantId: "11" });
    expect(placed().returns).toHaveLength(1);
    expect(orderTotals(placed())).toMatchObject({ currentUnits: 2, refundedMinor: 0, discrepancyMinor: 0 });
    await post(`${own}/disputes`, { initiatedAs: "CHARGEBACK" });
    await post(`${own}/dispute`, { disputeId: String(placed().disputes[0]!.id), status: "LOST" });
    expect(placed().disputes[0]).toMatchObject({ initiatedAs: "CHARGEBACK", status: "LOST" });
  });

  test("an authorization expires by form", async () => {
    await post("/orders", {
      customerId: "",
      email: "",
      variantId: "11",
      price: "",
      quantity: "1",
      discountCode: "",
      discountPercentage: "",
      shipping: "",
      payment: "authorized",
    });
    await post(`/orders/${placed().id}/expire`, {});
    expect(orderTotals(placed()).financialStatus).toBe("EXPIRED");
  });

  test("more cannot be refunded than is left; the order's page says why", async () => {
    await placeOrder("1");
    const lineId = String(placed().lines[0]!.id);
    const answer = await post(`/orders/${placed().id}/refund`, { lineId, quantity: "2", shipping: "" });
    expect(answer.status).toBe(422);
    expect(await answer.text()).toContain('role="alert"');
    expect(placed().refunds).toHaveLength(0);
  });

  test("a deleted order is gone, its page too", async () => {
    await placeOrder();
    const { id } = placed();
    await post(`/orders/${id}/delete`, {});
    expect((await fetch(`${stage.base}/orders/${id}`)).status).toBe(404);
  });
});

describe("customers", () => {
  test("consent, tags and names change by form", async () => {
    const { id } = onlyCustomer();
    await post(`/customers/${id}/consent`, { state: "SUBSCRIBED" });
    await post(`/customers/${id}/tags`, { tags: "vip, , spring " });
    await post(`/customers/${id}/update`, {
      firstName: "Adele",
      lastName: "",
      email: "adele@example.com",
      countryCode: "be",
    });
    const customer = onlyCustomer();
    expect(customer).toMatchObject({ firstName: "Adele", lastName: null, email: "adele@example.com" });
    expect(customer.emailConsent.state).toBe("SUBSCRIBED");
    expect(customer.address?.countryCode).toBe("BE");
    expect([...customer.tags].sort()).toEqual(["spring", "vip"]);
    await stage.shop.deliveriesSettled();
    expect(stage.received).toContain("customers_email_marketing_consent/update");
  });

  test("a new customer is merged into another, who takes the orders", async () => {
    const kept = onlyCustomer().id;
    const created = await post("/customers", {
      firstName: "Ada",
      lastName: "B",
      email: "ada.b@example.com",
      countryCode: "",
    });
    const other = /customers\/(\d+)/.exec(created.headers.get("location") ?? "")?.[1] ?? "";
    await post("/orders", {
      customerId: other,
      email: "",
      variantId: "11",
      price: "",
      quantity: "1",
      discountCode: "",
      discountPercentage: "",
      shipping: "",
      payment: "paid",
    });
    await post(`/customers/${kept}/merge`, { otherId: other });
    expect(stage.shop.store.customers.has(Number(other))).toBe(false);
    expect(stage.shop.store.ordersOf(kept)).toHaveLength(1);
  });

  test("the list finds by name and e-mail, and says when it finds nobody", async () => {
    expect(await (await fetch(`${stage.base}/customers?q=brook`)).text()).toContain("ada@example.com");
    expect(await (await fetch(`${stage.base}/customers?q=nobody`)).text()).toContain("No customer matches");
  });
});

describe("the app", () => {
  test("uninstalling takes the app's page away until it is installed again", async () => {
    await post("/app/uninstall", {});
    expect(stage.shop.installed).toBe(false);
    const closed = await fetch(`${stage.appBase}`, { redirect: "manual" });
    expect(closed.headers.get("location")).toBe("/store/corner-shop");
    expect((await post("/session-token", {})).status).toBe(403);
    expect((await post("/app/install", {})).headers.get("location")).toBe(
      "/store/corner-shop/apps/klantwaarde",
    );
    expect((await fetch(`${stage.appBase}`, { redirect: "manual" })).status).toBe(200);
  });

  test("the language that the merchant chooses is the one in which the app is opened", async () => {
    const opened = async (cookie: string) => {
      const text = await (await fetch(stage.appBase, { headers: { Cookie: cookie } })).text();
      const src = /data-src="([^"]+)"/.exec(text)?.[1]?.replaceAll("&amp;", "&") ?? "";
      return new URL(src).searchParams.get("locale");
    };
    const back = "/store/corner-shop/customers?q=ada";
    const chosen = await post("/language", { language: "nl", back });
    expect([chosen.status, chosen.headers.get("location")]).toEqual([303, back]);
    const cookie = chosen.headers.get("set-cookie")?.split(";")[0] ?? "";
    expect(await opened(`other=1; ${cookie}`)).toBe("nl");
    expect(await opened("")).toBe("en");
    const elsewhere = await post("/language", {
      language: "de",
      back: "https://example.com/store/corner-shop",
    });
    expect(elsewhere.headers.get("location")).toBe("/store/corner-shop");
    expect((await post("/language", { language: "xx" })).status).toBe(422);
  });

  test("the address in the frame carries what Shopify sends, signed as its own library checks it", async () => {
    const text = await (await fetch(`${stage.appBase}/customers?sort=value%20desc`)).text();
    const src = /data-src="([^"]+)"/.exec(text)?.[1]?.replaceAll("&amp;", "&") ?? "";
    const url = new URL(src);
    expect(url.origin + url.pathname).toBe(`${stage.appOrigin}/customers`);
    const query = Object.fromEntries(url.searchParams);
    expect(query).toMatchObject({ embedded: "1", shop: stage.shop.domain, sort: "value desc", locale: "en" });
    const api = shopifyApi({
      apiKey: CLIENT_ID,
      apiSecretKey: CLIENT_SECRET,
      apiVersion: ApiVersion.October26,
      hostName: "127.0.0.1",
      isEmbeddedApp: true,
      logger: { level: LogSeverity.Warning },
    });
    expect(await api.utils.validateHmac(query)).toBe(true);
    expect(await api.utils.validateHmac({ ...query, shop: "other.myshopify.com" })).toBe(false);
    expect(api.auth.buildEmbeddedAppUrl(api.utils.sanitizeHost(query.host ?? "", true) ?? "")).toContain(
      "/store/corner-shop/apps/",
    );
    expect((await api.session.decodeSessionToken(query.id_token ?? "")).dest).toBe(
      `https://${stage.shop.domain}`,
    );
  });
});

describe("faults and webhooks", () => {
  test("switches set by form are the shop's faults, and turn off together", async () => {
    const page = await (await fetch(`${stage.base}/faults`)).text();
    const names = [...page.matchAll(/type="number"[^>]* name="(\w+)" value="(\d+)"/g)].map(
      (match): [string, string] => [match[1]!, match[2]!],
    );
    expect(names.length).toBeGreaterThan(8);
    await post("/faults", [
      ...names.filter(([name]) => name !== "dropWebhooks"),
      ["dropWebhooks", "2"],
      ["bulk", "truncate"],
      ["forgeSignatures", "yes"],
    ]);
    expect(stage.shop.faults).toMatchObject({
      dropWebhooks: 2,
      forgeSignatures: true,
      bulk: [{ kind: "truncate" }],
    });
    await post("/faults/clear", {});
    expect(stage.shop.faults).toMatchObject({ dropWebhooks: 0, forgeSignatures: false, bulk: [] });
  });

  test("the log lists topics, states and answers, and sends a webhook again with its ids", async () => {
    await placeOrder();
    await stage.shop.deliveriesSettled();
    const log = await (await fetch(`${stage.base}/webhooks`)).text();
    expect(log).toContain("orders/create");
    expect(log).toContain("Delivered");
    const delivery = stage.shop.deliveries.find(({ topic }) => topic === "orders/create")!;
    const again = await post("/webhooks/resend", { webhookId: delivery.webhookId });
    expect(again.headers.get("location")).toBe("/store/corner-shop/webhooks?done=webhook-resent");
    await stage.shop.deliveriesSettled();
    expect(delivery.tries).toEqual([200, 200]);
    expect(stage.received.filter((topic) => topic === "orders/create")).toHaveLength(2);
    expect((await post("/webhooks/resend", { webhookId: "unknown" })).status).toBe(422);
  });
});

describe("what is not the merchant's own", () => {
  test("a form that another site posts is refused", async () => {
    const { id } = onlyCustomer();
    const fields = { state: "SUBSCRIBED" };
    expect((await post(`/customers/${id}/consent`, fields, { Origin: "http://evil.example" })).status).toBe(
      403,
    );
    expect((await post(`/customers/${id}/consent`, fields, { "Sec-Fetch-Site": "cross-site" })).status).toBe(
      403,
    );
    expect(onlyCustomer().emailConsent.state).toBe("NOT_SUBSCRIBED");
    expect((await post(`/customers/${id}/consent`, fields, { Origin: stage.origin })).status).toBe(303);
  });

  test("under another name the admin leads to its own address and takes no form", async () => {
    const foreign = stage.base.replace("127.0.0.1", "localhost");
    const answer = await fetch(`${foreign}/orders?q=1`, { redirect: "manual" }).catch(() => null);
    expect(answer?.headers.get("location")).toBe(`${stage.base}/orders?q=1`);
    expect((await fetch(`${foreign}/faults/clear`, { method: "POST" })).status).toBe(421);
  });

  test("text from the shop is never markup", async () => {
    const products = await (await fetch(`${stage.base}/products`)).text();
    expect(products).toContain("Pencil &lt;b&gt;set&lt;/b&gt;");
    const query = encodeURIComponent('"><script>alert(1)</script>');
    expect(await (await fetch(`${stage.base}/customers?q=${query}`)).text()).not.toContain("<script>alert");
  });

  test("an oversize form is cut off, an unknown shop and an unknown page are 404", async () => {
    expect((await post("/shop", { name: "x".repeat(200_000) })).status).toBe(413);
    expect((await fetch(`${stage.origin}/store/nobody`)).status).toBe(404);
    expect((await fetch(`${stage.base}/discounts`)).status).toBe(404);
    expect((await post("/orders/1/explode", {})).status).toBe(404);
  });
});

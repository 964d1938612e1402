import { SignJWT } from "jose";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { chromiumPath, launchChromium, openPage } from "../shopify/admin/stage.ts";
import { openMerchant } from "./merchant.ts";
import { openStack, type Stack } from "./stack.ts";

const DOMAIN = "doors.myshopify.com";

let stack: Stack;
let browser: Browser;

/** Address of a page of the app as the admin would open it, with this token. */
function appAddress(idToken: string): string {
  const query = new URLSearchParams({
    embedded: "1",
    shop: DOMAIN,
    host: Buffer.from("admin.shopify.com/store/doors").toString("base64"),
    id_token: idToken,
  });
  return `${stack.appUrl}/app?${query}`;
}

/** A token with all the right claims, signed by somebody else. */
function foreignToken(): Promise<string> {
  const { clientId } = stack.shopify.app;
  return new SignJWT({ dest: `https://${DOMAIN}`, sub: "1" })
    .setProtectedHeader({ alg: "HS256" })
    .setIssuer(`https://${DOMAIN}/admin`)
    .setAudience(clientId)
    .setIssuedAt()
    .setNotBefore("0s")
    .setExpirationTime("60s")
    .sign(new TextEncoder().encode("a secret that is not the app's"));
}

describe.skipIf(!chromiumPath)(
  "a visitor who comes another way than through the admin (needs Chromium)",
  () => {
    beforeAll(async () => {
      stack = await openStack({ kind: "empty", domain: DOMAIN });
      browser = await launchChromium();
    });
    afterAll(async () => {
      await browser?.close();
      await stack?.close();
    });

    test("is told to open the app from the admin when the address names no shop", async () => {
      const { page } = await openPage(browser);
      const answer = await page.goto(`${stack.appUrl}/app`);
      expect(answer?.status()).toBe(400);
      await page.getByRole("heading", { name: "Open Klantwaarde from your Shopify admin" }).waitFor();
      await page.getByRole("alert").getByText("The address does not say which shop it is for.").waitFor();
      await page.context().close();
    });

    test("is told what a shop's address looks like when it names something else", async () => {
      // Outside the admin App Bridge leaves for the shop that the address names.
      const { page } = await openPage(browser, { javaScriptEnabled: false });
      const answer = await page.goto(`${stack.appUrl}/auth/login?shop=evil.example.com`);
      expect(answer?.status()).toBe(400);
      await page.getByText("It should look like example.myshopify.com.").waitFor();
      await page.context().close();
    });

    test("is told so in the app's own words when an address outside of the admin leads nowhere", async () => {
      const { page, complaints } = await openPage(browser);
      const answer = await page.goto(`${stack.appUrl}/no-such-page`);
      expect(answer?.status()).toBe(404);
      await page.getByRole("heading", { name: "There is no such page" }).waitFor();
      await page.getByRole("link", { name: "What Klantwaarde does" }).click();
      await page.getByRole("heading", { name: "Know what each customer is worth" }).waitFor();
      expect(complaints.filter((complaint) => !complaint.includes("404"))).toEqual([]);
      await page.context().close();
    });

    test("gets no data for a token that somebody else signed, or for one that is over", async () => {
      for (const token of [await foreignToken(), stack.shop.sessionToken({ expiresInSeconds: -120 })]) {
        const { page } = await openPage(browser, { javaScriptEnabled: false });
        await page.goto(appAddress(token));
        expect(new URL(page.url()).pathname).toBe("/auth/session-token");
        expect(await page.getByRole("heading").count()).toBe(0);
        const answer = await page.request.get(`${stack.appUrl}/app/customers.data`, {
          headers: { Authorization: `Bearer ${token}` },
        });
        expect(answer.status()).toBe(401);
        expect(answer.headers()["x-shopify-retry-invalid-session-request"]).toBe("1");
        expect(await answer.text()).not.toContain(DOMAIN);
        await page.context().close();
      }
      expect(stack.shop.installed).toBe(false);
    });

    test("sees an empty shop's pages say so, and a page that does not exist say that", async () => {
      const merchant = await openMerchant(browser, stack);
      const { app, page } = merchant;
      await merchant.goTo("");
      await page.getByRole("button", { name: "Install Klantwaarde" }).click();
      await app.getByText("No orders yet").waitFor();
      await merchant.follow("Segments", "Segments");
      await merchant.follow("Cohorts", "Cohorts");
      await app.getByText("Cohorts appear with the first orders").waitFor();
      await merchant.follow("Model", "Model");
      await app.getByText("Predictions are learnt from this shop’s own orders", { exact: false }).waitFor();
      await merchant.follow("Customers", "Customers");
      await app.getByText("No customers yet").waitFor();
      await merchant.follow("Exports", "Exports");
      await app.getByText("Nothing has been exported yet").waitFor();
      expect(merchant.complaints).toEqual([]);
      for (const path of ["/app/customers/123456", "/app/no-such-page"]) {
        await merchant.goTo(`/apps/klantwaarde${path}`);
        await merchant.heading("There is no such page").waitFor();
        await page.locator("#app-nav").getByRole("link", { name: "Settings" }).waitFor();
      }
      expect(merchant.complaints.filter((complaint) => !complaint.includes("404"))).toEqual([]);
      await page.context().close();
    });

    test("gets a new token in the admin when the one in the address is over, and sees the page", async () => {
      const merchant = await openMerchant(browser, stack);
      const { app, page } = merchant;
      await merchant.openApp("/app/cohorts", "Cohorts");
      const address = appAddress(stack.shop.sessionToken({ expiresInSeconds: -120 }));
      await page.locator("#app-frame").evaluate((frame, src) => frame.setAttribute("src", src), address);
      await merchant.heading("Customer value").waitFor();
      await app.getByText("No orders yet").waitFor();
      await page.context().close();
    });
  },
);

import "@shopify/shopify-api/adapters/web-api";
import { createHmac, createSecretKey } from "node:crypto";
import { LogSeverity, shopifyApi } from "@shopify/shopify-api";
import fc from "fast-check";
import { expect, test } from "vitest";
import { API_VERSION } from "../../../app/shopify/api-version.ts";
import { isSigned } from "../../../app/shopify/webhook-verification.ts";

const SECRET = "made-up-secret";
const KEY = createSecretKey(SECRET, "utf8");
const library = shopifyApi({
  apiKey: "key",
  apiSecretKey: SECRET,
  apiVersion: API_VERSION,
  hostName: "app.example",
  isEmbeddedApp: true,
  logger: { level: LogSeverity.Error },
});

const signature = (body: string, secret = SECRET) =>
  createHmac("sha256", secret).update(body).digest("base64");

/** Headers as somebody might send them with a body, by how they came about. */
const HEADERS: Readonly<Record<string, (body: string, at: number) => string>> = {
  right: (body) => signature(body),
  "of another body": (body) => signature(`${body} `),
  "of another secret": (body) => signature(body, "guessed"),
  "one letter changed": (body, at) => {
    const right = signature(body);
    const place = at % 43;
    return right.slice(0, place) + (right[place] === "A" ? "B" : "A") + right.slice(place + 1);
  },
  "cut off": (body, at) => signature(body).slice(0, at % 44),
  longer: (body) => `${signature(body)}A`,
  hexadecimal: (body) => createHmac("sha256", SECRET).update(body).digest("hex"),
  "in small letters": (body) => signature(body).toLowerCase(),
  "for addresses": (body) => createHmac("sha256", SECRET).update(body).digest("base64url"),
  empty: () => "",
  "no letters of base64": () => "ÿ".repeat(44),
};

test("a webhook is signed for the app exactly where it is for Shopify's library", async () => {
  const seen = new Set<string>();
  await fc.assert(
    fc.asyncProperty(
      fc.string({ unit: "binary", maxLength: 200 }).map((text) => text.toWellFormed()),
      fc.constantFrom(...Object.keys(HEADERS)),
      fc.nat(),
      async (body, kind, at) => {
        const hmac = HEADERS[kind]?.(body, at) ?? "";
        const headers = new Headers({
          "X-Shopify-Hmac-Sha256": hmac,
          "X-Shopify-Topic": "orders/updated",
          "X-Shopify-Shop-Domain": "signed.myshopify.com",
          "X-Shopify-API-Version": API_VERSION,
          "X-Shopify-Webhook-Id": "1",
          "X-Shopify-Event-Id": "1",
        });
        const rawRequest = new Request("https://app.example/webhooks", { method: "POST", headers, body });
        const { valid } = await library.webhooks.validate({ rawBody: body, rawRequest });
        // Without a body the library does not look at the signature; Shopify sends none.
        if (body !== "") expect([kind, isSigned(KEY, headers, Buffer.from(body))]).toEqual([kind, valid]);
        if (valid) seen.add(kind);
      },
    ),
    { numRuns: 500 },
  );
  expect([...seen]).toContain("right");
  for (const kind of ["of another body", "of another secret", "one letter changed", "longer", "empty"]) {
    expect([...seen]).not.toContain(kind);
  }
});

test("every bit of a signature counts", () => {
  const body = Buffer.from('{"id":1}');
  const right = signature('{"id":1}');
  const isRight = (hmac: string) => isSigned(KEY, new Headers({ "X-Shopify-Hmac-Sha256": hmac }), body);
  expect(isRight(right)).toBe(true);
  for (let place = 0; place < right.length; place++) {
    for (const letter of ["A", "B", "g", "/"]) {
      const other = right.slice(0, place) + letter + right.slice(place + 1);
      expect(isRight(other)).toBe(other === right);
    }
  }
  expect(isSigned(KEY, new Headers(), body)).toBe(false);
});

import { afterAll, beforeAll, expect, test } from "vitest";
import { readEnvironment } from "../../../app/platform/config.ts";
import { loadErasedPeople } from "../../../app/sync/privacy/erased-people.ts";
import { KEYS, type SyncedApp, startSyncedApp } from "../synced-app.ts";

let app: SyncedApp;
beforeAll(async () => {
  app = await startSyncedApp({ shops: [{ kind: "empty", domain: "erasing.myshopify.com" }] });
});
afterAll(() => app.close());

const key = (id: string, byte: number) => `${id}:${Buffer.alloc(32, byte).toString("base64")}`;

test("people who were erased stay known when a key of its own comes, and when the encryption key goes", async () => {
  const { local, ref } = app.shop();
  const person = local.actions.createCustomer({ firstName: "Some", email: "some@example.com" });
  await app.open();
  await app.settled();
  local.actions.redactCustomer({ customerId: person.id });
  await app.settled();
  const isKnown = async (variables: Record<string, string>) => {
    const { ERASURE_KEYS } = readEnvironment({
      SHOPIFY_API_KEY: "client",
      SHOPIFY_API_SECRET: "a-secret-of-some-length",
      SHOPIFY_APP_URL: "https://klantwaarde.example.com",
      ...variables,
    });
    return (await loadErasedPeople(app.runtime.db.pool, ref.shopId, ERASURE_KEYS)).customer(person.id);
  };
  const own = key("own", 21);
  const next = key("next", 22);
  expect(await isKnown({ ENCRYPTION_KEYS: KEYS })).toBe(true);
  expect(await isKnown({ ENCRYPTION_KEYS: KEYS, ERASURE_HASH_KEY: own })).toBe(true);
  expect(await isKnown({ ENCRYPTION_KEYS: next, ERASURE_HASH_KEY: `${own},${KEYS}` })).toBe(true);
  expect(await isKnown({ ENCRYPTION_KEYS: next, ERASURE_HASH_KEY: own })).toBe(false);
});

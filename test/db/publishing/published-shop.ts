import { rows } from "../../../app/db/client.ts";
import { registerPublishingJobs } from "../../../app/publishing/jobs.ts";
import type { PublishingOptions } from "../../../app/publishing/keep-in-step.ts";
import { type Publication, publishSegment, readPublication } from "../../../app/publishing/publication.ts";
import { createSegment } from "../../../app/segments/change-segment.ts";
import { registerSegmentJobs } from "../../../app/segments/membership/jobs.ts";
import type { Rule } from "../../../app/segments/rule.ts";
import type { SegmentKey, StoredKey } from "../../../app/segments/segment-key.ts";
import type { SyncRuntime } from "../../../app/sync/runtime.ts";
import { registerValuationJobs } from "../../../app/valuation/jobs.ts";
import { membersOf } from "../../shopify/admin/pages/segments.ts";
import type { LocalShop } from "../../shopify/local-shop.ts";
import { type SyncedApp, startSyncedApp } from "../synced-app.ts";

export const BY = "7";

/** The whole app beside a local Shopify admin, of which `domains` have installed it and let it write. `before`: each request of publishing. */
export async function startPublishingApp(
  domains: readonly string[],
  fill: (shop: LocalShop) => void,
  { before, ...options }: PublishingOptions & { readonly before?: (operation: string) => Promise<void> } = {},
): Promise<SyncedApp> {
  const app = await startSyncedApp({ shops: domains.map((domain) => ({ kind: "empty", domain })) });
  await registerValuationJobs(app.runtime);
  await registerSegmentJobs(app.runtime);
  await registerPublishingJobs(before ? withRequests(app.runtime, before) : app.runtime, options);
  for (const domain of domains) {
    const { local } = app.shop(domain);
    local.actions.updateShop({ plan: "Plus" });
    fill(local);
    await app.open(domain);
    allow(local, true);
  }
  await app.settled();
  return app;
}

/** Grants the optional scope, or takes it back. */
export function allow(local: LocalShop, isAllowed: boolean): void {
  const others = local.grantedScopes.filter((scope) => scope !== "write_customers");
  local.actions.changeScopes({ scopes: isAllowed ? [...others, "write_customers"] : others });
}

/** People with one order each, every second one of whom agreed to marketing. */
export function somePeople(local: LocalShop, people: number, withOrders = people): number[] {
  return Array.from({ length: people }, (_, at) => {
    const { id } = local.actions.createCustomer({
      firstName: `P${at}`,
      email: `p${at}@example.com`,
      marketingState: at % 2 === 0 ? "SUBSCRIBED" : "NOT_SUBSCRIBED",
    });
    if (at < withOrders) order(local, id);
    return id;
  });
}

export const order = (local: LocalShop, customerId: number) =>
  local.actions.placeOrder({ customerId, lines: [{ title: "Tea", unitPriceMinor: 1_000 }] });

export const buyers: Rule = { fact: "orders", is: ">=", value: 1 };

export async function ownSegment(
  app: SyncedApp,
  domain: string,
  name: string,
  rule: Rule,
): Promise<StoredKey> {
  const saved = await createSegment(app.runtime, app.shop(domain).ref, { name, rule }, BY);
  if (!saved.ok) throw new Error(saved.reason);
  return saved.segment.key;
}

export async function publish(app: SyncedApp, domain: string, key: SegmentKey, name = ""): Promise<void> {
  const outcome = await publishSegment(app.runtime, app.shop(domain).ref, key, name, BY);
  if (!outcome.ok) throw new Error(outcome.reason);
  await app.settled();
}

export const publicationOf = (app: SyncedApp, domain: string, key: SegmentKey): Promise<Publication | null> =>
  readPublication(app.runtime.db, app.shop(domain).ref, key);

/** Who is in the segment in Shopify, as the local admin's own page finds them. */
export function inShopify(local: LocalShop, name: string): number[] {
  const segment = [...local.store.segments.values()].find((one) => one.name === name);
  if (!segment) throw new Error(`there is no segment ${name} in Shopify`);
  const found = membersOf(local, segment.query);
  if ("problem" in found) throw new Error(found.problem);
  return found.members.map(({ id }) => id).sort((a, b) => a - b);
}

export const tagged = (local: LocalShop, tag: string): number[] =>
  [...local.store.customers.values()].filter(({ tags }) => tags.includes(tag)).map(({ id }) => id);

/** What is wrong with the tag in Shopify: who has it and is no stored member, and which member has none. */
export async function outOfStep(
  app: SyncedApp,
  domain: string,
  key: string,
  tag: string,
): Promise<{ tooMany: number[]; missing: number[] }> {
  const { local, ref } = app.shop(domain);
  const stored = await rows<{ id: number }>(
    app.runtime.db.pool,
    "select customer_id id from segment_member where shop_id = $1 and segment_key = $2 order by 1",
    [ref.shopId, key],
  );
  const members = new Set(stored.map(({ id }) => id));
  const holders = new Set(tagged(local, tag));
  return {
    tooMany: [...holders].filter((id) => !members.has(id)),
    missing: [...members].filter((id) => !holders.has(id)),
  };
}

/** The app's runtime, in which something else happens before each request to Shopify. */
export function withRequests(
  runtime: SyncRuntime,
  before: (operation: string) => Promise<void>,
): SyncRuntime {
  const { shopify } = runtime;
  const adminFor: typeof shopify.adminFor = async (...args) => {
    const admin = await shopify.adminFor(...args);
    return {
      ...admin,
      query: async (operation, variables, signal) => {
        await before(operation.name);
        return admin.query(operation, variables, signal);
      },
    };
  };
  return { ...runtime, shopify: { ...shopify, adminFor } };
}

/** The stored members who may be written to, as the database has them. */
export async function reachableMembers(app: SyncedApp, domain: string, key: string): Promise<number[]> {
  const found = await rows<{ id: number }>(
    app.runtime.db.pool,
    `select m.customer_id id from segment_member m join customer c using (shop_id, customer_id)
     where m.shop_id = $1 and m.segment_key = $2 and c.email_marketing_state = 'SUBSCRIBED' order by 1`,
    [app.shop(domain).ref.shopId, key],
  );
  return found.map(({ id }) => id);
}

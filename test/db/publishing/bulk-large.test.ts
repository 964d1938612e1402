import { afterAll, beforeAll, expect, test } from "vitest";
import type { SyncedApp } from "../synced-app.ts";
import {
  inShopify,
  outOfStep,
  ownSegment,
  publicationOf,
  publish,
  somePeople,
  startPublishingApp,
} from "./published-shop.ts";

const DOMAIN = "many.myshopify.com";
const TAG = "klantwaarde-everybody";
const MANY = 3_000;
let app: SyncedApp;
let asked: string[] = [];

beforeAll(async () => {
  app = await startPublishingApp([DOMAIN], (local) => somePeople(local, MANY, 0), {
    // As on a plan of 200 points a second.
    bulkThreshold: 1_200,
    before: async (name) => {
      asked.push(name);
    },
  });
});
afterAll(() => app.close());

/** Points that were spent on these operations. */
async function points(operations: readonly string[]): Promise<number> {
  const { values } = await app.runtime.metrics.costPoints.get();
  return values
    .filter(({ labels }) => operations.includes(String(labels.operation)))
    .reduce((sum, { value }) => sum + value, 0);
}

test(`${MANY} members are written with a few requests, and what comes back of them leads to no more`, async () => {
  const { local } = app.shop(DOMAIN);
  const key = await ownSegment(app, DOMAIN, "Everybody", { all: [] });
  await app.settled();
  const before = app.log.length;
  asked = [];
  await publish(app, DOMAIN, key);
  expect(await publicationOf(app, DOMAIN, key)).toMatchObject({ tagged: MANY, inStepAt: expect.any(String) });
  expect(await outOfStep(app, DOMAIN, key, TAG)).toEqual({ tooMany: [], missing: [] });
  expect(inShopify(local, "Everybody")).toHaveLength(MANY / 2);
  const writes = asked.filter((name) => name.startsWith("tags") || name === "runBulkMutation");
  expect(writes).toEqual(["runBulkMutation"]);
  expect(await points(["runBulkMutation", "stageVariables", "recentBulkMutations"])).toBeLessThan(60);
  // Each customer is read once, by its webhook or from a file of all that changed, and nobody's tag is looked at again for it.
  const lines = app.log.slice(before);
  const read = (event: string, field: string) =>
    lines
      .filter((line) => line.event === event && line.fields.resource === "customers")
      .reduce((sum, { fields }) => sum + Number(fields[field]), 0);
  expect(read("sync.refetched", "fetched")).toBeLessThanOrEqual(MANY);
  expect(read("sync.slice.merged", "lines")).toBeLessThanOrEqual(MANY);
  const sent = local.deliveries.length;
  await app.settled();
  expect(local.deliveries).toHaveLength(sent);
});

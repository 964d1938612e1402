import { afterAll, beforeAll, expect, test } from "vitest";
import { registerDestinationJobs } from "../../../app/destinations/jobs.ts";
import { destinationSweepJob } from "../../../app/jobs/definitions/destination.ts";
import { shopsOfTests, unsubscribe } from "./connected-shop.ts";

const SIX = ["a", "b", "c", "d", "e", "f"];
// The handlers work for every shop of the process, and know the tools of one: this file has no other test.
const { app, connect } = shopsOfTests(["queued"], { before: beforeAll, after: afterAll });

test("what happens in Shopify reaches the tool by itself, and the sweep finds what nobody told of", async () => {
  const shop = await connect("queued", { people: SIX });
  const { runtime, settled } = app().app;
  await registerDestinationJobs({ ...runtime, env: shop.host.env, random: () => 0 });
  await runtime.jobs.enqueue(destinationSweepJob, {});
  await settled();
  await expect.poll(() => shop.onList().length).toBe(6);
  unsubscribe(shop.local, shop.ids.get("a") ?? 0);
  await settled();
  await expect.poll(() => shop.onList()).toEqual(SIX.slice(1).map(shop.address));
});

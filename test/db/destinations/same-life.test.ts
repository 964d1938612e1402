import { afterAll, beforeAll, expect, test } from "vitest";
import { type LifePlace, openLifePlace } from "../../chaos/destinations/place.ts";
import { destinationPlanOf } from "../../chaos/destinations/plan.ts";
import { liveDestinations } from "../../chaos/destinations/run.ts";

let place: LifePlace;
beforeAll(async () => {
  place = await openLifePlace();
});
afterAll(() => place.close());

test.each([3])("a random life of seed %i goes the same way again, request by request", async (seed) => {
  const plan = destinationPlanOf(seed, 6);
  const [first, second] = [await liveDestinations(place, plan), await liveDestinations(place, plan)];
  expect(first.requests.length).toBeGreaterThan(3);
  expect(second).toEqual(first);
});

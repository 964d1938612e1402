import { afterAll, beforeAll, expect, test } from "vitest";
import { type LifePlace, openLifePlace } from "../../chaos/destinations/place.ts";
import { type DestinationPlan, destinationPlanOf } from "../../chaos/destinations/plan.ts";
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

/** The merchant has had person.3 on the list, who withdraws the consent while the process dies at the import. */
const dying = (tool: DestinationPlan["tool"]): DestinationPlan => ({
  ...{ seed: 1200, tool, process: "a part", customers: 4, before: 1, against: 0, heldOutBp: 0 },
  steps: [
    {
      ...{ do: "meanwhile", request: "a change", after: 0, isNamed: true },
      what: { do: "customer", who: 0.99, how: "unsubscribe", other: 0.5 },
      strike: "killed at a request",
    },
    { do: "work", jobs: null },
  ],
});

test.each(["klaviyo", "mailchimp", "brevo"] as const)(
  "a process that died at a request to %s may have sent whom it meant to, who leaves the list with the consent",
  async (tool) => {
    const { wrong, requests } = await liveDestinations(place, dying(tool));
    expect(wrong).toEqual([]);
    const removal = {
      klaviyo: /^DELETE /,
      mailchimp: /members_to_remove.*person\.3@/,
      brevo: /remove .*person\.3@/,
    };
    expect(requests).toContainEqual(expect.stringMatching(removal[tool]));
  },
);

import type { Lives } from "../lives.ts";
import { shorterPlan } from "../shorter-plan.ts";
import { Merchant } from "./merchant.ts";
import { type LifePlace, openLifePlace } from "./place.ts";
import type { DestinationPlan, DestinationStep } from "./plan.ts";
import { strikeApp, strikeTool } from "./strikes.ts";
import { createLifeWorld, type LifeWorld } from "./world.ts";

const MINUTE_MS = 60_000;
const MOMENT_MS = 25_000;
const HOUR_MS = 60 * MINUTE_MS;
/** By then what waits for a day has had its turn, and who was refused up to six times. */
const DAYS_MS = [0, 10 * HOUR_MS, 33 * HOUR_MS];
const WEEK_MS = [8 * 24 * HOUR_MS, HOUR_MS];

export interface Lived {
  readonly wrong: readonly string[];
  readonly requests: readonly string[];
}

/** Lives a plan to its end, lets every fault cease, and waits until everything has settled; what was wrong, a line each. */
export async function liveDestinations(place: LifePlace, plan: DestinationPlan): Promise<Lived> {
  const world = await createLifeWorld(place, plan);
  try {
    const merchant = new Merchant(world, plan);
    await begin(world, merchant, plan);
    for (const step of plan.steps) {
      await take(world, merchant, step);
      if (world.watch.violations.length > 0) break;
    }
    if (world.watch.violations.length === 0) await settle(world, merchant);
    const { tool } = world.lifeTool;
    return {
      wrong: [
        ...world.watch.violations,
        ...tool.harm.map(({ operation, what }) => `${operation} may change a subscription: ${what}`),
        ...place.queue.givenUp.map((what) => `given up: ${what}`),
      ],
      requests: world.door.requests,
    };
  } finally {
    await world.close();
  }
}

async function begin(world: LifeWorld, merchant: Merchant, plan: DestinationPlan): Promise<void> {
  for (let at = 0; at < plan.customers; at++) world.people.arrive(at % 4 !== 3, at % 3, at % 5 === 0);
  world.people.note();
  world.people.turnAgainst(plan.against);
  world.watch.changedByOthers(world.lifeTool.tool.people());
  await world.open();
  await world.webhooks.tellApp();
  await world.workThrough(MINUTE_MS);
  await merchant.begin();
  for (let at = 0; at < plan.before; at++) {
    const who = (at + 0.5) / plan.before;
    await world.happen({ do: "tool", who, how: "the merchant puts somebody on the list" }, false);
  }
  world.watch.changedByOthers(world.lifeTool.tool.people());
}

async function take(world: LifeWorld, merchant: Merchant, step: DestinationStep): Promise<void> {
  switch (step.do) {
    case "customer":
    case "order":
    case "tool":
      return world.happen(step, step.who > 0.3);
    case "list":
      return merchant.act(step);
    case "meanwhile":
      world.door.meanwhile = step;
      return;
    case "tool fault":
      return strikeTool(world, merchant, step.fault, step.size);
    case "app fault":
      return strikeApp(world, step);
    case "pass":
      // The app refuses webhooks that are older than Shopify's retries explain.
      await world.webhooks.tellApp();
      await world.pass(step.hours * HOUR_MS);
      return;
    case "work":
      // All: those too that wait for a moment, as between two looks at a list.
      if (step.jobs === null) await world.workThrough(MOMENT_MS);
      else await world.work(step.jobs);
      return;
  }
}

/** The faults are over, and what waits is waited for. */
async function settle(world: LifeWorld, merchant: Merchant): Promise<void> {
  const { faults } = world.lifeTool.tool;
  faults.clear();
  world.door.meanwhile = null;
  world.twoWorkers = false;
  await world.replaceDead();
  await world.webhooks.tellApp();
  await world.workThrough(MOMENT_MS);
  world.finishJobs();
  await merchant.resume();
  await waitFor(world, merchant, DAYS_MS);
  await merchant.readLots();
  const byHand = world.people.touchedByHand;
  world.watch.rests(merchant.wanted(byHand));
  // What a hand did in the tool is looked at weekly.
  await waitFor(world, merchant, WEEK_MS);
  world.watch.rests(merchant.wanted());
}

async function waitFor(world: LifeWorld, merchant: Merchant, waits: readonly number[]): Promise<void> {
  for (const wait of waits) {
    await world.pass(wait);
    await world.webhooks.tellApp();
    await world.workThrough(2 * MINUTE_MS);
    await merchant.letGo();
    await world.workThrough(MOMENT_MS);
  }
}

/** So many lives share a database: each leaves its shop behind. */
const LIVES_A_PLACE = 20;

export async function destinationLives(): Promise<Lives<DestinationPlan>> {
  let place: LifePlace | null = null;
  let left = 0;
  const live = async (plan: DestinationPlan): Promise<Lived> => {
    if (left-- <= 0) {
      await place?.close();
      place = null;
      left = LIVES_A_PLACE - 1;
    }
    place ??= await openLifePlace();
    return liveDestinations(place, plan);
  };
  return {
    async live(plan) {
      const { wrong } = await live(plan);
      return { wrong, remark: null };
    },
    shorten: (plan, tries) =>
      shorterPlan(plan, tries, async (shorter) => (await live(shorter)).wrong.length > 0),
    close: async () => place?.close(),
  };
}

import { setTimeout as delay } from "node:timers/promises";
import { type Forgotten, happen } from "./life.ts";
import type { Plan } from "./plan.ts";
import { judge } from "./verdict.ts";
import { createWorld, NoRest, type World } from "./world.ts";

type Server = Parameters<typeof createWorld>[0];

/** Lives a plan to its end, lets every fault cease, and reconciles once; what is then wrong, a line each. */
export async function live(server: Server, plan: Plan): Promise<string[]> {
  const world = await createWorld(server, plan.shops);
  const forgotten: Forgotten[] = [];
  try {
    for (const { domain } of plan.shops) await world.open(domain);
    for (const step of plan.steps) {
      if (step.do === "kill") await world.killProcess(step.process);
      else if (step.do === "settle") await delay(500);
      else if (step.do === "job") await world.enqueue(plan.shops[step.shop]!.domain, step.job);
      else happen(world.shopify.shop(plan.shops[step.shop]!.domain), step, forgotten);
      await delay(10);
    }
    await heal(world);
    return await judge(world.db, world.clock, world.shopify.shops, forgotten);
  } catch (error) {
    if (error instanceof NoRest) return [error.message];
    throw error;
  } finally {
    await world.close();
  }
}

/** The faults are over: what the merchant and the night do then. */
async function heal(world: World): Promise<void> {
  const { shops } = world.shopify;
  for (const shop of shops) shop.faults.clear();
  for (const { domain } of shops) await world.open(domain);
  await world.rest();
  for (const job of ["reconcile", "compare", "full check"] as const) {
    for (const { domain } of shops) await world.enqueue(domain, job);
    await world.rest();
  }
}

/** A shorter plan that goes wrong too: halves, quarters and so on are left out as long as it still does, at most `tries` lives. */
export async function shorten(server: Server, plan: Plan, tries: number): Promise<Plan> {
  let shortest = plan;
  let left = tries;
  for (let size = Math.ceil(plan.steps.length / 2); size >= 1 && left > 0; ) {
    let shorter: Plan | null = null;
    for (let from = 0; from < shortest.steps.length && left > 0; from += size) {
      const steps = shortest.steps.filter((_, at) => at < from || at >= from + size);
      left--;
      if ((await live(server, { ...shortest, steps })).length > 0) {
        shorter = { ...shortest, steps };
        break;
      }
    }
    if (shorter) shortest = shorter;
    else size = size === 1 ? 0 : Math.ceil(size / 2);
  }
  return shortest;
}

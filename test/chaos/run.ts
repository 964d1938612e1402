import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import type { LocalShop } from "../shopify/local-shop.ts";
import { type Forgotten, happen, pick } from "./life.ts";
import type { Lives } from "./lives.ts";
import type { Plan, Step } from "./plan.ts";
import { type ChaosServer, startChaosServer } from "./server.ts";
import { shorterPlan } from "./shorter-plan.ts";
import { judge } from "./verdict.ts";
import { createWorld, NoRest, type World } from "./world.ts";

const HOUR_MS = 3_600_000;

/** Lives a plan to its end, lets every fault cease, and reconciles once; what is then wrong, a line each, and the logs of the processes. */
async function live(server: ChaosServer, plan: Plan): Promise<{ wrong: string[]; logFolder: string | null }> {
  const logFolder = await mkdtemp(join(tmpdir(), `klantwaarde-chaos-${plan.seed}-`));
  const wrong = await lived(server, plan, logFolder);
  if (wrong.length > 0) return { wrong, logFolder };
  await rm(logFolder, { recursive: true, force: true });
  return { wrong, logFolder: null };
}

async function lived(server: ChaosServer, plan: Plan, logFolder: string): Promise<string[]> {
  const world = await createWorld(server, plan.shops, logFolder);
  const forgotten: Forgotten[] = [];
  try {
    for (const { domain } of plan.shops) await world.open(domain);
    for (const step of plan.steps) {
      await take(world, plan, step, forgotten);
      await delay(10);
    }
    const gone = await heal(world);
    return await judge(world, { gone, forgotten });
  } catch (error) {
    if (error instanceof NoRest) return [error.message];
    throw error;
  } finally {
    await world.close();
  }
}

async function take(world: World, { shops }: Plan, step: Step, forgotten: Forgotten[]): Promise<void> {
  const shopOf = (at: number) => world.shopify.shop(shops[at]!.domain);
  if (step.do === "kill") return world.killProcess(step.process);
  if (step.do === "crash the database") return world.crashDatabase();
  if (step.do === "kill the postmaster") return world.killPostmaster();
  if (step.do === "hang the database") return world.hangDatabase(step.seconds * 1000);
  if (step.do === "fill the disk") return world.fillDisk(step.seconds * 1000);
  if (step.do === "settle") return delay(500);
  if (step.do === "job") return world.enqueue(shops[step.shop]!.domain, step.job);
  const shop = shopOf(step.shop);
  if (step.do === "replay") {
    const captured = pick(shop.deliveries, step.webhook);
    if (!captured) return;
    const topic = step.as === "its own" ? captured.topic : step.as;
    return world.replay(captured, topic, shopOf(step.at).domain).catch(noAnswer);
  }
  if (step.do === "change shop" && step.how === "open") {
    await world.open(shop.domain).catch(noAnswer);
    return;
  }
  happen(shop, step, forgotten);
}

/** A process that is being killed answers nobody. */
function noAnswer(): void {}

/**
 * The faults are over: what the merchants and the night do then. Shops whose merchant removed the app, and of which Shopify has told to
 * erase them, stay away: they are returned.
 */
async function heal(world: World): Promise<ReadonlySet<string>> {
  const gone = new Set<string>();
  world.heal();
  for (const shop of world.shopify.shops) {
    shop.faults.clear();
    if (shop.installed || !isToBeErased(shop)) continue;
    shop.actions.redactShop();
    gone.add(shop.domain);
  }
  const shops = world.shopify.shops.filter(({ domain }) => !gone.has(domain));
  // Their merchants keep looking: what still follows an uninstallation may end the session that the first look used.
  await world.rest(async () => {
    for (const { domain } of shops) await world.open(domain).catch(noAnswer);
  });
  // What changed a moment ago is left to its webhook.
  await world.pass(HOUR_MS);
  for (const job of ["reconcile", "compare", "full check"] as const) {
    for (const { domain } of shops) await world.enqueue(domain, job);
    await world.rest();
  }
  return gone;
}

/** Whether shop/redact was sent since the app was last removed. */
function isToBeErased({ deliveries }: LocalShop): boolean {
  const latest = deliveries.findLast(({ topic }) => topic === "shop/redact" || topic === "app/uninstalled");
  return latest?.topic === "shop/redact";
}

let isToldOfDisk = false;

export async function syncLives(): Promise<Lives<Plan>> {
  const server = await startChaosServer();
  if (!server.disk && !isToldOfDisk) {
    isToldOfDisk = true;
    console.log("no disk is ever full in these lives: this account may mount none (it takes root, on Linux)");
  }
  return {
    async live(plan) {
      const { wrong, logFolder } = await live(server, plan);
      return { wrong, remark: logFolder === null ? null : `logs: ${logFolder}` };
    },
    shorten: (plan, tries) =>
      shorterPlan(plan, tries, async (shorter) => (await live(server, shorter)).wrong.length > 0),
    close: () => server.stop(),
  };
}

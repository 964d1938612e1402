import { DrivenQueue } from "./driven-queue.ts";
import { openLifePlace } from "./place.ts";
import { destinationPlanOf } from "./plan.ts";
import { createLifeWorld } from "./world.ts";

const t = performance.now();
const orig = DrivenQueue.prototype.run;
DrivenQueue.prototype.run = async function (this: DrivenQueue, ...a) {
  const s = performance.now();
  const o = await orig.apply(this, a as never);
  console.log("   ", a[2].name, JSON.stringify(a[2].data).slice(0, 80), o, Math.round(performance.now() - s));
  return o;
} as never;
const lap = (w: string) => console.log(w, Math.round(performance.now() - t));
const place = await openLifePlace();
lap("place");
for (const seed of [3, 6, 9]) {
  const plan = destinationPlanOf(seed, 10);
  const world = await createLifeWorld(place, plan);
  lap("world");
  for (let at = 0; at < plan.customers; at++) world.people.arrive(at % 4 !== 3, at % 3, at % 5 === 0);
  world.people.note();
  await world.open();
  lap("open");
  await world.tellApp();
  await world.workThrough(60000);
  lap("worked");
  for (const how of ["new, subscribed", "unsubscribe", "redact", "merge", "new address"] as const) {
    await world.happen({ do: "customer", who: 0.4, how, other: 0.9 }, true);
    await world.workThrough(60000);
    lap(how);
  }
  console.log(
    (await place.db.pool.query("select customer_id, orders from customer_value")).rows.length,
    place.queue.givenUp,
    world.app.log.filter((l) => l.level !== "info" && l.level !== "debug").slice(0, 5),
  );
  await world.close();
  lap("closed");
}
await place.close();
lap("end");

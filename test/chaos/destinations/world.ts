import { z } from "zod";
import { ALL_JOBS } from "../../../app/jobs/all-jobs.ts";
import { customerMergeJob } from "../../../app/jobs/definitions/customer-merge.ts";
import { sweepJob } from "../../../app/jobs/definitions/sweep.ts";
import { type ShopRef, shopRef } from "../../../app/platform/ids.ts";
import { createLog } from "../../../app/platform/log.ts";
import { redactShop } from "../../../app/sync/privacy/redact-shop.ts";
import { BROWSER } from "../../builders/browser.ts";
import { KnownShop } from "../../oracle/known-shop.ts";
import { HarmWatch } from "../../oracle/nobody-harmed.ts";
import { Random } from "../../shopify/generator/random.ts";
import type { LocalShop } from "../../shopify/local-shop.ts";
import { type LocalShopify, startLocalShopify } from "../../shopify/server.ts";
import { type LifeApp, startLifeApp, type WorkingApp } from "./app.ts";
import { startChildApp } from "./child-app.ts";
import { HeldWebhooks } from "./held-webhooks.ts";
import { type LifeTool, startLifeTool } from "./life-tool.ts";
import { OrderedPassage } from "./ordered-passage.ts";
import { type Lots, People } from "./people.ts";
import { type LifePlace, TICK_MS } from "./place.ts";
import type { DestinationPlan, Happening } from "./plan.ts";
import type { PassingRequest } from "./tool-door.ts";
import { WatchedDoor } from "./watched-door.ts";

/** A life that goes on for longer than any would. */
const MOST_JOBS = 400;
const PROCESSES = 2;
const MOST_LOOKS = 5;
/** Rounds are seldomer than a wait that is shorter. */
const ROUND_MS = 30_000;
const LONGEST_IMPORT_MS = 9 * 3_600_000;

const domainOf = (seed: number) => `life-${seed}.myshopify.com`;

const merged = z.object({ firstId: z.number(), secondId: z.number(), isTold: z.boolean().default(true) });
/** Jobs that begin by the clock. Those that look for what a webhook has not told find nothing: each is delivered in the end. */
const BY_THE_CLOCK = ALL_JOBS.filter(
  ({ name, payload }) =>
    (name === sweepJob.name || name.startsWith("destinations")) && payload.safeParse({}).success,
);

/** One shop, one tool, and the processes of the app between them, for one life. */
export class LifeWorld {
  readonly ref: ShopRef;
  readonly local: LocalShop;
  readonly known = new KnownShop();
  readonly watch: HarmWatch;
  readonly people: People;
  readonly random: Random;
  readonly place: LifePlace;
  readonly shopify: LocalShopify;
  readonly lifeTool: LifeTool;
  readonly apps: WorkingApp[] = [];
  /** On which list of the tool somebody is put by hand. */
  handList: string | null = null;
  twoWorkers = false;
  lots: Lots = { salt: Buffer.alloc(32), alwaysBp: 0, lists: [] };
  readonly door: WatchedDoor;
  readonly webhooks: HeldWebhooks;
  readonly #seed: number;
  readonly #isChild: boolean;
  readonly #jitter: Random;
  #pages: LifeApp | null = null;
  readonly #passage = new OrderedPassage(this.apps, (request, app) => this.door.bring(request, app));

  constructor(
    place: LifePlace,
    shopify: LocalShopify,
    { seed, process }: DestinationPlan,
    lifeTool: LifeTool,
  ) {
    this.#seed = seed;
    this.#isChild = process === "a child";
    this.place = place;
    this.shopify = shopify;
    this.ref = shopRef(domainOf(seed));
    this.local = shopify.shop(this.ref.domain);
    this.lifeTool = lifeTool;
    this.watch = new HarmWatch(this.known, lifeTool.neutral);
    this.people = new People(this.local, lifeTool, this.known);
    this.random = new Random(seed ^ 0x5eed);
    this.#jitter = new Random(seed ^ 0x717);
    this.door = new WatchedDoor(this);
    this.webhooks = new HeldWebhooks(this);
    place.answer = (request) => this.webhooks.answer(request);
  }

  /** The process that faults strike. */
  get struck(): WorkingApp {
    const [app] = this.apps;
    if (!app) throw new Error("no process of the app runs");
    return app;
  }

  /** The process that merchants and webhooks use, and that is struck at single requests alone. */
  get pages(): LifeApp {
    if (!this.#pages) throw new Error("no process of the app runs");
    return this.#pages;
  }

  async start(): Promise<void> {
    for (let at = 0; at < PROCESSES; at++) this.apps.push(await this.#startApp(at));
  }

  async #startApp(at: number): Promise<WorkingApp> {
    const { place } = this;
    const shop = { domain: this.ref.domain, shopifyUrl: this.shopify.url };
    const passage = (request: PassingRequest) => this.#passage.pass(at, request);
    if (at === 0 && this.#isChild) return startChildApp(place, shop, passage, this.#seed);
    const app = await startLifeApp(place, shop, passage, () => this.#jitter.next());
    if (at === PROCESSES - 1) this.#pages = app;
    return app;
  }

  /** The merchant opens the app: token exchange, installation. */
  async open(): Promise<void> {
    const page = new URL("/app", this.place.appUrl);
    page.search = new URLSearchParams({
      shop: this.ref.domain,
      host: Buffer.from(`admin.shopify.com/store/${this.ref.domain}`).toString("base64"),
      ...{ embedded: "1", id_token: this.local.sessionToken() },
    }).toString();
    const request = new Request(page, { headers: { "User-Agent": BROWSER } });
    for (let tries = MOST_LOOKS; ; tries--) {
      try {
        await this.pages.runtime.shopify.authenticate.admin(request.clone());
        return;
      } catch (thrown) {
        // On a busy machine Shopify may take too long; a merchant looks again.
        if (!(thrown instanceof Response)) throw thrown;
        if (tries > 1) continue;
        const said = this.pages.lines.map((line) => JSON.stringify(line)).join("\n");
        throw new Error(`the app answers ${thrown.status} to the merchant\n${said}`);
      }
    }
  }

  /** What happened in the shop or the tool, to one `among` these addresses where there are any; `isTold`: the webhooks reach the app at once, and not only with the next that do. */
  async happen(what: Happening, isTold: boolean, among: ReadonlySet<string> = new Set()): Promise<void> {
    const happened = this.people.happen(what, this.handList, among);
    this.watch.changedByOthers(this.lifeTool.tool.people());
    if (happened && isTold) await this.webhooks.tellApp();
  }

  finishJobs(): void {
    this.lifeTool.tool.finishJobs();
    this.watch.looks(this.lifeTool.tool.people(), "the end of an import", null);
  }

  /** Runs so many jobs of those that are due, or all, in an order that the seed draws. Returns when the next one's time comes, null where none waits. */
  async work(limit: number | null): Promise<number | null> {
    for (let done = 0; done < (limit ?? MOST_JOBS); done++) {
      this.place.clock.pass(TICK_MS);
      const waiting = await this.place.queue.waiting();
      const due = waiting.filter(({ inMs }) => inMs <= 0);
      if (due.length === 0) return waiting[0]?.inMs ?? null;
      const job = this.random.pick(due);
      await this.place.queue.take(job);
      this.watch.workBegins();
      this.door.workBegins();
      const isDouble = this.twoWorkers && job.name.startsWith("destinations");
      const running = isDouble ? this.apps : [this.random.pick(this.apps)];
      if (isDouble) this.twoWorkers = false;
      const outcomes = await Promise.all(running.map((app) => app.run(job)));
      if (outcomes.some((outcome) => outcome !== "done")) this.door.mayHaveSent();
      if (job.name === customerMergeJob.name) {
        const { firstId, secondId, isTold } = merged.parse(job.data);
        if (isTold) for (const id of [firstId, secondId]) this.known.told(id);
      }
      // What a turn that failed had asked for at the same time.
      await this.#passage.settled();
      await this.replaceDead();
    }
    if (limit !== null) return null;
    throw new Error("the jobs never come to an end");
  }

  async replaceDead(): Promise<void> {
    for (const [at, app] of this.apps.entries()) {
      if (!app.mortal.isDead()) continue;
      await app.close();
      this.apps[at] = await this.#startApp(at);
    }
  }

  /** Time passes for everybody: the clock, the jobs that wait, and the tool's limits as the database has them. */
  async pass(ms: number): Promise<void> {
    // No import takes longer than some hours, other than those that never end.
    if (ms >= LONGEST_IMPORT_MS) this.finishJobs();
    this.place.clock.pass(ms);
    await this.place.queue.tellTime();
    await this.place.db.pool.query(
      `update destination_bucket set refilled_at = refilled_at - make_interval(secs => $2),
         blocked_until = blocked_until - make_interval(secs => $2) where shop_id = $1`,
      [this.ref.shopId, ms / 1000],
    );
    if (ms < ROUND_MS) return;
    for (const { name } of BY_THE_CLOCK) await this.place.queue.begin(name);
  }

  /** Works, and waits for what begins within `ms`, until nothing of that is left. */
  async workThrough(ms: number): Promise<void> {
    for (let left = ms; ; ) {
      const next = await this.work(null);
      if (next === null || next > left) return;
      const waited = Math.max(1_000, next);
      left -= waited;
      await this.pass(waited);
    }
  }

  async close(): Promise<void> {
    this.place.answer = async () => new Response(null, { status: 200 });
    for (const app of this.apps) await app.close();
    await this.lifeTool.tool.close();
    await this.shopify.close();
    // The next life finds nothing of this one, and may be the same once more.
    const { db } = this.place;
    await db.pool.query("update shop set uninstalled_at = now() where shop_id = $1", [this.ref.shopId]);
    await redactShop({ db, log: createLog("silent") }, this.ref);
    await this.place.queue.clear();
  }
}

export async function createLifeWorld(place: LifePlace, plan: DestinationPlan): Promise<LifeWorld> {
  const { appUrl: url, clientId, clientSecret, clock } = place;
  clock.reset();
  await place.queue.tellTime();
  const shopify = await startLocalShopify({
    app: { clientId, clientSecret, url },
    shops: [{ kind: "empty", domain: domainOf(plan.seed) }],
    now: clock.now,
    firstRetryMs: 20,
  });
  // Webhooks wait until the life lets them through.
  shopify.shop(domainOf(plan.seed)).faults.dropWebhooks = Number.POSITIVE_INFINITY;
  const world = new LifeWorld(place, shopify, plan, await startLifeTool(plan.tool, clock.now));
  await world.start();
  return world;
}

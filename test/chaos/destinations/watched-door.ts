import type { ShopRef } from "../../../app/platform/ids.ts";
import type { HarmWatch } from "../../oracle/nobody-harmed.ts";
import type { WorkingApp } from "./app.ts";
import type { LifeTool } from "./life-tool.ts";
import { namedIn } from "./named-people.ts";
import { isHeldOut, type Lots, type People } from "./people.ts";
import { type LifePlace, TICK_MS } from "./place.ts";
import type { Happening, StepOf } from "./plan.ts";
import { strikeAtOnce } from "./strike-at-once.ts";
import type { PassingRequest } from "./tool-door.ts";

/** What of a life the way to the tool has to do with. */
interface AroundDoor {
  readonly ref: ShopRef;
  readonly place: LifePlace;
  readonly lifeTool: LifeTool;
  readonly apps: readonly WorkingApp[];
  readonly people: People;
  readonly watch: HarmWatch;
  readonly lots: Lots;
  happen(what: Happening, isTold: boolean, among: ReadonlySet<string>): Promise<void>;
}

/** The way of each request of the app to the tool: the oracle looks when it leaves and when it was answered, and something may happen meanwhile. */
export class WatchedDoor {
  /** What the app has asked of the tool, in order. */
  readonly requests: string[] = [];
  readonly #world: AroundDoor;
  /** Whom the work that goes on has looked up and may have meant to send. */
  readonly #aboutToGo = new Set<string>();
  #meanwhileStep: StepOf<"meanwhile"> | null = null;
  /** Requests that it might have been at. */
  #passed = 0;

  constructor(world: AroundDoor) {
    this.#world = world;
  }

  /** What is to happen at a request. */
  get meanwhile(): StepOf<"meanwhile"> | null {
    return this.#meanwhileStep;
  }

  set meanwhile(step: StepOf<"meanwhile"> | null) {
    this.#meanwhileStep = step;
    this.#passed = 0;
  }

  workBegins(): void {
    this.#aboutToGo.clear();
  }

  /** Work ended in the middle: whoever it was about may have been sent. */
  mayHaveSent(): void {
    this.#world.watch.mayBeSent(this.#aboutToGo);
  }

  async bring(request: PassingRequest, app: WorkingApp): Promise<Response | null> {
    const { apps, lifeTool, people, place, ref, watch } = this.#world;
    const { tool } = lifeTool;
    const { tool: name, method, path, body, headers } = request;
    if (name !== tool.name) throw new Error(`a request to ${name}, of which nobody knows`);
    const what = `${method} ${path.slice(0, 120)}`;
    this.requests.push(`${method} ${path} ${body.toString("utf8")}`);
    place.clock.pass(TICK_MS);
    if (apps.some(({ mortal }) => mortal.isDead())) watch.mayBeSent(this.#aboutToGo);
    const departure = watch.leaves(what, (id) => isHeldOut(this.#world.lots, [id]));
    const takesOff = lifeTool.takesOff(request);
    if (!takesOff) for (const address of namedIn(request, departure.mayGo)) this.#aboutToGo.add(address);
    if ((await this.#meanwhile(request, app)) === "dead") return null;
    const maySend = method !== "GET" && !takesOff;
    const number = tool.requestCount + 1;
    watch.arrived(number, departure, maySend ? body.toString("utf8") : "");
    const answer = await fetch(`${tool.url}${path}`, {
      method,
      headers,
      ...(body.length > 0 ? { body: new Uint8Array(body) } : {}),
      redirect: "manual",
    }).catch(() => null);
    // Read to its end: one that is cut off is none.
    const content = await answer?.arrayBuffer().catch(() => null);
    watch.looks(tool.people(), what, { departure, atMs: place.clock.now().getTime() });
    // The limits of a tool are tested elsewhere; here nobody waits for them by a real clock.
    await place.db.pool.query(
      "update destination_bucket set refilled_at = refilled_at - interval '1 hour' where shop_id = $1",
      [ref.shopId],
    );
    const isOpen = tool.jobs().some((job) => job.request === number && job.endedAt === null);
    if (isOpen) watch.mayBeOvertaken(namedIn(request, people.addresses));
    if (!answer || !content) return null;
    const hasBody = answer.status !== 204 && answer.status !== 304;
    return new Response(hasBody ? content : null, { status: answer.status, headers: answer.headers });
  }

  /** What was to happen at one request. */
  async #meanwhile(request: PassingRequest, app: WorkingApp): Promise<"alive" | "dead"> {
    const { lifeTool, people } = this.#world;
    const { meanwhile } = this;
    if (!meanwhile || (meanwhile.request === "a change" && request.method === "GET")) return "alive";
    const named = meanwhile.isNamed ? namedIn(request, people.addresses) : new Set<string>();
    if (meanwhile.isNamed && named.size === 0) return "alive";
    if (this.#passed++ < meanwhile.after) return "alive";
    this.meanwhile = null;
    const [first] = named;
    if (meanwhile.strike) strikeAtOnce(meanwhile.strike, lifeTool.tool.faults, app.mortal, first);
    if (meanwhile.what) await this.#world.happen(meanwhile.what, true, named);
    if (meanwhile.strike !== "killed at a request") return "alive";
    await app.mortal.kill();
    return "dead";
  }
}

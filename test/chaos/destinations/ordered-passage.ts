import { setImmediate } from "node:timers/promises";
import type { WorkingApp } from "./app.ts";
import type { PassingRequest } from "./tool-door.ts";

interface AtDoor {
  /** Number of the process. */
  readonly of: number;
  readonly request: PassingRequest;
  readonly resolve: (answer: Response | null) => void;
  readonly reject: (error: unknown) => void;
}

const sortKeyOf = ({ of, request: { path, method } }: AtDoor) => `${path} ${method} ${of}`;

/** Brings a request of a process to the tool; null where the connection broke. */
export type Bring = (request: PassingRequest, app: WorkingApp) => Promise<Response | null>;

/**
 * Requests of all processes pass one after the other, so that each has the number that the tool gives it. Those that were asked at the same time go in
 * an order that does not depend on which was there first: none goes before the processes can ask for nothing else.
 */
export class OrderedPassage {
  readonly #apps: readonly WorkingApp[];
  readonly #bring: Bring;
  readonly #atDoor: AtDoor[] = [];
  #passing: Promise<void> | null = null;

  constructor(apps: readonly WorkingApp[], bring: Bring) {
    this.#apps = apps;
    this.#bring = bring;
  }

  pass(of: number, request: PassingRequest): Promise<Response | null> {
    const { promise, resolve, reject } = Promise.withResolvers<Response | null>();
    this.#atDoor.push({ of, request, resolve, reject });
    this.#passing ??= this.#passAll().finally(() => {
      this.#passing = null;
    });
    return promise;
  }

  /** Resolves when nothing is on its way: a turn that failed may have asked for more than it waited for. */
  async settled(): Promise<void> {
    await this.#passing;
  }

  async #passAll(): Promise<void> {
    for (;;) {
      await this.#processesRest();
      this.#atDoor.sort((a, b) => (sortKeyOf(a) < sortKeyOf(b) ? -1 : 1));
      const next = this.#atDoor.shift();
      if (!next) return;
      const app = this.#apps[next.of];
      if (!app) throw new Error(`there is no process ${next.of}`);
      try {
        const isSent = (await app.mortal.passes("request")) === "alive";
        const answer = isSent ? await this.#bring(next.request, app) : null;
        next.resolve((await app.mortal.passes("answer")) === "alive" ? answer : null);
      } catch (error) {
        next.reject(error);
      }
    }
  }

  async #processesRest(): Promise<void> {
    for (;;) {
      await setImmediate();
      const busy = this.#apps.find(({ mortal, asked }, at) => {
        const waiting = this.#atDoor.filter(({ of, request }) => of === at && request.isOfJob).length;
        return !mortal.isAtRest() || (!mortal.isDead() && asked() > waiting);
      });
      if (!busy) return;
      // An answer on its way is there within a few turns of the loop.
      if (!busy.mortal.isAtRest()) await busy.mortal.changed();
    }
  }
}

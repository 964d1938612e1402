import { type ChildProcess, fork } from "node:child_process";
import { randomUUID } from "node:crypto";
import { once } from "node:events";
import type { AppPlace, WorkingApp } from "./app.ts";
import { type ChildEnd, type ChildOptions, type ChildOrder, childWord } from "./child-words.ts";
import { closeConnectionsOf, type Mortal, never, type Point } from "./mortal-process.ts";
import type { LifePlace } from "./place.ts";
import { openToolDoor, type Passage } from "./tool-door.ts";

const FILE = new URL("child-process.ts", import.meta.url).pathname;

/**
 * A process of the app that is one, and ends by SIGKILL: at a request or an answer by the hand of the test, at a commit by its own. It takes seconds to
 * start, so it lives in one life of twenty; in the others a process is the connections and promises of `MortalProcess`. Requests that it makes at the
 * same time go as they come.
 */
export async function startChildApp(
  place: LifePlace,
  { domain, shopifyUrl }: Pick<AppPlace, "domain" | "shopifyUrl">,
  passage: Passage,
  seed: number,
): Promise<WorkingApp> {
  const door = await openToolDoor(passage);
  const applicationName = `child ${randomUUID()}`;
  const { connectionString, appUrl, clientId, clientSecret, encryptionKeys, db } = place;
  const options: ChildOptions = {
    ...{ connectionString, applicationName, appUrl, clientId, clientSecret, encryptionKeys },
    ...{ domain, shopifyUrl, toolsUrl: door.url, seed },
  };
  let child: ChildProcess | null = null;
  let dead = false;
  const { promise: death, resolve: die } = Promise.withResolvers<void>();
  let doom: { point: Point; left: number; isDeath: boolean } | null = null;
  let onEnd: ((end: ChildEnd) => void) | null = null;
  const orders: ChildOrder[] = [];

  const tell = (order: ChildOrder) => {
    if (child?.connected) child.send(order);
    else if (!dead) orders.push(order);
  };
  const closeConnections = () => closeConnectionsOf(applicationName, db);

  /** With the first job: lives in which it would only be killed at rest need none. */
  async function start(): Promise<void> {
    if (child) return;
    const started = fork(FILE, [JSON.stringify(options)], { stdio: ["ignore", "inherit", "inherit", "ipc"] });
    const ready = Promise.withResolvers<void>();
    started.on("message", (message) => {
      const word = childWord.parse(message);
      if (word.type === "ready") ready.resolve();
      else onEnd?.(word);
    });
    started.once("exit", () => {
      dead = true;
      ready.reject(new Error("a process of the app did not start"));
      void closeConnections().then(die);
    });
    await ready.promise;
    child = started;
    for (const order of orders.splice(0)) tell(order);
  }

  async function kill(): Promise<void> {
    if (dead) return;
    dead = true;
    if (!child) return die();
    child.kill("SIGKILL");
    await death;
  }

  const strikeAt = (point: Point, after: number, isDeath: boolean) => {
    if (point === "request" || point === "answer") doom = { point, left: after, isDeath };
    else tell({ type: "strike", point, after, isDeath });
  };
  const mortal: Mortal = {
    death,
    kill,
    isDead: () => dead,
    async passes(point) {
      if (dead) return "dead";
      if (doom?.point !== point || doom.left-- > 0) return "alive";
      const { isDeath } = doom;
      doom = null;
      await (isDeath ? kill() : closeConnections());
      return isDeath ? "dead" : "alive";
    },
    dieAt: (point, after) => strikeAt(point, after, true),
    loseConnectionsAt: (point, after) => strikeAt(point, after, false),
    isAtRest: () => true,
    changed: async () => {},
    alive: (work) => (dead ? never() : work()),
  };

  return {
    mortal,
    asked: () => 0,
    run: (job) =>
      place.queue.run(mortal, job, async () => {
        await start();
        const ended = new Promise<ChildEnd>((resolve) => {
          onEnd = resolve;
        });
        tell({ type: "run", nowMs: place.clock.now().getTime(), job });
        const { failure, againAfterMs } = await ended;
        if (failure)
          throw Object.assign(new Error(failure.message), failure.isFinal ? { retry: "never" } : {});
        return againAfterMs === null ? undefined : { againAfterMs };
      }),
    async close() {
      if (child && !dead) {
        child.disconnect();
        if (child.exitCode === null) await once(child, "exit");
      }
      await door.close();
    },
  };
}

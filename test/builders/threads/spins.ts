import { parentPort } from "node:worker_threads";

/** Never answers and never pauses. Counts in shared memory where it is given some, so that it can be seen to run and to stand still. */
parentPort?.once("message", (question: unknown) => {
  const turns = question instanceof Int32Array ? question : new Int32Array(1);
  for (;;) Atomics.add(turns, 0, 1);
});

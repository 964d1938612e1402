import { parentPort } from "node:worker_threads";

/** Ends without an answer, or fails where it is told to. */
parentPort?.once("message", (question: unknown) => {
  if (question === "fail") throw new RangeError("the thread failed as it was told to");
});

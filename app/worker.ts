import { run } from "./run.ts";

await run({
  worker: () => true,
  async serve(_started, parent, log) {
    log.info("worker.started");
    parent.tell({ type: "ready" });
    return async () => {};
  },
});

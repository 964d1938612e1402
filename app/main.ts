import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { run } from "./run.ts";
import { startWebServer } from "./web-server.ts";

const BUILD = join(import.meta.dirname, "../build");

await run({
  worker: (env) => env.WORKERS === "in-process",
  async serve({ runtime, connectionString }, parent, log) {
    const server = await startWebServer(runtime, {
      build: await import(pathToFileURL(join(BUILD, "server/index.js")).href),
      clientDir: join(BUILD, "client"),
    });
    log.info("web.started", { url: server.url });
    parent.tell({ type: "ready", url: server.url, connectionString });
    return () => server.close();
  },
});

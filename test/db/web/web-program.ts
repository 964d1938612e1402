// The app's web process as app/main.ts starts it, with routes that come from Vite and need no build.
import { join } from "node:path";
import type { ServerBuild } from "@remix-run/node";
import { createServer } from "vite";
import { run } from "../../../app/run.ts";
import { startWebServer } from "../../../app/web-server.ts";

const ROOT = join(import.meta.dirname, "../../..");

await run({
  worker: (env) => env.WORKERS === "in-process",
  async serve({ runtime }, parent) {
    const own = process.listeners("SIGTERM");
    const vite = await createServer({
      root: ROOT,
      server: { middlewareMode: true, hmr: false, watch: null, ws: false },
      logLevel: "error",
    });
    const build = (await vite.ssrLoadModule("virtual:remix/server-build")) as ServerBuild;
    // Vite's end the process at once.
    for (const listener of process.listeners("SIGTERM")) {
      if (!own.includes(listener)) process.off("SIGTERM", listener);
    }
    const server = await startWebServer(runtime, { build, clientDir: join(ROOT, "docs") });
    parent.tell({ type: "ready" });
    return async () => {
      await server.close();
      await vite.close();
    };
  },
});

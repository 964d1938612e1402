// The app with Vite's development server in front: pages change as their files do. Reads `.env`; npm run dev

import type { ServerBuild } from "@remix-run/node";
import { createServer } from "vite";
import { run } from "../app/run.ts";
import { startWebServer } from "../app/web-server.ts";

await run({
  worker: () => true,
  async serve({ runtime }, _parent, log) {
    const vite = await createServer({ server: { middlewareMode: true } });
    const server = await startWebServer(runtime, {
      build: () => vite.ssrLoadModule("virtual:remix/server-build") as Promise<ServerBuild>,
      before: (express) => express.use(vite.middlewares),
    });
    log.info("web.started", { url: server.url });
    return async () => {
      await vite.close();
      await server.close();
    };
  },
});

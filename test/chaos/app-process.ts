import { readEnvironment } from "../../app/platform/config.ts";
import { createLog } from "../../app/platform/log.ts";
import { connectParent } from "../../app/platform/parent.ts";
import { startRuntime } from "../../app/start-runtime.ts";
import { answerWebhook } from "../../app/sync/live/webhook-intake.ts";
import { serveRequests } from "../db/request-server.ts";

/**
 * A process of the app to be killed at any moment: it works on jobs, and, where PORT is not 0, takes webhooks and opens the app as the
 * Shopify admin would. Pages are left out: a reader changes nothing.
 */
const parent = connectParent(() => process.exit());
const env = readEnvironment(process.env);
const { runtime } = await startRuntime({ env, log: createLog(env.LOG_LEVEL), worker: true });
if (env.PORT !== 0) {
  await serveRequests(async (request) => {
    if (new URL(request.url).pathname === "/webhooks") return answerWebhook(runtime, request);
    try {
      await runtime.shopify.authenticate.admin(request);
      return new Response("authenticated");
    } catch (thrown) {
      if (thrown instanceof Response) return thrown;
      throw thrown;
    }
  }, env.PORT);
}
parent.tell({ type: "ready" });

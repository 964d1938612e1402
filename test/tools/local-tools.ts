import { once } from "node:events";
import { createServer } from "node:http";
import { type KlaviyoOptions, type LocalKlaviyo, startKlaviyo } from "./klaviyo/klaviyo.ts";
import { LARGEST_HEADER_BYTES, type LocalTool } from "./server/tool-server.ts";

export interface LocalToolsOptions {
  /** Of the address under which the app finds all of them; 0 (default): any free one. */
  port?: number;
  klaviyo?: KlaviyoOptions;
}

export interface LocalTools {
  /** The value of TOOLS_EMULATOR_URL: each tool answers under its name, `{url}/klaviyo/api/...`. */
  readonly url: string;
  readonly klaviyo: LocalKlaviyo;
  readonly all: readonly LocalTool[];
  /** Throws where a request could have changed somebody's subscription. */
  close(): Promise<void>;
}

export async function startLocalTools(options: LocalToolsOptions = {}): Promise<LocalTools> {
  const klaviyo = await startKlaviyo(options.klaviyo);
  const all: LocalTool[] = [klaviyo];
  const server = createServer({ maxHeaderSize: LARGEST_HEADER_BYTES }, (request, response) => {
    const [, name, rest] = /^\/(\w+)(\/.*)$/.exec(request.url ?? "") ?? [];
    const tool = all.find((one) => one.name === name);
    if (!tool) {
      response.writeHead(404).end();
      return;
    }
    request.url = rest;
    tool.handle(request, response);
  });
  server.listen(options.port ?? 0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("the server has no port");
  return {
    url: `http://127.0.0.1:${address.port}`,
    klaviyo,
    all,
    async close() {
      server.close();
      server.closeAllConnections();
      await once(server, "close");
      for (const tool of all) await tool.close();
      const harm = all.flatMap((tool) =>
        tool.harm.map((one) => `${tool.name}: ${one.operation}, ${one.what}`),
      );
      if (harm.length > 0) throw new Error(`The app could have changed subscriptions: ${harm.join("; ")}`);
    },
  };
}

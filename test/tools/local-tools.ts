import { once } from "node:events";
import { createServer } from "node:http";
import { join } from "node:path";
import { type BrevoOptions, type LocalBrevo, startBrevo } from "./brevo/brevo.ts";
import { type KlaviyoOptions, type LocalKlaviyo, startKlaviyo } from "./klaviyo/klaviyo.ts";
import { type LocalMailchimp, type MailchimpOptions, startMailchimp } from "./mailchimp/mailchimp.ts";
import { LARGEST_HEADER_BYTES, type LocalTool, type ToolOptions } from "./server/tool-server.ts";

export interface LocalToolsOptions extends Omit<ToolOptions, "dataFile" | "port"> {
  /** Of the address under which the app finds all of them; 0 (default): any free one. */
  port?: number;
  /** Each tool's content is kept there for the next start. */
  dataDir?: string;
  klaviyo?: KlaviyoOptions;
  mailchimp?: MailchimpOptions;
  brevo?: BrevoOptions;
}

export interface LocalTools {
  /** The value of TOOLS_EMULATOR_URL: each tool answers under its name, `{url}/klaviyo/api/...`. */
  readonly url: string;
  readonly klaviyo: LocalKlaviyo;
  readonly mailchimp: LocalMailchimp;
  readonly brevo: LocalBrevo;
  readonly all: readonly LocalTool[];
  save(): void;
  /** Throws where a request to any of them could have changed somebody's subscription. */
  close(): Promise<void>;
}

/** The three tools, each at an address of its own with its page, and all of them behind one. */
export async function startLocalTools(options: LocalToolsOptions = {}): Promise<LocalTools> {
  const {
    port = 0,
    dataDir,
    klaviyo: forKlaviyo,
    mailchimp: forMailchimp,
    brevo: forBrevo,
    ...common
  } = options;
  const kept = (name: string) => (dataDir === undefined ? {} : { dataFile: join(dataDir, `${name}.json`) });
  const klaviyo = await startKlaviyo({ ...common, ...kept("klaviyo"), ...forKlaviyo });
  const mailchimp = await startMailchimp({ ...common, ...kept("mailchimp"), ...forMailchimp });
  const brevo = await startBrevo({ ...common, ...kept("brevo"), ...forBrevo });
  const all: LocalTool[] = [klaviyo, mailchimp, brevo];
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
  server.listen(port, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("the server has no port");
  return {
    url: `http://127.0.0.1:${address.port}`,
    klaviyo,
    mailchimp,
    brevo,
    all,
    save() {
      for (const tool of all) tool.save();
    },
    async close() {
      server.close();
      server.closeAllConnections();
      await once(server, "close");
      const ended = await Promise.allSettled(all.map((tool) => tool.close()));
      for (const one of ended) if (one.status === "rejected") throw one.reason;
    },
  };
}

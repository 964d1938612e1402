import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { type RequestFault, ToolFaults } from "./faults.ts";
import type { Job } from "./jobs.ts";
import type { ListView, PersonView } from "./people.ts";
import type { Harm, RecordedRequest, ToolAnswer, ToolRequest } from "./requests.ts";

export interface ToolOptions {
  /** 0 (default): any free one. Always bound to 127.0.0.1. */
  port?: number;
  now?: () => Date;
  /** Default true. False: answers say the limits, nobody is refused by them. */
  enforceRates?: boolean;
  /** How many requests are kept; default all. */
  keepRequests?: number;
  /** Default true. */
  keepBodies?: boolean;
  /** Where the tool's content is kept for the next start. */
  dataFile?: string;
}

/** What a tool's own code gives to the server. */
export interface ToolApi {
  readonly title: string;
  /** More is refused before it is read to its end. */
  readonly largestBodyBytes: number;
  /** Requests that may run at the same time. */
  readonly connections: number;
  answer(request: ToolRequest, record: RecordedRequest): ToolAnswer;
  tooMany(retryAfterSeconds: number | null): ToolAnswer;
  /** The tool's words for one of its 4xx and 5xx. */
  failure(status: number): ToolAnswer;
  /** The page for people; true where it has answered. */
  page(request: IncomingMessage, response: ServerResponse, url: URL): Promise<boolean>;
}

export interface ToolServer {
  readonly url: string;
  readonly requests: readonly RecordedRequest[];
  readonly requestCount: number;
  readonly faults: ToolFaults;
  /** Requests that changed, or could have changed, a subscription. Whoever means to send one empties this. */
  readonly harm: Harm[];
  /** A request that came in by another server; its path is as the tool would see it. */
  handle(request: IncomingMessage, response: ServerResponse): void;
  /** Throws where `harm` is not empty, so that no test ends in peace that let the app change a subscription. */
  close(): Promise<void>;
}

/** What tests and pages ask of any tool. */
export interface LocalTool extends ToolServer {
  readonly name: "klaviyo" | "mailchimp" | "brevo";
  /** The name as people write it. */
  readonly title: string;
  readonly keys: readonly string[];
  /** Every key is. */
  readonly keysRevoked: boolean;
  person(address: string): PersonView | null;
  people(): PersonView[];
  lists(): ListView[];
  /** Addresses in order. */
  membersOf(listId: string): string[];
  jobs(): Job[];
  /** As the person, or the merchant, does at the tool itself; somebody unknown is made known first. */
  subscribe(address: string): void;
  unsubscribe(address: string): void;
  suppress(address: string): void;
  /** One key, or all of them. */
  revokeKey(key?: string): void;
  restoreKey(key?: string): void;
  finishJobs(id?: string): void;
  /** Writes down what the tool holds, where it has a file for it; `close` does so too. */
  save(): void;
}

export interface ServerParts {
  readonly faults: ToolFaults;
  readonly harm: Harm[];
  readonly now: () => Date;
}

export function serverParts(options: ToolOptions): ServerParts {
  return { faults: new ToolFaults(), harm: [], now: options.now ?? (() => new Date()) };
}

/** Of a request, address included. Assumed: no tool says its own. */
export const LARGEST_HEADER_BYTES = 16_384;

const BARE_403 = "<html><head><title>Access Denied</title></head><body>Access Denied</body></html>";

export async function runToolServer(
  api: ToolApi,
  { faults, harm, now }: ServerParts,
  options: ToolOptions,
): Promise<ToolServer> {
  const requests: RecordedRequest[] = [];
  const keep = options.keepRequests ?? Number.POSITIVE_INFINITY;
  let requestCount = 0;
  let running = 0;
  let url = "";

  function handle(request: IncomingMessage, response: ServerResponse): void {
    const target = new URL(request.url ?? "/", url);
    take(request, response, target).catch((error: unknown) => {
      if (response.destroyed || request.destroyed) return;
      console.error(`local ${api.title}:`, error);
      response.destroy();
    });
  }
  const server = createServer({ maxHeaderSize: LARGEST_HEADER_BYTES }, handle);

  async function take(request: IncomingMessage, response: ServerResponse, target: URL): Promise<void> {
    if (await api.page(request, response, target)) return;
    running++;
    response.once("close", () => {
      running--;
    });
    const { text, bytes } = await readText(request, api.largestBodyBytes);
    const asked: ToolRequest = {
      number: ++requestCount,
      at: now(),
      method: request.method ?? "GET",
      path: target.pathname,
      query: target.searchParams,
      headers: request.headers,
      bytes,
      body: parsed(text),
    };
    const record: RecordedRequest = {
      number: asked.number,
      at: asked.at,
      method: asked.method,
      path: asked.path,
      query: target.search,
      bytes,
      body: options.keepBodies === false ? null : asked.body,
      operation: null,
      fate: "waiting",
      refusal: null,
    };
    requests.push(record);
    if (requests.length > keep) requests.splice(0, requests.length - keep);

    const fault = faults.takeFor(asked);
    if (fault?.kind === "hold" && fault.at === "before") await fault.until;
    if (fault?.kind === "drop" && fault.at === "before") {
      record.fate = "dropped before";
      request.socket.destroy();
      return;
    }
    let answer = running > api.connections ? api.tooMany(null) : faultAnswer(fault);
    answer ??= api.answer(asked, record);
    if (fault?.kind === "hold" && fault.at === "after") await fault.until;
    if (fault?.kind === "drop" && fault.at === "after") {
      record.fate = "dropped after";
      request.socket.destroy();
      return;
    }
    record.fate = fault?.kind === "cut" ? "cut" : answer.status;
    send(response, answer, fault?.kind === "cut");
  }

  function faultAnswer(fault: RequestFault | null): ToolAnswer | null {
    switch (fault?.kind) {
      case "too many":
        return api.tooMany(fault.retryAfterSeconds);
      case "bare 403":
        return { status: 403, body: BARE_403, headers: { "Content-Type": "text/html" } };
      case "status":
        return api.failure(fault.status);
      default:
        return null;
    }
  }

  const self: ToolServer = {
    get url() {
      return url;
    },
    requests,
    get requestCount() {
      return requestCount;
    },
    faults,
    harm,
    handle,
    async close() {
      server.close();
      server.closeAllConnections();
      if (server.listening) await once(server, "close");
    },
  };

  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(options.port ?? 0, "127.0.0.1", resolve);
  });
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("the server has no port");
  url = `http://127.0.0.1:${address.port}`;
  return self;
}

export function assertHarmless(title: string, harm: readonly Harm[]): void {
  if (harm.length === 0) return;
  const said = harm.map(({ request, operation, what }) => `request ${request} (${operation}) ${what}`);
  throw new Error(`Subscriptions in ${title} could have been changed: ${said.join("; ")}`);
}

/** What is over the limit is counted but not kept. */
async function readText(request: IncomingMessage, largest: number): Promise<{ text: string; bytes: number }> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request) {
    const part = Buffer.from(chunk);
    bytes += part.length;
    if (bytes <= largest) chunks.push(part);
  }
  return { text: bytes <= largest ? Buffer.concat(chunks).toString("utf8") : "", bytes };
}

function parsed(text: string): unknown {
  if (text === "") return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function send(response: ServerResponse, { status, body, headers }: ToolAnswer, cut: boolean): void {
  const content =
    body === undefined
      ? Buffer.alloc(0)
      : Buffer.isBuffer(body)
        ? body
        : Buffer.from(typeof body === "string" ? body : JSON.stringify(body));
  response.writeHead(status, {
    ...(typeof body === "object" && !Buffer.isBuffer(body) ? { "Content-Type": "application/json" } : {}),
    "Content-Length": content.length,
    ...headers,
  });
  if (cut) response.write(content.subarray(0, Math.floor(content.length / 2)), () => response.destroy());
  else response.end(content);
}

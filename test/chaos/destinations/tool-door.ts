import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { buffer } from "node:stream/consumers";

/** What a request of the app to a tool looks like on its way. */
export interface PassingRequest {
  /** The tool, and the address there. */
  readonly tool: string;
  readonly method: string;
  readonly path: string;
  readonly body: Buffer;
  readonly headers: Readonly<Record<string, string>>;
  /** Of a job, not of a page. */
  readonly isOfJob: boolean;
}

/** On requests of jobs, on their way to the door. */
export const OF_JOB = "x-of-a-job";

/** Brings a request to the tool; null where the connection broke. */
export type Passage = (request: PassingRequest) => Promise<Response | null>;

const OF_A_HOP = new Set([
  "host",
  "connection",
  "transfer-encoding",
  "content-length",
  "keep-alive",
  "expect",
  OF_JOB,
]);
const OF_A_DECODED_BODY = new Set([...OF_A_HOP, "content-encoding"]);

/** The only way from a process of the app to the tools, where each request is seen. */
export async function openToolDoor(
  passage: Passage,
): Promise<{ readonly url: string; close(): Promise<void> }> {
  const server = createServer((incoming, outgoing) => {
    pass(incoming, outgoing).catch((error: unknown) => {
      console.error("a request to a tool:", error);
      incoming.socket.destroy();
    });
  });

  async function pass(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    const body = await buffer(incoming);
    const [, tool = "", path = ""] = /^\/(\w+)(\/.*)$/.exec(incoming.url ?? "") ?? [];
    const headers = Object.entries(incoming.headers).filter(([name]) => !OF_A_HOP.has(name));
    const answer = await passage({
      ...{ tool, path, body, method: incoming.method ?? "GET" },
      headers: Object.fromEntries(headers.map(([name, value]) => [name, String(value)])),
      isOfJob: incoming.headers[OF_JOB] !== undefined,
    });
    if (!answer) return void incoming.socket.destroy();
    const content = Buffer.from(await answer.arrayBuffer());
    outgoing.writeHead(
      answer.status,
      Object.fromEntries([...answer.headers].filter(([name]) => !OF_A_DECODED_BODY.has(name))),
    );
    outgoing.end(content);
  }

  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async close() {
      server.close();
      server.closeAllConnections();
      await once(server, "close");
    },
  };
}

import { createServer, type Server } from "node:http";

/** A bare HTTP server of the loopback address for what answers a `Request`. */
export async function serveRequests(
  answer: (request: Request) => Promise<Response>,
  port = 0,
): Promise<Server> {
  const server = createServer((incoming, outgoing) => {
    const chunks: Buffer[] = [];
    incoming.on("data", (chunk: Buffer) => chunks.push(chunk));
    incoming.on("end", async () => {
      const request = new Request(`http://app${incoming.url}`, {
        method: incoming.method,
        headers: Object.entries(incoming.headers).map(([name, value]): [string, string] => [
          name,
          String(value),
        ]),
        body: incoming.method === "POST" ? Buffer.concat(chunks) : undefined,
      });
      try {
        const response = await answer(request);
        outgoing.writeHead(response.status).end(await response.text());
      } catch (error) {
        outgoing.writeHead(500).end(String(error));
      }
    });
  });
  await new Promise<void>((resolve) => server.listen(port, "127.0.0.1", resolve));
  return server;
}

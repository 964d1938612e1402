import type { IncomingMessage, ServerResponse } from "node:http";

/** A JSON or form body as plain values; undefined where it cannot be read as what it says it is. */
export async function readBody(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(Buffer.from(chunk));
  const text = Buffer.concat(chunks).toString("utf8");
  const type = request.headers["content-type"] ?? "";
  if (type.includes("application/x-www-form-urlencoded"))
    return Object.fromEntries(new URLSearchParams(text));
  if (type.includes("application/graphql")) return { query: text };
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** A form of several parts; undefined where it is none, or its length is not told beforehand. */
export async function readForm(request: IncomingMessage): Promise<FormData | undefined> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(Buffer.from(chunk));
  // What stores uploads by a signed policy has to know how much comes.
  if (request.headers["content-length"] === undefined) return undefined;
  const headers = { "Content-Type": request.headers["content-type"] ?? "" };
  return new Response(Buffer.concat(chunks), { headers }).formData().catch(() => undefined);
}

export function sendJson(
  response: ServerResponse,
  status: number,
  body: object,
  headers: Record<string, string> = {},
): void {
  const text = JSON.stringify(body);
  response.writeHead(status, {
    "Content-Type": "application/json; charset=utf-8",
    "Content-Length": Buffer.byteLength(text),
    ...headers,
  });
  response.end(text);
}

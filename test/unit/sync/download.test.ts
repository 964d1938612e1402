import { once } from "node:events";
import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, onTestFinished, test } from "vitest";
import { AdminUnavailable } from "../../../app/shopify/errors.ts";
import { download } from "../../../app/sync/history/download.ts";

async function served(listener: RequestListener): Promise<string> {
  const server = createServer(listener).listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/file`;
}

async function textOf(chunks: AsyncIterable<Uint8Array>): Promise<string> {
  const parts: Uint8Array[] = [];
  for await (const chunk of chunks) parts.push(chunk);
  return Buffer.concat(parts).toString();
}

test("a download that comes to a stand goes on over another connection", async () => {
  const ranges: (string | undefined)[] = [];
  const url = await served((request, response) => {
    ranges.push(request.headers.range);
    // The first is never answered, the second stops in the middle; neither ends.
    if (ranges.length === 1) return;
    if (ranges.length === 2) {
      response.writeHead(200);
      response.write("one\ntw");
      return;
    }
    response.writeHead(206);
    response.end("o\nthree\n");
  });
  expect(await textOf(download(url, fetch, { stalledMs: 300 }))).toBe("one\ntwo\nthree\n");
  expect(ranges).toEqual([undefined, undefined, "bytes=6-"]);
});

test("a reader that takes longer than a stand may last loses nothing", async () => {
  const url = await served((_request, response) => {
    response.writeHead(200);
    response.write("one\n");
    setTimeout(() => response.end("two\n"), 20);
  });
  let text = "";
  for await (const chunk of download(url, fetch, { stalledMs: 150 })) {
    text += Buffer.from(chunk).toString();
    await new Promise((resolve) => setTimeout(resolve, 400));
  }
  expect(text).toBe("one\ntwo\n");
});

test("a file that never comes is given up, and who stops waiting for it is not held", async () => {
  let asked = 0;
  const url = await served(() => {
    asked++;
  });
  await expect(textOf(download(url, fetch, { stalledMs: 20 }))).rejects.toThrow(AdminUnavailable);
  expect(asked).toBe(6);
  const stop = new AbortController();
  const waiting = textOf(download(url, fetch, { signal: stop.signal }));
  stop.abort(new Error("the process stops"));
  await expect(waiting).rejects.toThrow("the process stops");
});

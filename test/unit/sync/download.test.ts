import { expect, test } from "vitest";
import { AdminUnavailable } from "../../../app/shopify/errors.ts";
import { download } from "../../../app/sync/history/download.ts";

/** Answers in turn, and notes which part of the file was asked for; the last one again and again. */
function answering(...answers: ((signal: AbortSignal) => Promise<Response>)[]) {
  const ranges: (string | null)[] = [];
  const fetchFile: typeof fetch = async (_url, init) => {
    const { signal, headers } = init ?? {};
    if (!signal) throw new Error("a download can be given up");
    ranges.push(new Headers(headers).get("Range"));
    const answer = answers[Math.min(ranges.length, answers.length) - 1];
    if (!answer) throw new Error("nothing to answer");
    return answer(signal);
  };
  return { fetchFile, ranges };
}

const never = (signal: AbortSignal) =>
  new Promise<never>((_resolve, reject) => {
    signal.addEventListener("abort", () => reject(signal.reason), { once: true });
  });
/** These parts are there at once; then the file ends, or nothing more comes. */
const sending = (status: number, parts: readonly string[], ends: boolean) => async (signal: AbortSignal) => {
  const left = parts.map((part) => Buffer.from(part));
  const body = new ReadableStream<Uint8Array>({
    async pull(controller) {
      const part = left.shift();
      if (part) controller.enqueue(part);
      else if (ends) controller.close();
      else await never(signal);
    },
  });
  return new Response(body, { status });
};

async function textOf(chunks: AsyncIterable<Uint8Array>): Promise<string> {
  const parts: Uint8Array[] = [];
  for await (const chunk of chunks) parts.push(chunk);
  return Buffer.concat(parts).toString();
}

test("a download that comes to a stand goes on over another connection", async () => {
  const { fetchFile, ranges } = answering(
    never,
    sending(200, ["one\ntw"], false),
    sending(206, ["o\nthree\n"], true),
  );
  expect(await textOf(download("file", fetchFile, { stalledMs: 50 }))).toBe("one\ntwo\nthree\n");
  expect(ranges).toEqual([null, null, "bytes=6-"]);
});

test("a reader that takes longer than a stand may last loses nothing, and nothing is asked for again", async () => {
  const { fetchFile, ranges } = answering(sending(200, ["one\n", "two\n"], true));
  let text = "";
  for await (const chunk of download("file", fetchFile, { stalledMs: 50 })) {
    text += Buffer.from(chunk).toString();
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  expect(text).toBe("one\ntwo\n");
  expect(ranges).toEqual([null]);
});

test("a file that never comes is given up, and who stops waiting for it is not held", async () => {
  const { fetchFile, ranges } = answering(never);
  await expect(textOf(download("file", fetchFile, { stalledMs: 20 }))).rejects.toThrow(AdminUnavailable);
  expect(ranges).toHaveLength(6);
  const stop = new AbortController();
  const waiting = textOf(download("file", fetchFile, { signal: stop.signal }));
  stop.abort(new Error("the process stops"));
  await expect(waiting).rejects.toThrow("the process stops");
});

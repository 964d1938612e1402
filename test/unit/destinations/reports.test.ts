import { gunzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { type ToolHost, ToolUnavailable } from "../../../app/destinations/tool.ts";
import { fetchReport } from "../../../app/destinations/tools/fetch-report.ts";
import { askTool } from "../../../app/destinations/tools/http.ts";
import { filesOfTar } from "../../../app/destinations/tools/tar.ts";
import { tarGz } from "../../tools/mailchimp/tar.ts";
import { onward } from "./tool-connection.ts";

function host(baseUrl: string | null, answer: () => Response) {
  const asked: { url: string; init: RequestInit | undefined }[] = [];
  const its: ToolHost = {
    baseUrl,
    fetch: async (url, init) => {
      asked.push({ url: String(url), init });
      return answer();
    },
    take: async () => {},
    block: async () => {},
    answerMs: 600_000,
  };
  return { its, asked };
}

test("a report is fetched from a public name by https, without a key and without following elsewhere", async () => {
  const { its, asked } = host(null, () => new Response("EMAIL\na@example.com\n"));
  const file = await fetchReport(its, "https://reports.example.com/1.csv", onward);
  expect(file?.toString()).toBe("EMAIL\na@example.com\n");
  expect(asked).toMatchObject([{ url: "https://reports.example.com/1.csv", init: { redirect: "error" } }]);
  expect(asked[0]?.init?.headers).toBeUndefined();
});

test.for([
  "http://reports.example.com/1.csv",
  "https://127.0.0.1/1.csv",
  "https://10.0.0.7/1.csv",
  "https://[::1]/1.csv",
  "https://localhost/1.csv",
  "https://reports.example.com:5432/1.csv",
  "https://metadata.google.internal/1.csv",
  "https://printer.local/1.csv",
  "file:///etc/passwd",
  "not an address",
])("no report is fetched from %s", async (address) => {
  const { its, asked } = host(null, () => new Response("secret"));
  expect(await fetchReport(its, address, onward)).toBeNull();
  expect(asked).toEqual([]);
});

test("of a local tool a report comes from the machine itself, and from nowhere else", async () => {
  const { its, asked } = host("http://127.0.0.1:4410", () => new Response("text"));
  expect(await fetchReport(its, "https://reports.example.com/1.csv", onward)).toBeNull();
  expect((await fetchReport(its, "http://127.0.0.1:4412/1.csv", onward))?.toString()).toBe("text");
  expect(asked).toHaveLength(1);
});

test("a report that is not there now is asked for again later", async () => {
  const { its } = host(null, () => new Response("gone", { status: 403 }));
  await expect(fetchReport(its, "https://reports.example.com/1.csv", onward)).rejects.toThrow(
    ToolUnavailable,
  );
});

test("the files of a tar archive are read whole, and one that ends too early is none", () => {
  const files = ["", "one", "x".repeat(1_500), "ö".repeat(256)];
  const archive = gunzipSync(
    tarGz(
      files.map((text, n) => ({ name: `${n}.json`, text })),
      new Date(0),
    ),
  );
  expect(filesOfTar(archive)).toEqual(files);
  expect(() => filesOfTar(archive.subarray(0, 512 * 4))).toThrow(RangeError);
});

test("the words of an error name nobody", async () => {
  const { its } = host(
    null,
    () => new Response('"Not found: a%40example.com (a@example.com)"', { status: 400 }),
  );
  const request = { method: "GET", url: "https://tool.example.com", headers: {}, buckets: [] } as const;
  await expect(askTool(its, { ...request, signal: onward, wordsOf: String })).rejects.toMatchObject({
    words: "Not found: … (…)",
  });
});

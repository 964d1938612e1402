import { gunzipSync } from "node:zlib";
import { z } from "zod";
import type { PersonOutcome, Polled, ToolHost } from "../tool.ts";
import { fetchReport } from "./fetch-report.ts";
import { unreadable, withoutAddresses } from "./http.ts";
import { filesOfTar } from "./tar.ts";

/* https://mailchimp.com/developer/marketing/guides/run-async-requests-batch-endpoint/ */

const batchState = z.object({
  status: z.string(),
  total_operations: z.number(),
  response_body_url: z.string().nullish(),
});

const results = z.array(
  z.object({ status_code: z.number(), operation_id: z.string().nullish(), response: z.string().nullish() }),
);
const answered = z.object({ id: z.string() });
const problem = z.object({ title: z.string(), detail: z.string().nullish() });
const segmentAnswer = z.object({
  errors: z
    .array(z.object({ email_addresses: z.array(z.string()).nullish(), error: z.string().nullish() }))
    .nullish(),
});

/** A person's operation is named by the address, and one on the segment by this. */
const isSegment = (operationId: string) => !operationId.includes("@");

export async function pollBatch(
  host: ToolHost,
  jobRef: string,
  signal: AbortSignal,
  read: (schema: typeof batchState) => Promise<z.infer<typeof batchState>>,
): Promise<Polled> {
  const { status, total_operations, response_body_url } = await read(batchState);
  if (status !== "finished") return { state: "running" };
  const file = response_body_url ? await fetchReport(host, response_body_url, signal) : null;
  if (file === null) return { state: "ended", outcomes: [], rest: "unknown" };
  const done = resultsIn(file, jobRef);
  const segments = done.filter(({ operation_id }) => operation_id && isSegment(operation_id));
  // Who is on the list by a request that failed, or that is missing, is not confirmed by a field that was written.
  const isListed =
    done.length === total_operations &&
    segments.length > 0 &&
    segments.every(({ status_code }) => status_code < 300);
  const refusedBySegment = new Map<string, string>();
  for (const { response } of segments)
    for (const { email_addresses, error } of segmentAnswer.safeParse(parsed(response)).data?.errors ?? [])
      for (const address of email_addresses ?? [])
        refusedBySegment.set(address.toLowerCase(), withoutAddresses(error ?? ""));

  const outcomes: PersonOutcome[] = [];
  for (const { operation_id: address, status_code, response } of done) {
    if (!address || isSegment(address)) continue;
    const said = parsed(response);
    const words = refusedBySegment.get(address);
    if (status_code === 404)
      outcomes.push({ address, outcome: "refused", code: "not_in_audience", words: "Not in the audience" });
    else if (status_code >= 400 && status_code < 500 && status_code !== 429) {
      const { title, detail } = problem.safeParse(said).data ?? {
        title: `Status ${status_code}`,
        detail: null,
      };
      outcomes.push({ address, outcome: "refused", code: title, words: withoutAddresses(detail || title) });
    } else if (status_code < 300 && words !== undefined)
      outcomes.push({ address, outcome: "refused", code: "segment", words });
    else if (status_code < 300 && isListed)
      outcomes.push({ address, outcome: "done", toolId: answered.safeParse(said).data?.id ?? null });
  }
  return { state: "ended", outcomes, rest: "unknown" };
}

function resultsIn(file: Buffer, jobRef: string): z.infer<typeof results> {
  try {
    return filesOfTar(gunzipSync(file)).flatMap((text) => results.parse(JSON.parse(text)));
  } catch (cause) {
    throw unreadable(`results of batch ${jobRef}`, cause, { mayBeDone: true });
  }
}

function parsed(text: string | null | undefined): unknown {
  try {
    return JSON.parse(text ?? "");
  } catch {
    return undefined;
  }
}

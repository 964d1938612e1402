import type { ToolAnswer, ToolRequest } from "../server/requests.ts";
import { MailchimpRefusal, notFound, parseBody } from "./errors.ts";
import { ok } from "./reads.ts";
import { batchBody } from "./schema.ts";
import type { MailchimpState, OperationResult } from "./state.ts";
import { tarGz } from "./tar.ts";

/** https://mailchimp.com/developer/marketing/guides/run-async-requests-batch-endpoint/ */

/** One more is a 429: https://mailchimp.com/developer/release-notes/batch-api-limit-now-considers-pending-batch-webhooks/ */
const MOST_PENDING = 500;

export function startBatch(
  state: MailchimpState,
  request: ToolRequest,
  perform: (request: ToolRequest) => ToolAnswer,
): ToolAnswer {
  const { operations } = parseBody(batchBody, request.body);
  const pending = [...state.batches.values()].filter(({ job }) => job.endedAt === null).length;
  if (pending >= MOST_PENDING)
    throw new MailchimpRefusal(
      429,
      "Too Many Requests",
      `You have more than ${MOST_PENDING} pending batches.`,
    );
  const id = `batch${String(++state.store.made).padStart(6, "0")}`;
  const results: OperationResult[] = [];
  const job = state.jobs.start(
    { id, kind: "batch", request: request.number, total: operations.length },
    (index) => {
      const operation = operations[index]!;
      const [path = "", search = ""] = operation.path.split("?");
      const query = new URLSearchParams(search);
      for (const [name, value] of Object.entries(operation.params ?? {})) query.set(name, String(value));
      const answer = perform({
        ...request,
        method: operation.method,
        path: `/3.0${path}`,
        query,
        body: operation.body === undefined ? undefined : parsed(operation.body),
      });
      results.push({
        status_code: answer.status,
        operation_id: operation.operation_id ?? null,
        response: JSON.stringify(answer.body ?? {}),
      });
      return answer.status < 400;
    },
  );
  state.batches.set(id, { job, results });
  return batch(state, request, id);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

export function batch(state: MailchimpState, request: ToolRequest, id: string): ToolAnswer {
  const { job } = batchById(state, id);
  const isOver = job.endedAt !== null;
  return ok(request, {
    id,
    status: isOver ? "finished" : job.done > 0 ? "started" : "pending",
    total_operations: job.total,
    finished_operations: job.done,
    errored_operations: job.failed,
    submitted_at: job.createdAt.toISOString(),
    completed_at: job.endedAt?.toISOString() ?? "",
    response_body_url: isOver ? `${state.url()}/results/${id}-response.tar.gz` : "",
    _links: [],
  });
}

export function deleteBatch(state: MailchimpState, id: string): ToolAnswer {
  batchById(state, id);
  state.batches.delete(id);
  return { status: 204 };
}

function batchById(state: MailchimpState, id: string) {
  const found = state.batches.get(id);
  if (!found) throw notFound();
  return found;
}

/**
 * The file behind `response_body_url`, which another host serves without a key: JSON arrays of results in a gzipped tar, in no order
 * that a client could count on.
 */
export function resultsFile(state: MailchimpState, name: string): ToolAnswer {
  const id = /^(batch\d+)-response\.tar\.gz$/.exec(name)?.[1] ?? "";
  const found = state.batches.get(id);
  if (!found?.job.endedAt) return { status: 404 };
  const reversed = found.results.toReversed();
  const half = Math.ceil(reversed.length / 2);
  const files = [reversed.slice(0, half), reversed.slice(half)]
    .filter((part) => part.length > 0)
    .map((part, index) => ({ name: `./${id}-${index}.json`, text: JSON.stringify(part) }));
  return {
    status: 200,
    body: tarGz(files, found.job.endedAt),
    headers: { "Content-Type": "application/gzip" },
  };
}

import { open } from "node:fs/promises";
import type { BulkFault } from "../faults.ts";
import { FieldError, Unsupported } from "../graphql/field.ts";
import { prepare, type WireError } from "../graphql/prepare.ts";
import type { RequestContext } from "../shop-internals.ts";
import type { RunOutcome } from "./run.ts";

/** Lines between two pauses: counted and not timed, as of a query. */
const SLICE_LINES = 100;
/** "The GraphQL Admin API doesn't serially process the contents of the JSONL file": within blocks of this many, the last line goes first. */
const BLOCK_LINES = 7;

export interface MutationRun {
  readonly mutation: string;
  /** What was uploaded. */
  readonly variables: string;
  readonly ctx: RequestContext;
  readonly path: string;
  readonly fault: BulkFault | null;
  stopped(): "canceled" | "closed" | null;
  progress(lines: number): void;
}

/**
 * Runs the mutation once for each line of variables, and writes a line about each: its answer, and of which line it is, counted from 0
 * (shopify.dev/docs/api/usage/bulk-operations/imports). What is wrong with one line says so there and stops no other.
 */
export async function runBulkMutation(run: MutationRun): Promise<RunOutcome> {
  const { fault, stopped } = run;
  const lines = run.variables
    .split("\n")
    .map((text, at) => ({ text, at }))
    .filter(({ text }) => text.trim() !== "");
  const ordered: typeof lines = [];
  for (let at = 0; at < lines.length; at += BLOCK_LINES)
    ordered.push(...lines.slice(at, at + BLOCK_LINES).reverse());
  const stopAfter =
    fault?.kind === "stall" || fault?.kind === "fail" || fault?.kind === "cancel"
      ? fault.afterRoots
      : Number.POSITIVE_INFINITY;
  const file = await open(run.path, "w");
  let bytes = 0;
  let done = 0;
  let chunk: string[] = [];
  const flush = async (isLast: boolean) => {
    let text = chunk.map((line) => `${line}\n`).join("");
    if (isLast && fault?.kind === "truncate")
      text = text.slice(0, -Math.ceil((chunk.at(-1) ?? "").length / 2));
    chunk = [];
    bytes += (await file.write(text)).bytesWritten;
    run.progress(done);
  };
  try {
    for (const { text, at } of ordered) {
      if (done >= stopAfter) break;
      const answer = JSON.stringify({ ...execute(run, text), __lineNumber: at });
      done++;
      chunk.push(fault?.kind === "malform" && fault.line === done ? answer.slice(0, 20) : answer);
      if (done % SLICE_LINES !== 0 || done === ordered.length) continue;
      await flush(false);
      await new Promise(setImmediate);
      const why = stopped();
      if (why) return { end: why, bytes };
    }
    await flush(true);
    if (fault?.kind === "cancel") return { end: "canceled", bytes };
    if (fault?.kind === "fail") return { end: "failed", bytes };
    let standing = fault?.kind === "stall" || fault?.kind === "hold";
    if (fault?.kind === "hold") void fault.until.then(() => (standing = false));
    while (standing && !stopped()) await new Promise((resolve) => setTimeout(resolve, 20));
    return { end: stopped() ?? "complete", bytes };
  } finally {
    await file.close();
  }
}

/** Neither the bucket of points nor the limit of a query's cost applies: "the `bulkOperationRunMutation` request isn't" subject to rate limits. */
function execute(
  { mutation, ctx }: MutationRun,
  text: string,
): { data: unknown; errors?: WireError[] } | { errors: WireError[] } {
  let variables: unknown;
  try {
    variables = JSON.parse(text);
  } catch {
    return { errors: [{ message: "Invalid JSON" }] };
  }
  if (typeof variables !== "object" || variables === null)
    return { errors: [{ message: "Variables have to be an object" }] };
  const prepared = prepare({
    query: mutation,
    operationName: null,
    variables: { ...variables },
    grantedScopes: ctx.grantedScopes,
    bulk: false,
  });
  if ("errors" in prepared) return { errors: prepared.errors };
  const errors: FieldError[] = [];
  try {
    const data = prepared.plan.complete(null, ctx, errors);
    return errors.length === 0 ? { data } : { data, errors: errors.map(asWire) };
  } catch (error) {
    if (error instanceof FieldError) return { errors: [asWire(error)] };
    if (error instanceof Unsupported) return { errors: [{ message: error.message }] };
    throw error;
  }
}

const asWire = ({ message, path, extensions }: FieldError): WireError => ({ message, path, extensions });

import { randomBytes } from "node:crypto";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import type { BulkFault, Faults } from "../faults.ts";
import { BulkRefused, FieldError } from "../graphql/field.ts";
import { mutationFields, prepare } from "../graphql/prepare.ts";
import type { RequestContext } from "../shop-internals.ts";
import type { BulkFile, BulkOperation, BulkStatus, BulkUserError, Canceled, Submitted } from "./operation.ts";
import { openRoots, type RootConnection, type RunOutcome, runBulk } from "./run.ts";
import { runBulkMutation } from "./run-mutation.ts";
import type { StagedUploads } from "./staged-uploads.ts";

export interface BulkOptions {
  directory: string;
  fileUrl(name: string): string;
  uploads: StagedUploads;
  faults: Faults;
  nowMs(): number;
  wallNowMs(): number;
  finished(operation: BulkOperation): void;
}

/** Of each type: shopify.dev/docs/api/usage/bulk-operations/queries and /imports, of API versions from 2026-01. */
const CONCURRENT = 5;

/** Writes the file of an operation that has begun. */
type Writing = (
  operation: BulkOperation,
  to: { path: string; fault: BulkFault | null; stopped(): "canceled" | "closed" | null },
) => Promise<RunOutcome>;

/**
 * The bulk operations of the app in one shop. They do not outlive the process, so their ids begin with the machine's time: a
 * client that asks for one of an earlier process finds none.
 */
export class BulkOperations {
  readonly #operations = new Map<number, BulkOperation>();
  readonly #files = new Map<string, BulkFile>();
  readonly #canceled = new Set<number>();
  readonly #running = new Set<Promise<void>>();
  readonly #options: BulkOptions;
  #nextId: number;
  #closed = false;

  constructor(options: BulkOptions) {
    this.#options = options;
    this.#nextId = 3_000_000_000_000 + Math.floor(options.wallNowMs() / 1000) * 100;
  }

  find(id: number): BulkOperation | undefined {
    return this.#operations.get(id);
  }

  all(): Iterable<BulkOperation> {
    return this.#operations.values();
  }

  file(name: string): BulkFile | undefined {
    return this.#files.get(name);
  }

  submit(query: string, ctx: RequestContext): Submitted {
    const refuse = (message: string, code: BulkUserError["code"]) => ({
      bulkOperation: null,
      userErrors: [{ field: code === "INVALID" ? ["query"] : null, message, code }],
    });
    if (this.#isFull("QUERY"))
      return refuse(
        `A bulk query operation for this app and shop is already in progress: at most ${CONCURRENT} may run at once.`,
        "OPERATION_IN_PROGRESS",
      );
    let roots: RootConnection[];
    let denied: FieldError | null = null;
    try {
      const prepared = prepare({
        query,
        operationName: null,
        variables: {},
        grantedScopes: ctx.grantedScopes,
        bulk: true,
      });
      if ("errors" in prepared)
        return refuse(`Invalid bulk query: ${prepared.errors[0]!.message}`, "INVALID");
      if (prepared.operation !== "query")
        return refuse("Invalid bulk query: it has to be a query", "INVALID");
      roots = openRoots(prepared.plan, ctx);
    } catch (error) {
      if (error instanceof BulkRefused) return refuse(error.message, "INVALID");
      if (!(error instanceof FieldError) || error.extensions.code !== "ACCESS_DENIED") throw error;
      denied = error;
      roots = [];
    }
    const own = { ...ctx };
    return this.#begin("QUERY", query, (operation, { path, fault, stopped }) => {
      if (denied) throw denied;
      return runBulk({
        ...{ roots, ctx: own, path, fault, stopped },
        progress: (objects, rootObjects) => {
          operation.objectCount = objects;
          operation.rootObjectCount = rootObjects;
        },
      });
    });
  }

  /**
   * "You can supply any GraphQL Admin API mutation [...] except for `bulkOperationRunMutation` and `bulkOperationRunQuery`"; that it is
   * one mutation is a choice, the guide says "a mutation".
   */
  submitMutation(mutation: string, stagedUploadPath: string, ctx: RequestContext): Submitted {
    const refuse = (message: string, code: BulkUserError["code"]) => ({
      bulkOperation: null,
      userErrors: [{ field: null, message, code }],
    });
    if (this.#isFull("MUTATION"))
      return refuse(
        "A bulk mutation operation for this app and shop is already in progress.",
        "OPERATION_IN_PROGRESS",
      );
    const fields = mutationFields(mutation);
    if (typeof fields === "string") return refuse(fields, "INVALID_MUTATION");
    if (fields.length !== 1 || fields[0]?.startsWith("bulkOperationRun"))
      return refuse("The mutation is not supported in bulk", "INVALID_MUTATION");
    const variables = this.#options.uploads.read(stagedUploadPath);
    if (variables === null) return refuse("The JSONL file could not be found", "NO_SUCH_FILE");
    const own = { ...ctx };
    return this.#begin("MUTATION", mutation, (operation, { path, fault, stopped }) =>
      runBulkMutation({
        ...{ mutation, variables, ctx: own, path, fault, stopped },
        progress: (lines) => {
          operation.objectCount = lines;
          operation.rootObjectCount = lines;
        },
      }),
    );
  }

  #isFull(type: BulkOperation["type"]): boolean {
    const active = [...this.#operations.values()].filter(
      (one) => one.type === type && ["CREATED", "RUNNING", "CANCELING"].includes(one.status),
    );
    return active.length >= CONCURRENT;
  }

  #begin(type: BulkOperation["type"], query: string, write: Writing): Submitted {
    const operation: BulkOperation = {
      id: this.#nextId++,
      type,
      status: "CREATED",
      errorCode: null,
      query,
      createdAtMs: this.#options.nowMs(),
      completedAtMs: null,
      objectCount: 0,
      rootObjectCount: 0,
      fileSize: null,
      url: null,
      partialDataUrl: null,
    };
    this.#operations.set(operation.id, operation);
    const fault = this.#options.faults.bulk.shift() ?? null;
    const run = this.#run(operation, fault, write);
    this.#running.add(run);
    void run.finally(() => this.#running.delete(run));
    // The answer shows the operation as it was made; it starts right after.
    return { bulkOperation: { ...operation }, userErrors: [] };
  }

  cancel(id: number): Canceled {
    const operation = this.#operations.get(id);
    if (!operation)
      return {
        bulkOperation: null,
        userErrors: [{ field: ["id"], message: "Bulk operation does not exist" }],
      };
    if (operation.status !== "CREATED" && operation.status !== "RUNNING")
      return {
        bulkOperation: operation,
        userErrors: [{ field: null, message: "A bulk operation cannot be canceled when it is finished" }],
      };
    operation.status = "CANCELING";
    this.#canceled.add(id);
    return { bulkOperation: { ...operation }, userErrors: [] };
  }

  /** Makes a finished operation one whose files are gone, as after 7 days. */
  expire(id: number): void {
    const operation = this.#operations.get(id);
    if (!operation) return;
    const name = operation.url?.split("/").at(-1);
    if (name) this.#files.delete(name);
    operation.status = "EXPIRED";
    operation.url = null;
  }

  async close(): Promise<void> {
    this.#closed = true;
    await Promise.allSettled(this.#running);
  }

  async #run(operation: BulkOperation, fault: BulkFault | null, write: Writing): Promise<void> {
    await new Promise(setImmediate);
    if (operation.status === "CREATED") operation.status = "RUNNING";
    const name = `${randomBytes(24).toString("base64url")}.jsonl`;
    const path = join(this.#options.directory, name);
    let outcome: RunOutcome;
    try {
      outcome = await write(operation, {
        ...{ path, fault },
        stopped: () => (this.#closed ? "closed" : this.#canceled.has(operation.id) ? "canceled" : null),
      });
    } catch (error) {
      const isDenied = error instanceof FieldError;
      if (!isDenied) console.error("bulk operation failed", error);
      operation.errorCode = isDenied ? "ACCESS_DENIED" : "INTERNAL_SERVER_ERROR";
      this.#finish(operation, "FAILED");
      return;
    }
    if (outcome.end === "closed") return;
    operation.fileSize = outcome.bytes;
    const publish = (): string | null => {
      if (operation.objectCount === 0 || fault?.kind === "loseUrl") return null;
      this.#files.set(name, {
        path,
        cut: fault?.kind === "cutDownload" ? { ...fault } : null,
        stalled: fault?.kind === "stallDownload" ? { ...fault } : null,
        held: fault?.kind === "holdDownload" ? fault : null,
      });
      return this.#options.fileUrl(name);
    };
    if (outcome.end === "failed") {
      operation.errorCode = fault?.kind === "fail" ? fault.errorCode : "INTERNAL_SERVER_ERROR";
      if (fault?.kind === "fail" && fault.partialData) operation.partialDataUrl = publish();
      this.#finish(operation, "FAILED");
    } else if (outcome.end === "canceled") {
      operation.partialDataUrl = publish();
      this.#finish(operation, "CANCELED");
    } else {
      operation.url = publish();
      if (fault?.kind === "miscount") operation.objectCount++;
      this.#finish(operation, "COMPLETED");
      if (fault?.kind === "expire") this.expire(operation.id);
    }
    if (operation.url === null && operation.partialDataUrl === null) await rm(path, { force: true });
  }

  #finish(operation: BulkOperation, status: BulkStatus): void {
    operation.status = status;
    operation.completedAtMs = this.#options.nowMs();
    this.#options.finished(operation);
  }
}

export type BulkStatus =
  | "CREATED"
  | "RUNNING"
  | "COMPLETED"
  | "FAILED"
  | "CANCELING"
  | "CANCELED"
  | "EXPIRED";

export interface BulkOperation {
  id: number;
  type: "QUERY" | "MUTATION";
  status: BulkStatus;
  errorCode: "ACCESS_DENIED" | "INTERNAL_SERVER_ERROR" | "TIMEOUT" | null;
  /** Of a mutation its own text: the schema speaks of queries alone. */
  query: string;
  createdAtMs: number;
  completedAtMs: number | null;
  objectCount: number;
  rootObjectCount: number;
  fileSize: number | null;
  url: string | null;
  partialDataUrl: string | null;
}

export interface BulkUserError {
  field: string[] | null;
  message: string;
  code: "INVALID" | "INVALID_MUTATION" | "LIMIT_REACHED" | "NO_SUCH_FILE" | "OPERATION_IN_PROGRESS";
}

/** What a submitted query becomes: an operation, or what is wrong with it. */
export interface Submitted {
  bulkOperation: BulkOperation | null;
  userErrors: BulkUserError[];
}

/** A result file behind its unguessable name. */
export interface BulkFile {
  path: string;
  /** The download is cut after `afterBytes` bytes, `times` times. */
  cut: { afterBytes: number; times: number } | null;
  /** The download stops after `afterBytes` bytes without an end, `times` times. */
  stalled: { afterBytes: number; times: number } | null;
  /** The download stops after so many bytes until that. */
  held: { afterBytes: number; until: Promise<void> } | null;
}

export interface Canceled {
  bulkOperation: BulkOperation | null;
  userErrors: { field: string[] | null; message: string }[];
}

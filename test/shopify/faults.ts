/**
 * Troubles to order for one shop. Every field is read when its moment comes; counters count down to 0. All are
 * off by default, and `clear` puts them back.
 */
export class Faults {
  /** The next N GraphQL requests are answered THROTTLED. */
  throttleRequests = 0;
  /** The next N GraphQL requests are answered with this status. */
  failRequests = 0;
  failStatus = 503;
  /** The next N requests (GraphQL, OAuth, bulk files) have their connection cut before an answer. */
  dropConnections = 0;
  /** The next N of them are never answered, and their connection stays open. */
  stallConnections = 0;
  /** The next N of them get the beginning of an answer, and never its end; the connection stays open. */
  stallAnswers = 0;
  /** Every GraphQL answer waits this long. */
  delayMs = 0;
  /** The next N access tokens that are used are revoked first: 401. */
  revokeTokens = 0;
  /** The next N token exchanges and refreshes are answered with this status. */
  failTokenRequests = 0;
  failTokenStatus = 500;

  /** The next N webhooks are never sent. */
  dropWebhooks = 0;
  /** The next N webhooks are sent twice, with the same ids. */
  duplicateWebhooks = 0;
  /** While above 1, webhooks are held until this many wait, and are then sent in reverse order. */
  reorderWindow = 0;
  /** Webhooks are signed with another secret. */
  forgeSignatures = false;

  /** Customers whose tags are not changed, and what is said of it. */
  refuseTagsOf = new Map<number, string>();
  /** Customer segments that are not deleted. */
  keepSegments = new Set<number>();
  /** Customer segments that cannot be read: the query is answered with an error. */
  brokenSegments = new Set<number>();

  /** What happens to the next bulk operations, first in first out. */
  bulk: BulkFault[] = [];

  readonly #waiting: (() => void)[] = [];

  clear(): void {
    Object.assign(this, new Faults());
    for (const resolve of this.#waiting.splice(0)) resolve();
  }

  /** Resolves at the next `clear`. */
  cleared(): Promise<void> {
    return new Promise((resolve) => this.#waiting.push(resolve));
  }

  /** Uses up one of a counter; true where there was one. */
  take(counter: Counter): boolean {
    if (this[counter] <= 0) return false;
    this[counter]--;
    return true;
  }
}

type Counter =
  | "throttleRequests"
  | "failRequests"
  | "dropConnections"
  | "stallConnections"
  | "stallAnswers"
  | "revokeTokens"
  | "failTokenRequests"
  | "dropWebhooks"
  | "duplicateWebhooks";

export type BulkFault =
  /** Stays RUNNING after that many root objects until it is cancelled. */
  | { kind: "stall"; afterRoots: number }
  /** Stays RUNNING until that. */
  | { kind: "hold"; until: Promise<void> }
  /** FAILED, with the rows so far under `partialDataUrl` where asked for. */
  | { kind: "fail"; afterRoots: number; errorCode: "INTERNAL_SERVER_ERROR" | "TIMEOUT"; partialData: boolean }
  /** The children of all roots come after the last root. */
  | { kind: "ungroup" }
  /** That root is written twice, with its children. */
  | { kind: "repeat"; root: number }
  /**
   * CANCELED by somebody else after that many root objects, with the rows so far under `partialDataUrl`. Assumed: the schema says so of
   * "a failed operation" only.
   */
  | { kind: "cancel"; afterRoots: number }
  /** COMPLETED, and then EXPIRED with its url gone. */
  | { kind: "expire" }
  /** COMPLETED; the file ends in the middle of its last line. */
  | { kind: "truncate" }
  /** COMPLETED; that line (1 is the first) is no JSON. */
  | { kind: "malform"; line: number }
  /** COMPLETED; the file begins with a byte order mark. */
  | { kind: "mark" }
  /** COMPLETED; the lines end in CR and LF. */
  | { kind: "crlf" }
  /** COMPLETED; the download is cut after this many bytes, the first `times` times. */
  | { kind: "cutDownload"; afterBytes: number; times: number }
  /** COMPLETED; states one object more than the file has. */
  | { kind: "miscount" }
  /** COMPLETED; has no url although it states objects. */
  | { kind: "loseUrl" }
  /** COMPLETED; the download stops after this many bytes without an end, the first `times` times. */
  | { kind: "stallDownload"; afterBytes: number; times: number }
  /** COMPLETED; every download stops after this many bytes until that. */
  | { kind: "holdDownload"; afterBytes: number; until: Promise<void> };

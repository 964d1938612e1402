/** What pages draw of the sync. Instants are ISO 8601 text. */

export type SyncResource = "customers" | "orders";

export interface SliceProgress {
  readonly resource: SyncResource;
  readonly status: "requested" | "running" | "reading" | "merging" | "done" | "failed";
  readonly objectsRead: number;
  readonly objectsExpected: number | null;
  readonly bytesRead: number;
  readonly bytesExpected: number | null;
  readonly rowsPerSecond: number | null;
  readonly secondsLeft: number | null;
  readonly applied: number;
  readonly refused: number;
  readonly errorMessage: string | null;
  readonly startedAt: string;
  readonly finishedAt: string | null;
}

export interface RefusedRowView {
  readonly refusedId: string;
  readonly resource: SyncResource | "webhook";
  readonly origin: "bulk" | "refetch" | "webhook";
  readonly lineNo: number | null;
  readonly sourceId: number | null;
  readonly reason: string;
  readonly detail: string;
  readonly refusedAt: string;
}

export interface SyncProgress {
  /** `valuing`: everything is read, customer value is being computed. */
  readonly state: "never" | "syncing" | "valuing" | "current" | "failed" | "uninstalled";
  /** What the merchant has to change in Shopify before anything more can be read. */
  readonly problem: "unknown_currency" | "unknown_time_zone" | null;
  readonly slices: readonly SliceProgress[];
}

export interface SyncView extends SyncProgress {
  /** Rows that are stored; null while more are being read. */
  readonly customers: number | null;
  readonly orders: number | null;
  /** Latest instant up to which both resources are known to be complete. */
  readonly completeUpTo: string | null;
  readonly lastWebhookAt: string | null;
  readonly waiting: number;
  readonly repairedRows: number;
  readonly historyFrom: string | null;
  readonly refusedTotal: number;
  readonly refused: readonly RefusedRowView[];
}

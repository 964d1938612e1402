import type { Faults } from "./faults.ts";
import type { ShopActions } from "./store/actions.ts";
import type { ShopStore } from "./store/store.ts";

/** How one webhook has fared so far; `payload` and `headers` are what went over the wire. */
export interface Delivery {
  webhookId: string;
  eventId: string;
  topic: string;
  payload: string;
  headers: Record<string, string>;
  state: "waiting" | "delivered" | "dropped" | "given up";
  /** HTTP status of each try, or what kept it from having one. */
  tries: (number | string)[];
}

/** One shop of the local admin, as a test or the shell sees it. */
export interface LocalShop {
  readonly domain: string;
  readonly store: ShopStore;
  readonly actions: ShopActions;
  readonly faults: Faults;
  /** Rows of a transaction log that were refused. */
  readonly refusedRows: readonly { line: number; reason: string; text: string }[];
  /** The app holds a grant for this shop (set by the first token exchange, ended by uninstalling). */
  readonly installed: boolean;
  /** What the app may touch. */
  readonly grantedScopes: readonly string[];
  /** The business clock. */
  now(): Date;
  /** The JWT that App Bridge's `idToken()` would give. Default user 1. `expiresInSeconds` may be negative. */
  sessionToken(options?: { userId?: number; expiresInSeconds?: number }): string;
  uninstallApp(): void;
  /** Every access token that can expire has done so; refresh tokens stay good. */
  expireAccessTokens(): void;
  /** The latest 1,000 webhooks, oldest first. */
  readonly deliveries: readonly Delivery[];
  /** The same webhook once more, with its ids. Errors: `ActionRefused` for one that is not among the deliveries. */
  resendWebhook(webhookId: string): void;
  /** Resolves when no webhook waits for its delivery or for another try. */
  deliveriesSettled(): Promise<void>;
}

/** Whether trying again can help, and when. */
type Retry = "never" | "now" | "later";

/** Something between the app and Shopify's Admin API went wrong. */
class AdminError extends Error {
  readonly retry: Retry;
  constructor(message: string, retry: Retry, options?: ErrorOptions) {
    super(message, options);
    this.name = "AdminError";
    this.retry = retry;
  }
}

/** No session of the shop is stored: it never installed the app, or it uninstalled it. */
export class ShopNotInstalled extends AdminError {
  constructor(domain: string) {
    super(`${domain} has no session; the merchant has to open the app`, "never");
    this.name = "ShopNotInstalled";
  }
}

/** Shopify takes neither the access token nor the refresh token. The session is ended: the next page that opens gets another one. */
export class AdminUnauthorized extends AdminError {
  constructor(domain: string, options?: ErrorOptions) {
    super(`Shopify refuses the tokens of ${domain}; the merchant has to open the app`, "never", options);
    this.name = "AdminUnauthorized";
  }
}

export class AdminThrottled extends AdminError {
  /** How long the query would still have to wait. */
  readonly waitMs: number;
  constructor(domain: string, waitedMs: number, waitMs: number) {
    super(`Shopify still throttles ${domain} after ${waitedMs} ms of waiting`, "later");
    this.name = "AdminThrottled";
    this.waitMs = waitMs;
  }
}

/** No answer, or an answer of class 5xx. */
export class AdminUnavailable extends AdminError {
  readonly status: number | null;
  constructor(message: string, status: number | null, options?: ErrorOptions) {
    super(message, "later", options);
    this.name = "AdminUnavailable";
    this.status = status;
  }
}

export interface GraphqlProblem {
  readonly message: string;
  readonly code: string | null;
  readonly path: string;
}

/** Shopify answered the query with errors; the same query gets the same answer. */
export class AdminQueryError extends AdminError {
  readonly problems: readonly GraphqlProblem[];
  /** It was a mutation. */
  readonly isWrite: boolean;
  constructor(problems: readonly GraphqlProblem[], isWrite: boolean) {
    const text = problems.map((p) => `${p.code ?? "error"}${p.path ? ` at ${p.path}` : ""}: ${p.message}`);
    super(`Shopify refuses the query: ${text.join("; ").slice(0, 500)}`, "never");
    this.name = "AdminQueryError";
    this.problems = problems;
    this.isWrite = isWrite;
  }

  has(code: string): boolean {
    return this.problems.some((problem) => problem.code === code);
  }
}

/** The answer does not have the shape that the API version promises. `details` names what is wrong, without its value. */
export class UnexpectedAnswer extends AdminError {
  constructor(operation: string, details: string, options?: ErrorOptions) {
    super(`Shopify's answer to ${operation} is not as expected: ${details.slice(0, 300)}`, "never", options);
    this.name = "UnexpectedAnswer";
  }
}

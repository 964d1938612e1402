import { z } from "zod";
import type { ExportColumn } from "../exports/records.ts";

/*
 * What a mailing tool can be asked. There is no word here for subscribing, unsubscribing, suppressing or unblocking anybody, so nothing that works
 * with a tool can do it.
 */

export const TOOL_NAMES = ["klaviyo", "mailchimp", "brevo"] as const;
export type ToolName = (typeof TOOL_NAMES)[number];
export const toolName = z.enum(TOOL_NAMES);

/** What may be sent of a person beside the address, which always goes. Consent is never among it. */
export const DESTINATION_FIELDS = [
  "first_name",
  "last_name",
  "country",
  "shopify_customer_id",
  "segment",
  "clv_historic",
  "clv_predicted_12m",
  "clv_low",
  "clv_high",
  "currency",
  "rfm_group",
  "orders",
  "last_order_date",
  "next_order_from",
  "next_order_to",
  "churn_probability",
  "as_of",
] as const satisfies readonly ExportColumn[];
export type DestinationField = (typeof DESTINATION_FIELDS)[number];
export const destinationFields = z
  .array(z.enum(DESTINATION_FIELDS))
  .refine((fields) => new Set(fields).size === fields.length, "A field can be chosen only once");

/** `number`: a decimal number; `date`: YYYY-MM-DD. */
export type FieldType = "text" | "number" | "date";

/** How a tool calls one of our fields. */
export interface ToolField {
  readonly name: string;
  readonly type: FieldType;
}

/** What is known is sent, and nothing else: an empty value would overwrite what the tool has. */
export type FieldValues = Readonly<Partial<Record<DestinationField, string | number>>>;

export interface ToolAccount {
  /** Of the tool: the same for every key of one account. */
  readonly id: string;
  readonly name: string;
}

export interface ToolList {
  /** What the other verbs take; a tool whose lists lie in an audience puts both into it. */
  readonly id: string;
  readonly name: string;
  /** The audience in which the list lies, where the tool has such. */
  readonly within: string | null;
  /** Null where the tool does not say. */
  readonly people: number | null;
}

/**
 * How an address stands in the tool. `mailable`: there, and not against being written to; `suppressed`: unsubscribed, bounced, complained,
 * blocked, archived, or anything else that this app does not know; `unknown`: not there.
 */
export type StandingState = "mailable" | "suppressed" | "unknown";

export interface Standing {
  /** Lower case. */
  readonly address: string;
  /** The tool's id of the person; null where the address is not there. */
  readonly toolId: string | null;
  readonly state: StandingState;
  /** Null where that was not asked for. */
  readonly onList: boolean | null;
}

export interface PersonToSend {
  /** Lower case. */
  readonly address: string;
  readonly toolId: string | null;
  readonly values: FieldValues;
}

export interface PersonInTool {
  readonly address: string;
  readonly toolId: string | null;
}

/**
 * What became of a person. `code` is the tool's, or one of ours: `not_in_audience` where the tool puts nobody on a list who is not in its audience
 * already. `words`: the tool's.
 */
export type PersonOutcome =
  | { readonly address: string; readonly outcome: "done"; readonly toolId: string | null }
  | { readonly address: string; readonly outcome: "refused"; readonly code: string; readonly words: string };

/** A person who is named in no outcome counts as not confirmed. */
export type Applied =
  | { readonly jobRef: string }
  | { readonly jobRef: null; readonly outcomes: readonly PersonOutcome[] };

/**
 * `rest`: what became of those of the job who are in no outcome. "done" only where the tool says that the job is complete and each of its failures
 * is in the outcomes.
 */
export type Polled =
  | { readonly state: "running" }
  | {
      readonly state: "ended";
      readonly outcomes: readonly PersonOutcome[];
      readonly rest: "done" | "unknown";
    };

export interface ReadBackPage {
  readonly standings: readonly Standing[];
  /** Null where this was the last page. */
  readonly next: string | null;
}

/** A connection with one account of a tool. Each verb throws `KeyRefused`, `ToolUnavailable` or `ToolRefused`. */
export interface Tool {
  /** Whose the key is: this checks it. */
  account(signal: AbortSignal): Promise<ToolAccount>;
  lists(signal: AbortSignal): Promise<readonly ToolList[]>;
  /** `within`: the audience, where the tool's lists lie in one; null for the account's only one. */
  makeList(name: string, within: string | null, signal: AbortSignal): Promise<ToolList>;
  /** Makes the tool's own fields where they are missing. Never touches a field that is there. */
  prepareFields(listId: string, fields: readonly DestinationField[], signal: AbortSignal): Promise<void>;
  /** Reads how each address stands now; exactly one standing for each, at most `limits.lookUp` at once. */
  plan(listId: string, addresses: readonly string[], signal: AbortSignal): Promise<readonly Standing[]>;
  /** Puts people on the list with their values: idempotent by address. At most `limits.rows`, and `limits.bytes` as `bytesOf` counts them. */
  apply(listId: string, people: readonly PersonToSend[], signal: AbortSignal): Promise<Applied>;
  poll(jobRef: string, signal: AbortSignal): Promise<Polled>;
  /** Takes people off the list, and changes nothing else of them. Whoever is not on it is "done". At most `limits.removal`. */
  remove(
    listId: string,
    people: readonly PersonInTool[],
    signal: AbortSignal,
  ): Promise<readonly PersonOutcome[]>;
  /**
   * Has the tool delete the person for good. Somebody whom it does not know is "unknown". `listIds`: every list that the app keeps or kept; where lists
   * lie in audiences, the person is deleted in theirs alone.
   */
  erase(person: PersonInTool, listIds: readonly string[], signal: AbortSignal): Promise<"asked" | "unknown">;
  /**
   * A page of the people on the list; `cursor` null for the first. Nobody is on two of them. "lost" where so many moved over the edge of the page before
   * that somebody may be on none.
   */
  readBack(listId: string, cursor: string | null, signal: AbortSignal): Promise<ReadBackPage | "lost">;
}

export interface ToolLimits {
  /** Of one `apply`. */
  readonly rows: number;
  readonly bytes: number;
  /** People of one `remove`. */
  readonly removal: number;
  /** Addresses of one `plan`. */
  readonly lookUp: number;
  /** Requests that the tool answers at the same time. */
  readonly atOnce: number;
}

/** The tool's own limit: at most `most` requests of a kind in `perMs`. A request may fall under more than one. */
export interface RateBucket {
  readonly name: string;
  readonly most: number;
  readonly perMs: number;
}

export interface ToolHost {
  /** Where the local tool is, in development; null for the real one. */
  readonly baseUrl: string | null;
  readonly fetch: typeof fetch;
  /** Waits until these buckets let one more request through; throws `ToolUnavailable` where that takes too long. */
  take(buckets: readonly string[], signal: AbortSignal): Promise<void>;
  /** The tool said that there were too many: nothing more goes through these buckets until then. */
  block(buckets: readonly string[], forMs: number, refused: ToolUnavailable): Promise<void>;
  /** How long the tool may take to answer. */
  readonly answerMs: number;
}

/** Everything that the engine and the pages know of a tool. */
export interface ToolDefinition {
  readonly name: ToolName;
  readonly limits: ToolLimits;
  readonly buckets: readonly RateBucket[];
  /** Null for a field that the tool has no place for. */
  readonly fields: Readonly<Record<DestinationField, ToolField | null>>;
  /** Whether `apply` makes somebody known whom the tool did not know; else they are refused as `not_in_audience`. */
  readonly addsUnknown: boolean;
  /** Whether a text can be a key of this tool at all, before it is tried. */
  isKey(text: string): boolean;
  /** Bytes that a person takes in a body of `apply`. */
  bytesOf(person: PersonToSend): number;
  connect(key: string, host: ToolHost): Tool;
}

/** The tool does not take the key (any more), or does not let it do what is asked; nothing is tried again with it. */
export class KeyRefused extends Error {
  readonly retry = "never";
  readonly words: string;
  constructor(words: string, options?: ErrorOptions) {
    super("The tool refuses the key", options);
    this.name = "KeyRefused";
    this.words = words;
  }
}

/** No answer in time, one that says nothing, an error of the tool's own, or too many requests: the same may work later. */
export class ToolUnavailable extends Error {
  readonly retry = "later";
  /** What the tool asked to wait; null where it did not say. */
  readonly retryAfterMs: number | null;
  /** Whether the request may have been done: the answer was lost. */
  readonly mayBeDone: boolean;
  constructor(reason: string, { retryAfterMs = null, mayBeDone = false, cause }: Unavailability = {}) {
    super(`The tool is not available: ${reason}`, { cause });
    this.name = "ToolUnavailable";
    this.retryAfterMs = retryAfterMs;
    this.mayBeDone = mayBeDone;
  }
}
interface Unavailability {
  readonly retryAfterMs?: number | null;
  readonly mayBeDone?: boolean;
  readonly cause?: unknown;
}

/** The tool understood and said no; the same request is not made again. */
export class ToolRefused extends Error {
  readonly retry = "never";
  readonly status: number;
  readonly words: string;
  constructor(status: number, words: string, options?: ErrorOptions) {
    super(`The tool refuses a request (${status})`, options);
    this.name = "ToolRefused";
    this.status = status;
    this.words = words;
  }
}

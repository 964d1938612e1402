import type { IncomingHttpHeaders } from "node:http";

/** One request to a tool's API as its code sees it. */
export interface ToolRequest {
  /** 1, 2, 3 ... in the order of arrival. */
  readonly number: number;
  readonly at: Date;
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingHttpHeaders;
  readonly bytes: number;
  /** The parsed JSON; undefined where there is none or it cannot be read. */
  readonly body: unknown;
}

export interface ToolAnswer {
  status: number;
  /** An object is sent as JSON, a text as it is, bytes as a file. */
  body?: object | string | Buffer;
  headers?: Record<string, string>;
}

export type Fate = number | "waiting" | "dropped before" | "dropped after" | "cut";

/** What is kept of a request for assertions. Never the key. */
export interface RecordedRequest {
  readonly number: number;
  readonly at: Date;
  readonly method: string;
  readonly path: string;
  readonly query: string;
  readonly bytes: number;
  /** Null where bodies are not kept. */
  readonly body: unknown;
  /** The tool's own name of what was asked; null where nothing of that name exists. */
  operation: string | null;
  fate: Fate;
  /** The tool's words where it refused. */
  refusal: string | null;
}

/** A request that changed, or could have changed, somebody's subscription or suppression. */
export interface Harm {
  readonly request: number;
  readonly operation: string;
  readonly what: string;
}

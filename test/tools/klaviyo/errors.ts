import { randomUUID } from "node:crypto";
import type { z } from "zod";
import type { ToolAnswer } from "../server/requests.ts";

/** One refusal in the form of `components.responses.ClientError` of the description. */
export interface KlaviyoError {
  code: string;
  title: string;
  detail: string;
  source?: { pointer?: string; parameter?: string };
}

export class KlaviyoRefusal extends Error {
  readonly status: number;
  readonly errors: KlaviyoError[];
  constructor(status: number, ...errors: KlaviyoError[]) {
    super(errors.map(({ detail }) => detail).join(" "));
    this.status = status;
    this.errors = errors;
  }
}

/** JSON:API as Klaviyo serves it: https://developers.klaviyo.com/en/docs/rate_limits_and_error_handling */
export function errorAnswer(
  status: number,
  errors: KlaviyoError[],
  headers: Record<string, string> = {},
): ToolAnswer {
  return {
    status,
    body: {
      errors: errors.map((error) => ({
        id: randomUUID(),
        status,
        ...error,
        source: error.source ?? {},
        links: {},
        meta: {},
      })),
    },
    headers: { "Content-Type": "application/vnd.api+json", ...headers },
  };
}

export function invalid(detail: string, source: KlaviyoError["source"] = { pointer: "/data" }): KlaviyoError {
  return { code: "invalid", title: "Invalid input.", detail, source };
}

export function notFound(detail: string): KlaviyoRefusal {
  return new KlaviyoRefusal(404, { code: "not_found", title: "Not found.", detail });
}

export function parseBody<T extends z.ZodType>(schema: T, body: unknown): z.infer<T> {
  const parsed = schema.safeParse(body);
  if (parsed.success) return parsed.data;
  throw new KlaviyoRefusal(
    400,
    ...parsed.error.issues
      .slice(0, 10)
      .map((issue) => invalid(issue.message, { pointer: `/${issue.path.map(String).join("/")}` })),
  );
}

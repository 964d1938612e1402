import type { z } from "zod";
import type { ToolAnswer } from "../server/requests.ts";

/** ErrorResponse: a code of the list that each reference page ends with, and words. */
export class BrevoRefusal extends Error {
  readonly status: number;
  readonly code: string;
  constructor(status: number, code: string, message: string) {
    super(message);
    this.status = status;
    this.code = code;
  }
}

export function errorAnswer(
  { status, code, message }: BrevoRefusal,
  headers: Record<string, string> = {},
): ToolAnswer {
  return { status, body: { code, message }, headers };
}

export function notFound(message: string): BrevoRefusal {
  return new BrevoRefusal(404, "document_not_found", message);
}

export function invalid(message: string): BrevoRefusal {
  return new BrevoRefusal(400, "invalid_parameter", message);
}

export function parseBody<T extends z.ZodType>(schema: T, body: unknown): z.infer<T> {
  if (body === undefined) throw new BrevoRefusal(400, "bad_request", "Input must be a valid JSON object");
  const parsed = schema.safeParse(body);
  if (parsed.success) return parsed.data;
  const [first] = parsed.error.issues;
  const where = first && first.path.length > 0 ? `${first.path.join(".")}: ` : "";
  throw invalid(`${where}${first?.message ?? "not valid"}`);
}

import { randomUUID } from "node:crypto";
import type { z } from "zod";
import type { ToolAnswer } from "../server/requests.ts";

/** A problem document: https://mailchimp.com/developer/marketing/docs/errors/ */
export class MailchimpRefusal extends Error {
  readonly status: number;
  readonly title: string;
  readonly errors: { field: string; message: string }[];
  constructor(status: number, title: string, detail: string, errors: MailchimpRefusal["errors"] = []) {
    super(detail);
    this.status = status;
    this.title = title;
    this.errors = errors;
  }
}

export function problem({ status, title, message, errors }: MailchimpRefusal): ToolAnswer {
  return {
    status,
    body: {
      type: "https://mailchimp.com/developer/marketing/docs/errors/",
      title,
      status,
      detail: message,
      instance: randomUUID(),
      ...(errors.length > 0 ? { errors } : {}),
    },
    headers: { "Content-Type": "application/problem+json; charset=utf-8" },
  };
}

export function notFound(): MailchimpRefusal {
  return new MailchimpRefusal(404, "Resource Not Found", "The requested resource could not be found.");
}

export function invalidResource(...errors: MailchimpRefusal["errors"]): MailchimpRefusal {
  return new MailchimpRefusal(
    400,
    "Invalid Resource",
    "The resource submitted could not be validated. For field-specific details, see the 'errors' array.",
    errors,
  );
}

export function parseBody<T extends z.ZodType>(schema: T, body: unknown): z.infer<T> {
  if (body === undefined)
    throw new MailchimpRefusal(400, "JSON Parse Error", "We encountered an unspecified JSON parsing error.");
  const parsed = schema.safeParse(body);
  if (parsed.success) return parsed.data;
  throw invalidResource(
    ...parsed.error.issues
      .slice(0, 10)
      .map(({ path, message }) => ({ field: path.map(String).join("."), message })),
  );
}

import type { z } from "zod";

export type RefusalReason = "bad_shape" | "bad_value" | "unknown_currency" | "other_currency" | "scattered";

/** A node that cannot become rows. `detail` holds no personal data. */
export class Refused extends Error {
  readonly retry = "never";
  readonly reason: RefusalReason;
  constructor(reason: RefusalReason, detail: string, options?: ErrorOptions) {
    super(detail, options);
    this.name = "Refused";
    this.reason = reason;
  }
}

/** Throws Refused("bad_shape") with the paths that are wrong. */
export function parseNode<T>(schema: z.ZodType<T>, node: unknown): T {
  const parsed = schema.safeParse(node);
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues
    .slice(0, 5)
    .map((issue) => `${issue.path.join(".")}: ${issue.message}`);
  throw new Refused("bad_shape", problems.join("; "));
}

/** Runs a mapping whose values come from outside; what it finds impossible (a bad id, instant or amount) is Refused("bad_value"). */
export function refusing<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (error instanceof RangeError) throw new Refused("bad_value", error.message, { cause: error });
    throw error;
  }
}

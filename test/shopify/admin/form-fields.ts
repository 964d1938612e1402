import { z } from "zod";
import type { LocalShop } from "../local-shop.ts";
import { ActionRefused } from "../store/actions.ts";
import { parseAmount } from "../store/amount.ts";
import type { AdminShellDeps } from "./context.ts";

/** What a form does: the path below `/store/{name}` to go to afterwards, and what to say there. */
export interface Outcome {
  path: string;
  done?: string;
}

export type Handler = (
  shop: LocalShop,
  form: URLSearchParams,
  subjectId: number,
  deps: AdminShellDeps,
) => Outcome;

export const text = z.string().trim();
export const optionalText = text.transform((value) => value || null).nullable();
export const id = z
  .string()
  .regex(/^\d{1,16}$/)
  .transform(Number);
export const optionalId = z.union([z.literal("").transform(() => null), id]).nullable();
export const units = z
  .string()
  .regex(/^\d{1,6}$/)
  .transform(Number);
export const email = z.union([z.literal("").transform(() => null), z.email()]).nullable();
export const ticked = z
  .literal("yes")
  .nullable()
  .transform((value) => value === "yes");
export const reasons = z.enum(["CUSTOMER", "DECLINED", "FRAUD", "INVENTORY", "OTHER", "STAFF"]);

/** Error: `ActionRefused` that names the field. */
export function field<Output>(form: URLSearchParams, name: string, schema: z.ZodType<Output>): Output {
  const parsed = schema.safeParse(form.get(name));
  if (parsed.success) return parsed.data;
  throw new ActionRefused(
    `the field "${name}" is not right: ${parsed.error.issues[0]?.message ?? "unreadable"}`,
  );
}

export function each<Output>(form: URLSearchParams, name: string, schema: z.ZodType<Output>): Output[] {
  const parsed = z.array(schema).safeParse(form.getAll(name));
  if (parsed.success) return parsed.data;
  throw new ActionRefused(
    `a field "${name}" is not right: ${parsed.error.issues[0]?.message ?? "unreadable"}`,
  );
}

/** Undefined where the field is empty. */
export function amountMinor(shop: LocalShop, decimal: string | null): number | undefined {
  if (decimal === null || decimal.trim() === "") return undefined;
  const minor = parseAmount(decimal, shop.store.shop.currency);
  if (minor === null || minor < 0)
    throw new ActionRefused(`"${decimal.slice(0, 40)}" is not an amount such as 25.00`);
  return minor;
}

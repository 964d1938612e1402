import { z } from "zod";
import type { ListSort } from "../db/queries/pages/customer-list.ts";

/** What the members of a segment are listed by, the most first. */
export type ListOrder = ListSort;

/** As a page asks for it. A list by name would begin with Z, so none is asked for. */
export const askedOrder = z.enum([
  "net_sales",
  "predicted",
  "value_at_stake",
  "orders",
  "last_order",
]) satisfies z.ZodType<ListOrder>;

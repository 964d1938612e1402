import type { Sql } from "sql-template-tag";
import { z } from "zod";
import type { Queryable } from "../db/client.ts";
import {
  type CustomerListRow,
  customerPage,
  type ListPlace,
  type ListSort,
} from "../db/queries/pages/customer-list.ts";
import type { ShopId } from "../platform/ids.ts";
import { storableDay } from "./operands.ts";

const whole = z.number().int();
/** What a list is sorted by, as it stands in a cursor. A cursor comes from an address, where anybody may write one. */
const SORT_VALUES = {
  net_sales: whole,
  margin: whole,
  contribution: whole,
  predicted: whole,
  orders: whole.max(2 ** 31 - 1).min(-(2 ** 31)),
  last_order: storableDay,
  value_at_stake: z.number(),
  // PostgreSQL stores no NUL.
  name: z.string().refine((text) => !text.includes("\0")),
} satisfies Record<ListSort, z.ZodType<number | string>>;

/** A place in one list and the way to read from it. A cursor of another sort order is no place in this list. */
const cursorSchema = z.tuple([
  z.enum(["next", "previous"]),
  z.string(),
  z.union([z.number(), z.string(), z.null()]),
  whole,
]);

export interface SortedList {
  readonly sort: ListSort;
  readonly direction: "asc" | "desc";
  readonly cursor?: string | undefined;
  readonly pageSize: number;
}

export interface CursorPage {
  readonly rows: readonly CustomerListRow[];
  readonly nextCursor: string | null;
  readonly previousCursor: string | null;
}

/**
 * One page of a list, in the list's own order whichever way it was reached. Reading on from a page and back again shows the
 * same rows, also among equal values. A cursor that is not of this list starts at the beginning.
 */
export async function readPage(
  on: Queryable,
  shop: ShopId,
  condition: Sql,
  list: SortedList,
): Promise<CursorPage> {
  const order = `${list.sort} ${list.direction}`;
  const place = parseCursor(list.cursor, list.sort, order);
  const backwards = place?.way === "previous";
  const read = await customerPage(on, shop, condition, {
    sort: list.sort,
    direction: list.direction,
    after: place?.at,
    backwards,
    limit: list.pageSize + 1,
  });
  const more = read.length > list.pageSize;
  const rows = read.slice(0, list.pageSize);
  if (backwards) rows.reverse();
  const cursorAt = (way: "next" | "previous", row: CustomerListRow | undefined): string | null =>
    row ? encode([way, order, row.sort_value, row.customer_id]) : null;
  const hasNext = backwards || more;
  const hasPrevious = backwards ? more : place !== undefined;
  return {
    rows,
    nextCursor: hasNext ? cursorAt("next", rows.at(-1)) : null,
    previousCursor: hasPrevious ? cursorAt("previous", rows[0]) : null,
  };
}

function encode(cursor: z.infer<typeof cursorSchema>): string {
  return Buffer.from(JSON.stringify(cursor)).toString("base64url");
}

function parseCursor(
  text: string | undefined,
  sort: ListSort,
  order: string,
): { way: "next" | "previous"; at: ListPlace } | undefined {
  if (!text) return undefined;
  try {
    const cursor = cursorSchema.parse(JSON.parse(Buffer.from(text, "base64url").toString("utf8")));
    const [way, itsOrder, value, customerId] = cursor;
    SORT_VALUES[sort].nullable().parse(value);
    return itsOrder === order ? { way, at: { value, customerId } } : undefined;
  } catch {
    return undefined;
  }
}

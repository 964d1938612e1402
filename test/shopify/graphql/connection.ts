import type { Arguments } from "../shop-internals.ts";
import { FieldError } from "./field.ts";
import type { SortedList } from "./sorted-list.ts";

/** One page of a connection, with what its `pageInfo` says. */
export interface Page<T = unknown> {
  nodes: T[];
  cursors: string[];
  hasNextPage: boolean;
  hasPreviousPage: boolean;
  /** Items of the whole connection. */
  total: number;
}

const MAX_PAGE = 250;
/** Shopify lists no further than this by paging: bulk operations are for more. */
const MAX_REACH = 25_000;

interface Position {
  last_id: number;
  last_value: string | number;
}

function encode(position: Position): string {
  return Buffer.from(JSON.stringify(position)).toString("base64");
}

function decode(cursor: string): Position {
  try {
    const read: unknown = JSON.parse(Buffer.from(cursor, "base64").toString());
    if (read && typeof read === "object" && "last_id" in read && "last_value" in read) {
      const { last_id, last_value } = read;
      if (typeof last_id === "number" && (typeof last_value === "string" || typeof last_value === "number"))
        return { last_id, last_value };
    }
  } catch {
    // Falls through to the refusal.
  }
  throw new FieldError(`Invalid cursor for current pagination sort.`, { code: "BAD_REQUEST" });
}

function pageOf<T>(list: SortedList<T>, args: Arguments, maxPage = MAX_PAGE): Page<T> {
  const first = typeof args.first === "number" ? args.first : null;
  const last = typeof args.last === "number" ? args.last : null;
  if (first === null && last === null) throw new FieldError("you must provide one of first or last");
  if (first !== null && last !== null)
    throw new FieldError("providing both first and last is not supported", { code: "BAD_REQUEST" });
  const size = first ?? last ?? 0;
  if (size < 0 || size > maxPage)
    throw new FieldError(`${first === null ? "last" : "first"} must be between 0 and ${maxPage}`, {
      code: "BAD_REQUEST",
    });
  let from = 0;
  let to = list.items.length;
  if (typeof args.after === "string") from = boundary(list, decode(args.after), true);
  if (typeof args.before === "string") to = Math.max(from, boundary(list, decode(args.before), false));
  const hadBefore = from > 0;
  const hadAfter = to < list.items.length;
  let start = from;
  let end = to;
  if (first !== null) end = Math.min(to, from + size);
  else start = Math.max(from, to - size);
  if (end > MAX_REACH && list.items.length > MAX_REACH)
    throw new FieldError(`Pagination is limited to ${MAX_REACH} objects. Use a bulk operation for more.`, {
      code: "BAD_REQUEST",
    });
  const nodes = list.items.slice(start, end);
  return {
    nodes,
    cursors: nodes.map((item) => encode({ last_id: list.idOf(item), last_value: list.valueOf(item) })),
    hasNextPage: end < to || hadAfter,
    hasPreviousPage: start > from || hadBefore,
    total: list.items.length,
  };
}

/** Index of the first item after the position (`past`), or of the first that is not before it. */
function boundary<T>(list: SortedList<T>, position: Position, past: boolean): number {
  const sign = list.descending ? -1 : 1;
  let low = 0;
  let high = list.items.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    const item = list.items[middle]!;
    const value = list.valueOf(item);
    const order =
      (value < position.last_value
        ? -1
        : value > position.last_value
          ? 1
          : list.idOf(item) - position.last_id) * sign;
    if (order < 0 || (past && order === 0)) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** A short list that hangs on one object, in its own order: positions are its cursors. */
function shortList<T>(items: readonly T[], args: Arguments): SortedList<{ item: T; at: number }> {
  const numbered = items.map((item, at) => ({ item, at: at + 1 }));
  const descending = args.reverse === true;
  if (descending) numbered.reverse();
  return { items: numbered, idOf: (one) => one.at, valueOf: (one) => one.at, descending };
}

/**
 * What a connection field resolves to: pages for a query, everything for a bulk operation.
 */
export class Connection<T = unknown> {
  readonly #list: () => SortedList<T>;
  readonly #args: Arguments;
  readonly #nodeOf: (item: T) => unknown;
  readonly #maxPage: number;
  #page: Page | undefined;

  constructor(
    list: () => SortedList<T>,
    args: Arguments,
    nodeOf: (item: T) => unknown = (item) => item,
    maxPage = MAX_PAGE,
  ) {
    this.#list = list;
    this.#args = args;
    this.#nodeOf = nodeOf;
    this.#maxPage = maxPage;
  }

  get page(): Page {
    if (!this.#page) {
      const page = pageOf(this.#list(), this.#args, this.#maxPage);
      this.#page = { ...page, nodes: page.nodes.map(this.#nodeOf) };
    }
    return this.#page;
  }

  /** Sorts and filters at once; throws what that throws. */
  check(): void {
    this.#list();
  }

  /** Every node; `first` and `last` are honoured where they are given, as bulk operations do. */
  *all(): Generator<unknown> {
    const { items } = this.#list();
    const first = typeof this.#args.first === "number" ? this.#args.first : items.length;
    for (let at = 0; at < Math.min(first, items.length); at++) yield this.#nodeOf(items[at]!);
  }
}

export function listConnection<T>(items: readonly T[], args: Arguments): Connection<{ item: T; at: number }> {
  return new Connection(
    () => shortList(items, args),
    args,
    ({ item }) => item,
  );
}

import type { Day } from "../../app/clv/calendar.ts";
import { NoTransactionFile } from "../../app/csv/refusal.ts";
import type { amountScope } from "./format/column-names.ts";

/** A row that counts. */
export interface LogRow {
  readonly line: number;
  /** Empty where it names nobody. */
  readonly customer: string;
  readonly day: Day;
  /** Below zero: a return. */
  readonly amountMinor: number;
  /** What the row itself says was given back of its amount. */
  readonly refundedMinor: number;
  /** Empty where the file does not say. */
  readonly order: string;
}

export interface LogReturn {
  readonly day: Day;
  readonly amountMinor: number;
}

export interface LogOrder {
  /** Place in `LogOrders.customers`; null for an order of nobody. */
  readonly customer: number | null;
  readonly day: Day;
  /** Before returns. */
  readonly amountMinor: number;
  /** Never more together than the order's amount. */
  readonly returns: readonly LogReturn[];
}

export interface LogOrders {
  /** In the order of their first row. */
  readonly customers: readonly string[];
  readonly orders: readonly LogOrder[];
  /** Returns that lower an order, and parts of returns beyond everything that the customer bought. */
  readonly returns: number;
  readonly returnedMinor: number;
  readonly unmatched: readonly { readonly row: LogRow; readonly leftMinor: number }[];
  /** Whether the total of an order stood on each of its rows. */
  readonly totalsRepeated: boolean;
}

interface OrderDraft {
  readonly customer: string;
  readonly day: Day;
  readonly order: string;
  amountMinor: number;
  leftMinor: number;
  readonly returns: LogReturn[];
}

/**
 * Orders of a log's rows: rows of one customer with one order id on one day are one order, any other row is one of its own. A return lowers the
 * order whose id it has and no other; without such an order, the last one of the customer by then that came to just that amount, then the
 * customer's orders from the return backwards, at last the later ones. Rows that name nobody are looked at together.
 */
export function ordersOf(
  rows: readonly LogRow[],
  { file, scope }: { file: string; scope: ReturnType<typeof amountScope> },
): LogOrders {
  const sales = rows.filter((row) => row.amountMinor >= 0);
  const { merged, totalsRepeated } = mergedSales(sales, file, scope);
  const indexOf = new Map<string, number>();
  const drafts: OrderDraft[] = [];
  let returns = 0;
  let returnedMinor = 0;
  const giveBack = (draft: OrderDraft, day: Day, wantedMinor: number): number => {
    const amountMinor = Math.min(wantedMinor, draft.leftMinor);
    if (amountMinor === 0) return 0;
    draft.leftMinor -= amountMinor;
    draft.returns.push({ day: Math.max(day, draft.day), amountMinor });
    returnedMinor += amountMinor;
    return amountMinor;
  };
  for (const { customer, day, order, amountMinor, refundedMinor } of merged) {
    if (customer !== "" && !indexOf.has(customer)) indexOf.set(customer, indexOf.size);
    const draft = { customer, day, order, amountMinor, leftMinor: amountMinor, returns: [] };
    drafts.push(draft);
    if (giveBack(draft, day, refundedMinor) > 0) returns += 1;
  }
  const back = rows.filter((row) => row.amountMinor < 0);
  const ordersOfCustomer = back.length > 0 ? byCustomer(drafts) : null;
  const unmatched: { row: LogRow; leftMinor: number }[] = [];
  for (const row of back.toSorted((left, right) => left.day - right.day || left.line - right.line)) {
    let leftMinor = -row.amountMinor;
    for (const draft of candidates(ordersOfCustomer?.get(row.customer) ?? [], row)) {
      leftMinor -= giveBack(draft, row.day, leftMinor);
      if (leftMinor === 0) break;
    }
    if (leftMinor < -row.amountMinor) returns += 1;
    if (leftMinor > 0) unmatched.push({ row, leftMinor });
  }
  const orders = drafts.map(({ customer, day, amountMinor, returns: given }) => ({
    customer: indexOf.get(customer) ?? null,
    day,
    amountMinor,
    returns: given,
  }));
  return { customers: [...indexOf.keys()], orders, returns, returnedMinor, unmatched, totalsRepeated };
}

function byCustomer(drafts: readonly OrderDraft[]): Map<string, OrderDraft[]> {
  const groups = new Map<string, OrderDraft[]>();
  for (const draft of drafts) {
    const group = groups.get(draft.customer);
    if (group) group.push(draft);
    else groups.set(draft.customer, [draft]);
  }
  for (const group of groups.values()) group.sort((left, right) => left.day - right.day);
  return groups;
}

function* candidates(
  orders: readonly OrderDraft[],
  { order, day, amountMinor }: LogRow,
): Generator<OrderDraft> {
  const named = order === "" ? [] : orders.filter((draft) => draft.order === order);
  if (named.length > 0) return yield* named;
  const earlier = orders.filter((draft) => draft.day <= day).reverse();
  const same = earlier.find((draft) => draft.leftMinor === -amountMinor);
  if (same) yield same;
  yield* earlier;
  yield* orders.filter((draft) => draft.day > day);
}

/** Orders of several rows with one amount on each of them: from this many on, it is hardly chance. */
const HARDLY_CHANCE = 3;

function mergedSales(
  sales: readonly LogRow[],
  file: string,
  scope: ReturnType<typeof amountScope>,
): { merged: LogRow[]; totalsRepeated: boolean } {
  const groups: LogRow[][] = [];
  const named = new Map<string, LogRow[]>();
  for (const row of sales) {
    const key = row.order === "" ? null : JSON.stringify([row.customer, row.order, row.day]);
    const known = key === null ? undefined : named.get(key);
    if (known) known.push(row);
    else {
      const group = [row];
      groups.push(group);
      if (key !== null) named.set(key, group);
    }
  }
  const several = groups.filter((group) => group.length > 1);
  const isRepeated =
    scope !== "line" &&
    several.length > 0 &&
    several.every(
      (group) => group[0]!.amountMinor > 0 && group.every((row) => row.amountMinor === group[0]!.amountMinor),
    );
  if (isRepeated && scope === null && several.length >= HARDLY_CHANCE) {
    const lines = several[0]!.map((row) => row.line).join(" and ");
    throw new NoTransactionFile(
      `${file} has ${several.length} orders of several rows with the same amount on each (such as lines ${lines}): it can be the order's total or a line's. ` +
        "Name the column order_total (then it counts once an order) or line_amount (then it is added up)",
    );
  }
  const totalsRepeated = isRepeated && scope === "order";
  const merged = groups.map((group) => {
    if (group.length === 1 || totalsRepeated) return group[0]!;
    return {
      ...group[0]!,
      amountMinor: group.reduce((sum, row) => sum + row.amountMinor, 0),
      refundedMinor: group.reduce((sum, row) => sum + row.refundedMinor, 0),
    };
  });
  return { merged, totalsRepeated };
}

import type { CsvRecord } from "../../../app/csv/records.ts";
import { NoTransactionFile } from "../../../app/csv/refusal.ts";
import { ACCOUNT_SIDES, compactName, type Role } from "./column-names.ts";

interface Sides {
  readonly debit: number;
  readonly credit: number;
}

/** Columns of the two sides of an account; null where one is missing. */
export function sidesAt(header: readonly string[]): Sides | null {
  const names = header.map(compactName);
  const at = (side: keyof Sides): number => names.findIndex((name) => ACCOUNT_SIDES[side].includes(name));
  const sides = { debit: at("debit"), credit: at("credit") };
  return sides.debit < 0 || sides.credit < 0 ? null : sides;
}

type Columns = Readonly<Partial<Record<Role, number>>>;

/** Whether amounts stand on one side of an account, and what was given back on the other. */
export function isAccount(header: readonly string[], { amount, refunded }: Columns): boolean {
  const sides = sidesAt(header);
  if (!sides || amount === undefined || refunded === undefined) return false;
  return [sides.debit, sides.credit].includes(amount) && [sides.debit, sides.credit].includes(refunded);
}

/** Sales are on the side with this many times the rows of the other: payments would be as many as what they pay. */
const MANY_TIMES = 5;

/**
 * Which side of an account the sales are on: in an account of customers the debit, in one of revenue the credit. The other side holds what was given
 * back. Throws NoTransactionFile where the rows do not say it: the other side may hold payments, after which nothing would be left.
 */
export function salesSide(
  file: string,
  header: readonly string[],
  { debit, credit }: Sides,
  records: Iterable<CsvRecord>,
): Partial<Record<"amount" | "refunded", number>> {
  const filled = { [debit]: { rows: 0, first: "" }, [credit]: { rows: 0, first: "" } };
  for (const { cells, line } of records) {
    for (const at of [debit, credit]) {
      const cell = cells[at]?.trim() ?? "";
      const side = filled[at];
      if (!side || !/[1-9]/.test(cell)) continue;
      side.rows += 1;
      side.first ||= `"${cell}" on line ${line}`;
    }
  }
  const [debits, credits] = [filled[debit]!, filled[credit]!];
  const [amount, refunded] = debits.rows >= credits.rows ? [debit, credit] : [credit, debit];
  const [sales, others] = [filled[amount]!, filled[refunded]!];
  if (sales.rows === 0) return {};
  if (others.rows === 0) return { amount };
  if (others.rows * MANY_TIMES <= sales.rows) return { amount, refunded };
  const said = (at: number) => `${filled[at]!.rows} amounts in "${header[at]}" (${filled[at]!.first})`;
  throw new NoTransactionFile(
    `${file} has ${said(debit)} and ${said(credit)}, and does not say which are sales: ${whatToGive(header, debit, credit)}`,
  );
}

function whatToGive(header: readonly string[], debit: number, credit: number): string {
  const columns = (one: number, other: number) =>
    `--columns amount="${header[one]}",refunded="${header[other]}"`;
  return `give ${columns(debit, credit)} or ${columns(credit, debit)}, and leave out rows that are payments`;
}

/** No shop gives back more of its sales than this. A payment for many invoices is one row, so that only the sums tell of it. */
const MOST_GIVEN_BACK = 0.5;

/** Throws NoTransactionFile where the side that `salesSide` takes for what was given back holds so much that it may be payments. */
export function assertSalesAreLeft(
  file: string,
  header: readonly string[],
  { amount = -1, refunded = -1 }: Columns,
  rows: readonly { readonly amountMinor: number; readonly refundedMinor: number }[],
): void {
  let sales = 0;
  let others = 0;
  for (const { amountMinor, refundedMinor } of rows) {
    sales += Math.max(0, amountMinor);
    others += Math.max(0, -amountMinor) + refundedMinor;
  }
  if (others <= MOST_GIVEN_BACK * sales) return;
  const share = sales === 0 ? "" : ` (${Math.round((others / sales) * 100)} %)`;
  throw new NoTransactionFile(
    `${file}: the amounts in "${header[refunded]}" are more than half of those in "${header[amount]}"${share}, too much to have been given back: ` +
      whatToGive(header, amount, refunded),
  );
}

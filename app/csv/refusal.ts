/** A row that does not count, with the reason. */
export interface RefusedRow {
  readonly line: number;
  readonly reason: string;
  readonly text: string;
}

/** A file that is no transaction log, or that can be read in more than one way, with what would be right. */
export class NoTransactionFile extends Error {}

/** Bad rows up to this number are left out of any log. */
const FEW_ROWS = 5;
/** Share of the rows that may be bad in a larger one. */
const SMALL_SHARE = 0.02;
const MOST_SHOWN = 5;

/** Whether a few rows of many are concerned, and not a log that was misread. */
export const isSmallShare = (few: number, all: number): boolean =>
  few <= Math.max(FEW_ROWS, SMALL_SHARE * all);

/** Throws NoTransactionFile where no row is left, or where more than a small share of them is refused. */
export function assertFewRefused(file: string, refused: readonly RefusedRow[], all: number): void {
  const [first] = refused;
  if (refused.length === all) {
    throw new NoTransactionFile(
      first
        ? `${file}: none of its ${all} rows can be read; line ${first.line}: ${first.reason}`
        : `${file} has a header and no rows`,
    );
  }
  if (isSmallShare(refused.length, all)) return;
  const shown = refused.slice(0, MOST_SHOWN).map(({ line, reason }) => `\n  line ${line}: ${reason}`);
  throw new NoTransactionFile(
    `${file}: ${refused.length} of its ${all} rows cannot be read; a result from the rest would mislead. The first:${shown.join("")}`,
  );
}

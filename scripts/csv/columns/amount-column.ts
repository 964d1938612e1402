import {
  type AmountCell,
  type AmountColumn,
  type AmountColumnOptions,
  amountColumn,
  UnprovenMark,
} from "../../../app/csv/amount-column.ts";
import { NoTransactionFile } from "../../../app/csv/refusal.ts";

/** The amounts of a log. Throws NoTransactionFile where they prove no decimal mark, with the options that say it. */
export function logAmounts(
  cells: Iterable<AmountCell>,
  { file, ...options }: AmountColumnOptions & { readonly file: string },
): AmountColumn {
  try {
    return amountColumn(cells, options);
  } catch (error) {
    if (!(error instanceof UnprovenMark)) throw error;
    throw new NoTransactionFile(unproven(error, file, options.decimals));
  }
}

function unproven({ first, other }: UnprovenMark, file: string, decimals: number): string {
  if (other) {
    return (
      `${file} has two kinds of amounts: "${first.text}" (line ${first.line}) and "${other.text}" (line ${other.line}) have different decimal marks; ` +
      `write all in one way, or give --decimal . or --decimal ,`
    );
  }
  const mark = first.text.includes(",") ? "," : ".";
  const [whole, fraction] = [first.text.replace(/[.,]/, ""), first.text.replace(/[.,]/, ".")];
  return (
    `${file}: "${first.text}" (line ${first.line}) can be ${whole} or ${fraction}: three digits after the ${mark === "," ? "comma" : "point"} in a currency of ${decimals} decimals, ` +
    `and no amount of the file decides; give --decimal ${mark === "," ? "." : ","} (then it is ${whole}) or --decimal ${mark} (then it is ${fraction})`
  );
}

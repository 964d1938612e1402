import { parseAmountText } from "../../app/csv/amount-column.ts";
import { parseDateText } from "../../app/csv/date-text.ts";
import { compactName } from "./format/column-names.ts";
import { amountsAt, type LogTable } from "./format/table.ts";

/** Rows that are looked at. */
const ENOUGH_ROWS = 50;
const MONEY =
  /price|prijs|preis|prix|deb[ei]t|credit|soll|haben|bedrag|betrag|amount|total|montant|value|omzet|revenue|sales|bruto|netto|brutto|gross|incl|excl/;

/** Columns that hold amounts, in a log of which none is known as the amount. */
export class UnreadAmounts {
  readonly #header: readonly string[];
  readonly #candidates: Set<number>;
  readonly #seen = new Set<number>();
  #rows = 0;

  constructor({ header, columns }: LogTable) {
    this.#header = header;
    const isRead = new Set(Object.values(columns));
    const others = [...header.keys()].filter((at) => !isRead.has(at) && header[at] !== "");
    this.#candidates = new Set(amountsAt(columns).length > 0 ? [] : others);
  }

  look(cells: readonly string[]): void {
    if (this.#candidates.size === 0 || this.#rows === ENOUGH_ROWS) return;
    this.#rows += 1;
    for (const at of this.#candidates) {
      const text = cells[at]?.trim() ?? "";
      if (text === "") continue;
      const isMoney = MONEY.test(compactName(this.#header[at] ?? "")) || /[.,]\d{2}\D*$/.test(text);
      if (isMoney && parseAmountText(text) && !parseDateText(text)) this.#seen.add(at);
      else this.#candidates.delete(at);
    }
  }

  notes(): string[] {
    const names = [...this.#candidates].flatMap((at) =>
      this.#seen.has(at) ? [`"${this.#header[at]}"`] : [],
    );
    if (names.length === 0) return [];
    return [
      `no column is known as the amount, so there are no values; not read: ${names.join(", ")}; where one of them is the amount, give --columns amount=${names[0]}`,
    ];
  }
}

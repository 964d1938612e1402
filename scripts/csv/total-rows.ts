/** A word for a sum where a customer should stand: "Totaal", "Subtotaal 1056", "Grand total". */
const SUM =
  /^(?:grand[ -]?|sub[ -]?|eind|tussen|zwischen|end)?(?:totals?|totaal|gesamt|gesamtsumme|gesamtbetrag|summe|somme|total g[ée]n[ée]ral)(?:$|[\s:].*$)/i;

export const namesSum = (customer: string): boolean => SUM.test(customer);

export const UNLIKE_SUM =
  "is a word for a sum, and its amount is not that of the rows above: leave the row out, or write the customer's name another way";

/** Finds rows that sum up rows above them: all of them, or those since the last such row. */
export class TotalRows {
  #allMinor = 0;
  #allRows = 0;
  #sinceMinor = 0;
  #sinceRows = 0;

  isTotal(amountMinor: number): boolean {
    const isSum =
      (this.#allRows > 1 && amountMinor === this.#allMinor) ||
      (this.#sinceRows > 1 && amountMinor === this.#sinceMinor);
    return isSum && amountMinor !== 0;
  }

  /** A row that is an order or a return. */
  add(amountMinor: number): void {
    this.#allMinor += amountMinor;
    this.#allRows += 1;
    this.#sinceMinor += amountMinor;
    this.#sinceRows += 1;
  }

  /** A row that is none. */
  end(): void {
    this.#sinceMinor = 0;
    this.#sinceRows = 0;
  }
}

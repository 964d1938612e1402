/** A list that is sorted by `valueOf`, then by `idOf`, ascending or descending as a whole. */
export interface SortedList<T> {
  items: readonly T[];
  idOf(item: T): number;
  valueOf(item: T): string | number;
  descending: boolean;
}

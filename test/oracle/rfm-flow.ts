/** Moves between RFM groups as docs/segments.md defines them, by counting: what the page's statement is judged by. */

export interface PlainBuyer {
  /** Days are whole numbers since 1970-01-01. */
  readonly orders: readonly { readonly day: number; readonly netMinor: number }[];
}

const FEW_SOME_MANY: Readonly<Record<number, readonly [string, string, string]>> = {
  5: ["NEW", "ACTIVE", "CHAMPIONS"],
  4: ["PROMISING", "ACTIVE", "LOYAL"],
  3: ["ALMOST_LOST", "NEEDS_ATTENTION", "LOYAL"],
  2: ["ALMOST_LOST", "AT_RISK", "PREVIOUSLY_LOYAL"],
  1: ["DORMANT", "AT_RISK", "PREVIOUSLY_LOYAL"],
};

/** 1, and 1 more for each fifth of the customers that lies below: of equals the whole lot, and none of it. */
function score(value: number, all: readonly number[], equals: "count" | "do not count"): number {
  const below = all.filter((other) => (equals === "count" ? other <= value : other < value)).length;
  const passed = [1, 2, 3, 4].filter((fifths) =>
    equals === "count"
      ? below > Math.floor((fifths * all.length) / 5)
      : below >= Math.ceil((fifths * all.length) / 5),
  );
  return 1 + passed.length;
}

interface Figures {
  readonly last: number;
  readonly count: number;
  readonly minor: number;
}

/** Of the buyers in their order; null who has not ordered by that day. */
export function groupsOn(day: number, buyers: readonly PlainBuyer[]): (string | null)[] {
  const figures = buyers.map(({ orders }): Figures | null => {
    const placed = orders.filter((order) => order.day <= day);
    if (placed.length === 0) return null;
    return {
      last: Math.max(...placed.map((order) => order.day)),
      count: placed.length,
      minor: placed.reduce((sum, order) => sum + order.netMinor, 0),
    };
  });
  const known = figures.filter((each) => each !== null);
  return figures.map((own) => {
    if (own === null) return null;
    const of = (figure: (each: Figures) => number, equals: "count" | "do not count") =>
      score(figure(own), known.map(figure), equals);
    const recency = of(({ last }) => last, "count");
    const strength = of(({ count }) => count, "do not count") + of(({ minor }) => minor, "do not count");
    return FEW_SOME_MANY[recency]![strength <= 4 ? 0 : strength <= 7 ? 1 : 2];
  });
}

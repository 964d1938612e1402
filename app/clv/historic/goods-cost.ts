import { roundHalfUp, spread } from "./rounding.ts";

/** A goods line of an order, as far as its cost goes. */
export interface CostedLine {
  readonly netSalesMinor: number;
  readonly keptQuantity: number;
  /** Per unit, as seen at ingestion; null where it was not known. */
  readonly unitCostMinor: number | null;
  /** What the merchant says that a unit of the product costs; null where nothing is said. */
  readonly productCostMinor: number | null;
}

/** Where the cost of a line is from. Of a line of which nothing was kept, the cost is known whatever a unit costs: nothing. */
export type CostSource = "ingestion" | "product" | "default_margin" | "nothing_kept";

export interface LineCost {
  readonly source: CostSource;
  /** Null where it takes a default margin to say, and there is none. */
  readonly costMinor: number | null;
}

export interface GoodsCost {
  readonly lines: readonly LineCost[];
  /** Of the lines whose cost is known. */
  readonly costMinor: number;
  /** Net sales of just those lines. */
  readonly costKnownNetSalesMinor: number;
  /** Of the other lines, by the default margin; null where it takes one and there is none. */
  readonly assumedCostMinor: number | null;
}

export function costSourceOf(line: CostedLine): CostSource {
  if (line.unitCostMinor !== null) return "ingestion";
  if (line.productCostMinor !== null) return "product";
  return line.keptQuantity === 0 ? "nothing_kept" : "default_margin";
}

/**
 * What sales of unknown cost are taken to cost: what the default margin (basis points of net sales) leaves of them, rounded once for
 * the order and never below 0, as goods that stay cost what they cost however much was given back for them. Null without a default
 * margin, unless it is 0 whatever the margin: a margin over half of the sales would pass for the whole.
 */
export function assumedCostMinor(
  unknownNetSalesMinor: number,
  defaultMarginBp: number | null,
): number | null {
  if (unknownNetSalesMinor === 0) return 0;
  if (defaultMarginBp === null) return null;
  const marginMinor = roundHalfUp((unknownNetSalesMinor * defaultMarginBp) / 10_000);
  return Math.max(0, unknownNetSalesMinor - marginMinor);
}

/**
 * Cost of the goods of an order, line by line: unit cost at ingestion x kept quantity; where unknown the product's, else what the default
 * margin leaves of all such lines together, spread over them by their net sales. The lines add up to the order exactly.
 */
export function costOfGoods(lines: readonly CostedLine[], defaultMarginBp: number | null): GoodsCost {
  const sources = lines.map(costSourceOf);
  const isAssumed = sources.map((source) => source === "default_margin");
  const known = lines.map((line, at) =>
    isAssumed[at] ? 0 : line.keptQuantity * (line.unitCostMinor ?? line.productCostMinor ?? 0),
  );
  const unknownMinor = sum(lines.map((line, at) => (isAssumed[at] ? line.netSalesMinor : 0)));
  const assumed = assumedCostMinor(unknownMinor, defaultMarginBp);
  const weights = lines.map((line, at) => (isAssumed[at] ? Math.max(0, line.netSalesMinor) : 0));
  const parts = assumed === null ? null : spread(assumed, weights, isAssumed);
  return {
    lines: sources.map((source, at) => ({
      source,
      costMinor: isAssumed[at] ? (parts?.[at] ?? null) : known[at]!,
    })),
    costMinor: sum(known),
    costKnownNetSalesMinor: sum(lines.map((line) => line.netSalesMinor)) - unknownMinor,
    assumedCostMinor: assumed,
  };
}

const sum = (amounts: readonly number[]): number => amounts.reduce((total, one) => total + one, 0);

import { RFM_RULES, type RfmGroup } from "../../clv/historic/rfm.ts";
import type { RfmMove } from "../../valuation/pages/rfm-flow.ts";

export const FLOW_MEASURES = ["customers", "net_sales", "expected"] as const;
export type FlowMeasure = (typeof FLOW_MEASURES)[number];

/** From the best to those who have not ordered yet. */
const GROUPS: readonly RfmGroup[] = [...RFM_RULES.map(({ group }) => group), "PROSPECTS"];
const BEST: readonly RfmGroup[] = ["CHAMPIONS", "LOYAL"];

export interface FlowCell {
  readonly to: RfmGroup;
  readonly customers: number;
  /** By the measure; null where it is not known. */
  readonly value: number | null;
  /** Of the customers of the row, 0 to 1. */
  readonly share: number;
}

export interface FlowRow {
  readonly from: RfmGroup;
  readonly customers: number;
  /** One for each group of `FlowTable.groups`, in its order. */
  readonly cells: readonly FlowCell[];
}

export interface FlowTable {
  /** Groups in which somebody was at the end. */
  readonly groups: readonly RfmGroup[];
  readonly rows: readonly FlowRow[];
}

const valueIn = (move: RfmMove, measure: FlowMeasure): number | null =>
  measure === "customers"
    ? move.customers
    : measure === "net_sales"
      ? move.netSalesMinor
      : move.expectedMinor;

export function flowTable(moves: readonly RfmMove[], measure: FlowMeasure): FlowTable {
  const isIn = (side: "from" | "to") => (group: RfmGroup) => moves.some((move) => move[side] === group);
  const groups = GROUPS.filter(isIn("to"));
  const rows = GROUPS.filter(isIn("from")).map((from): FlowRow => {
    const ofRow = moves.filter((move) => move.from === from);
    const customers = ofRow.reduce((sum, move) => sum + move.customers, 0);
    const cells = groups.map((to): FlowCell => {
      const move = ofRow.find((each) => each.to === to);
      if (!move) return { to, customers: 0, value: 0, share: 0 };
      return {
        to,
        customers: move.customers,
        value: valueIn(move, measure),
        share: move.customers / customers,
      };
    });
    return { from, customers, cells };
  });
  return { groups, rows };
}

export interface FlowSums {
  readonly customers: number;
  readonly stayed: number;
  readonly moved: number;
  readonly firstOrders: number;
  /** Of the best groups before and of no best group after. */
  readonly left: {
    readonly customers: number;
    readonly netSalesMinor: number;
    readonly expectedMinor: number | null;
  };
}

export function flowSums(moves: readonly RfmMove[]): FlowSums {
  const count = (which: (move: RfmMove) => boolean) =>
    moves.filter(which).reduce((sum, { customers }) => sum + customers, 0);
  const gone = moves.filter(({ from, to }) => BEST.includes(from) && !BEST.includes(to));
  const known = gone.flatMap(({ expectedMinor }) => expectedMinor ?? []);
  return {
    customers: count(() => true),
    stayed: count(({ from, to }) => from === to),
    moved: count(({ from, to }) => from !== to && from !== "PROSPECTS"),
    firstOrders: count(({ from }) => from === "PROSPECTS"),
    left: {
      customers: gone.reduce((sum, { customers }) => sum + customers, 0),
      netSalesMinor: gone.reduce((sum, { netSalesMinor }) => sum + netSalesMinor, 0),
      expectedMinor: known.length === 0 ? null : known.reduce((sum, minor) => sum + minor, 0),
    },
  };
}

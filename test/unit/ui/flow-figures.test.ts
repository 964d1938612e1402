import { expect, test } from "vitest";
import { flowSums, flowTable } from "../../../app/ui/rfm-flow/flow-figures.ts";
import type { RfmMove } from "../../../app/valuation/pages/rfm-flow.ts";

const move = (
  from: RfmMove["from"],
  to: RfmMove["to"],
  customers: number,
  expectedMinor: number | null = customers * 10,
): RfmMove => ({ from, to, customers, netSalesMinor: customers * 1_000, expectedMinor });

const MOVES = [
  move("CHAMPIONS", "CHAMPIONS", 6),
  move("CHAMPIONS", "LOYAL", 3),
  move("LOYAL", "AT_RISK", 2),
  move("LOYAL", "DORMANT", 1, null),
  move("PROSPECTS", "NEW", 4),
];

test("rows and columns stand from the best group to those who had not ordered, with shares of the row's customers", () => {
  const { groups, rows } = flowTable(MOVES, "net_sales");
  expect(groups).toEqual(["CHAMPIONS", "LOYAL", "NEW", "AT_RISK", "DORMANT"]);
  expect(rows.map(({ from, customers }) => [from, customers])).toEqual([
    ["CHAMPIONS", 9],
    ["LOYAL", 3],
    ["PROSPECTS", 4],
  ]);
  expect(rows[0]!.cells.map(({ value, share }) => [value, share])).toEqual([
    [6_000, 6 / 9],
    [3_000, 3 / 9],
    [0, 0],
    [0, 0],
    [0, 0],
  ]);
});

test("everybody stayed, moved or ordered for the first time, and who left the best groups is counted with what they are worth", () => {
  const sums = flowSums(MOVES);
  expect(sums).toEqual({
    customers: 16,
    stayed: 6,
    moved: 6,
    firstOrders: 4,
    left: { customers: 3, netSalesMinor: 3_000, expectedMinor: 20 },
  });
  expect(sums.stayed + sums.moved + sums.firstOrders).toBe(sums.customers);
  expect(flowSums([]).left).toEqual({ customers: 0, netSalesMinor: 0, expectedMinor: null });
});

test("what is not predicted is not known, and not nothing", () => {
  const [, loyal] = flowTable(MOVES, "expected").rows;
  expect(loyal!.cells.at(-1)).toMatchObject({ to: "DORMANT", customers: 1, value: null });
});

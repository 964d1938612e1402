import { isoOfDay } from "../../../app/clv/calendar.ts";
import type { Verdict } from "../../../app/clv/experiment/verdict.ts";
import type { LookOfDay } from "../../../app/experiments/measure.ts";
import type { ExportResult, ExportResultView } from "../../../app/exports/result.ts";
import { exportRecords } from "./exports.ts";

type Measured = Extract<ExportResult, { state: "measured" }>;

const FIRST = 20_542;

/** A difference that grows to `minor` in so many days, within a range that narrows beside it. */
function looksOf(days: number, minor: number, spread: number, first: number): LookOfDay[] {
  return Array.from({ length: days }, (_, i) => {
    const grown = (i + 1) / days;
    const difference = Math.round(minor * grown * (1 + 0.3 * Math.sin(i / 3) * (1 - grown)));
    const half = spread * (0.35 + 0.65 * Math.sqrt(grown));
    const interval = i < 6 ? null : { low: difference - half, high: difference + half };
    return { day: isoOfDay(first + i), difference, interval };
  });
}

export const people = (count: number, buyers: number, netSalesMinor: number) => ({
  ...{ people: count, buyers, orders: buyers / count + 0.04, netSalesMinor },
  marginMinor: Math.round(0.42 * netSalesMinor),
});

export function measured(
  verdict: Verdict["verdict"],
  minor: number,
  spread: number,
  days: number,
  first = FIRST,
): Measured {
  const looks = looksOf(days, minor, spread, first);
  const last = looks.at(-1);
  const interval = last?.interval ?? null;
  const said: Verdict =
    (verdict === "between" || verdict === "no_difference_seen") && interval
      ? { verdict, ...interval }
      : verdict === "split_broken"
        ? { verdict }
        : { verdict: "too_early" };
  const shown = "low" in said ? interval : null;
  const scaled = (times: number) => ({
    difference: times * minor,
    interval: shown && { low: times * shown.low, high: times * shown.high },
  });
  return {
    state: "measured",
    currency: "EUR",
    verdict: said,
    buyersNeeded: 10,
    sent: people(18_240, Math.round(42 * days), 2_140 + minor),
    heldOut: people(2_031, Math.round(4.3 * days), 2_120),
    alwaysHeldOut: 1_066,
    orders: scaled(1 / 4_900),
    netSales: scaled(1),
    margin: scaled(0.42),
    costCoverage: verdict === "between" ? 1 : 0.934,
    firstDay: isoOfDay(first),
    lastDay: isoOfDay(first + days - 1),
    isOver: days === 90,
    reachedOn: null,
    looks,
  };
}

const record = exportRecords.find((one) => one.status === "done");
if (record?.status !== "done") throw new Error("no export is done");
const view = (result: ExportResult): ExportResultView => ({ record, result });

const more = measured("between", 402, 240, 90);
const early = measured("too_early", 31, 900, 2);

export const exportResults = {
  full: view(more),
  no_difference: view(measured("no_difference_seen", 60, 310, 41)),
  less: view(measured("between", -380, 230, 90)),
  too_early: view({ ...early, sent: people(540, 31, 120), heldOut: people(61, 3, 90), alwaysHeldOut: 0 }),
  split_broken: view({
    ...measured("split_broken", 402, 240, 30),
    costCoverage: 0.21,
    sent: { ...people(18_240, 1_260, 900), marginMinor: null },
    heldOut: { ...people(1_120, 70, 820), marginMinor: null },
    margin: null,
  }),
  reached: view({ state: "reached" }),
  ended_early: view({ ...measured("no_difference_seen", 60, 310, 41), reachedOn: "2026-05-10" }),
  no_lot: view({ state: "no_lot" }),
  stopped: view({ state: "stopped" }),
  not_begun: view({ state: "not_begun" }),
} as const satisfies Record<string, ExportResultView>;

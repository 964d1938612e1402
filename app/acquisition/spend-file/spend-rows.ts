import { campaignKey, namedChannel } from "../../clv/acquisition/channel.ts";
import { faultOfSpend, type SpendFault } from "../../clv/acquisition/spend.ts";
import { type Day, firstDayOfMonth, monthOfDay } from "../../clv/calendar.ts";
import { type AmountColumn, parseAmountText } from "../../csv/amount-column.ts";
import { unguarded } from "../../csv/cells.ts";
import { CURRENCIES_OF } from "../../csv/currency-marks.ts";
import type { SpendColumn } from "./headings.ts";
import {
  type FileSpend,
  type RefusedSpendRow,
  type SpendFile,
  type SpendFileContext,
  type SpendRowReason,
  Unusable,
} from "./spend-file.ts";
import type { SpendDates, SpendTable } from "./spend-table.ts";

interface Reading extends SpendFileContext {
  readonly amounts: AmountColumn;
  readonly dates: SpendDates | null;
  readonly period: { readonly firstDay: Day; readonly lastDay: Day } | null;
}

type Counted = Pick<
  SpendFile,
  "nothing" | "totals" | "statedTotalMinor" | "spend" | "totalMinor" | "refused"
>;

/** "Total: Account", "Totaal: campagnes", "Total of 5 results"; a campaign may begin with the same word. */
const TOTAL = /^(?:grand total|eindtotaal|totals?|totaal|totalen)(?:\s*$|\s*:|\s+(?:of|van)\s+\d)/i;
/** How the programs write that a cell has nothing. */
const EMPTY = /^[-–—\s]*$/;
const MOST_VALUE = 100;
/** What is stored of a file: a part of each entry for each month that it lies in. */
const MOST_PARTS = 200_000;

class Refused extends Error {
  readonly column: SpendColumn;
  readonly reason: SpendRowReason;
  constructor(column: SpendColumn, reason: SpendRowReason) {
    super(reason);
    this.column = column;
    this.reason = reason;
  }
}

/** The spend of the rows, those of one kind, channel, campaign and period added up. Throws Unusable. */
export function spendOfRows(table: SpendTable, reading: Reading): Counted {
  const { header, rows } = table;
  const byPlace = new Map<string, FileSpend>();
  const refused: RefusedSpendRow[] = [];
  const stated: number[] = [];
  const unnamed: FileSpend[] = [];
  /** Amounts of rows that are refused for something else. */
  let refusedMinor = 0;
  let nothing = 0;
  let totals = 0;
  let parts = 0;
  // Its own export has no totals, and names what it has: a campaign may be called so.
  const isOwn = header.places.has("kind");
  const add = (one: FileSpend) => {
    const { kind, channel, campaign, firstDay, lastDay } = one;
    const place = JSON.stringify([kind, channel, campaignKey(campaign), firstDay, lastDay]);
    const before = byPlace.get(place);
    byPlace.set(place, before ? { ...before, amountMinor: before.amountMinor + one.amountMinor } : one);
    if (!before) parts += monthOfDay(lastDay) - monthOfDay(firstDay) + 1;
    if (parts > MOST_PARTS) throw new Unusable("too_many_months", String(MOST_PARTS));
  };
  for (const { line, cells } of rows) {
    const cell = (column: SpendColumn) => {
      const text = (cells[header.places.get(column) ?? -1] ?? "").trim();
      return isOwn ? unguarded(text) : text;
    };
    if (!isOwn && isTotal(cells, header.places.get("amount"))) {
      totals += 1;
      const minor = reading.amounts.minorOf(cell("amount"));
      if (minor !== null) stated.push(minor);
      continue;
    }
    try {
      const one = spendOfRow(cell, cells.length > header.headings.length, reading, header.source);
      if (one === null) nothing += 1;
      else if (header.source === "meta" && header.places.has("campaign") && one.campaign === "")
        unnamed.push({ ...one, line });
      else add({ ...one, line });
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      const value = cell(error.column).slice(0, MOST_VALUE).toWellFormed();
      const column = header.headings[header.places.get(error.column) ?? -1] ?? "";
      refused.push({ line, column, value, reason: error.reason });
      if (error.reason !== "other_currency" && error.reason !== "shifted")
        refusedMinor += reading.amounts.minorOf(cell("amount")) ?? 0;
    }
  }
  const named = () => [...byPlace.values()].reduce((sum, { amountMinor }) => sum + amountMinor, 0);
  // Meta's row of totals has the columns of the others, and no name.
  const [only, ...more] = unnamed;
  if (only && more.length === 0 && byPlace.size > 0) {
    // Each amount is rounded by itself, and what is refused here is in Meta's sum.
    const slack = rows.length / 2;
    const agrees = [named(), named() + refusedMinor].some((sum) => Math.abs(only.amountMinor - sum) <= slack);
    const meant = reading.answers.unnamed ?? (agrees ? "total" : null);
    if (meant === null) throw new Unusable("open_total", cellText(table, only.line), String(only.line));
    if (meant === "total") {
      totals += 1;
      stated.push(only.amountMinor);
    } else add(only);
  } else for (const one of unnamed) add(one);
  const spend = [...byPlace.values()].sort((a, b) => a.line - b.line);
  return {
    nothing,
    totals,
    statedTotalMinor: stated.length === 0 ? null : Math.max(...stated),
    spend,
    totalMinor: named(),
    refused,
  };
}

const cellText = ({ header, rows }: SpendTable, line: number): string =>
  rows.find((row) => row.line === line)?.cells[header.places.get("amount") ?? -1]?.trim() ?? "";

/** By any cell before the amounts. */
const isTotal = (cells: readonly string[], amountAt = cells.length): boolean =>
  cells.slice(0, amountAt).some((cell) => TOTAL.test(cell.trim()));

/** null for a row that says that nothing was spent. Throws Refused. */
function spendOfRow(
  cell: (column: SpendColumn) => string,
  isShifted: boolean,
  { amounts, dates, period, today, currency, answers }: Reading,
  source: string,
): Omit<FileSpend, "line"> | null {
  if (isShifted) throw new Refused("amount", "shifted");
  const text = cell("amount");
  if (EMPTY.test(text)) return null;
  const amountMinor = amounts.minorOf(text);
  if (amountMinor === null) throw new Refused("amount", "bad_amount");
  const code = cell("currency").toUpperCase();
  const mark = parseAmountText(text)?.currency.toUpperCase() ?? "";
  if (/^[A-Z]{3,4}$/.test(code) && code !== currency) throw new Refused("currency", "other_currency");
  if (mark !== "" && !(CURRENCIES_OF[mark] ?? [mark]).includes(currency))
    throw new Refused("amount", "other_currency");
  const days = dates ? daysOf(cell, dates, { period, today }) : period;
  if (!days) throw new Refused("day", "bad_date");
  const given = answers.channel ?? (source === "other" ? cell("channel") : source);
  const channel = namedChannel(EMPTY.test(given) ? "" : given);
  const campaign = EMPTY.test(cell("campaign")) ? "" : cell("campaign");
  const fault = faultOfSpend({ channel, ...days, amountMinor }, today);
  if (fault === "nothing") return null;
  if (fault !== null) throw refusedBy(fault, dates);
  return {
    kind: cell("kind") === "own_time" ? "own_time" : "import",
    channel,
    campaign,
    ...days,
    amountMinor,
  };
}

function refusedBy(fault: Exclude<SpendFault, "nothing">, dates: SpendDates | null): Refused {
  const day = dates === null ? "day" : dates.by === "range" ? "first" : dates.by;
  switch (fault) {
    case "no_channel":
      return new Refused("channel", fault);
    case "negative":
    case "too_much":
      return new Refused("amount", fault);
    case "bad_day":
      return new Refused(day, "bad_date");
    default:
      return new Refused(fault === "future" && day === "first" ? "last" : day, fault);
  }
}

const WEEK_DAYS = 7;

function daysOf(
  cell: (column: SpendColumn) => string,
  { first, last, by }: SpendDates,
  { period, today }: Pick<Reading, "period" | "today">,
): { firstDay: Day; lastDay: Day } {
  const column = by === "range" ? "first" : by;
  const firstDay = first.days.get(cell(column));
  if (firstDay === undefined) throw new Refused(column, "bad_date");
  if (by === "range") {
    const lastDay = last?.days.get(cell("last"));
    if (lastDay === undefined) throw new Refused("last", "bad_date");
    return { firstDay, lastDay };
  }
  // A week or month that the report's period cuts is as long as the period lets it be; the one that has begun goes on until today.
  const within = (from: Day, to: Day) => ({
    firstDay: Math.max(from, period?.firstDay ?? from),
    lastDay: Math.min(to, period?.lastDay ?? to, from <= today ? today : to),
  });
  if (by === "week") return within(firstDay, firstDay + WEEK_DAYS - 1);
  if (by === "month") {
    const month = monthOfDay(firstDay);
    return within(firstDayOfMonth(month), firstDayOfMonth(month + 1) - 1);
  }
  return { firstDay, lastDay: firstDay };
}

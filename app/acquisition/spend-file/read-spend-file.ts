import { type Day, isoOfDay } from "../../clv/calendar.ts";
import { type AmountColumn, amountColumn, parseAmountText, UnprovenMark } from "../../csv/amount-column.ts";
import { CURRENCIES_OF } from "../../csv/currency-marks.ts";
import { type ColumnText, dateColumn, UnprovenOrder } from "../../csv/date-column.ts";
import { dayInOrder, parseDateText } from "../../csv/date-text.ts";
import { CsvRecordStream, DELIMITERS, type Delimiter, UnclosedQuote } from "../../csv/records.ts";
import { type SpendHeader, spendHeader } from "./headings.ts";
import { monthColumn } from "./month-column.ts";
import { type SpendFileContext, type SpendFileReading, Unusable } from "./spend-file.ts";
import { spendOfRows } from "./spend-rows.ts";
import { cellsOf, type SpendDates, type SpendRecord, type SpendTable } from "./spend-table.ts";

/** Lines above the header. */
const MOST_TITLES = 20;
const MOST_ROWS = 100_000;

/** What an export of ad spend says, row by row; nothing of it is stored. */
export function readSpendFile(text: string, context: SpendFileContext): SpendFileReading {
  try {
    if (text.includes("\0")) throw new Unusable("not_text");
    const table = tableOf(text);
    const { header, delimiter } = table;
    const statedCurrency = currencyOf(table, context.currency);
    const amounts = amountsOf(table, context);
    const dates = datesOf(table, context);
    const period = context.answers.period ?? table.titlePeriod;
    if (dates === null && period === null) throw new Unusable("no_period");
    if (header.source === "other" && !header.places.has("channel") && context.answers.channel === null)
      throw new Unusable("no_channel");
    const counted = spendOfRows(table, { ...context, amounts, dates, period });
    if (counted.spend.length === 0 && counted.refused.length === 0) throw new Unusable("no_rows");
    return {
      ok: true,
      file: {
        source: header.source,
        delimiter,
        columns: [...header.places].map(([column, at]) => ({ column, heading: header.headings[at] ?? "" })),
        dates: dates?.first.label ?? null,
        decimal: amounts.decimal,
        statedCurrency,
        rows: table.rows.length,
        ...counted,
      },
    };
  } catch (error) {
    if (!(error instanceof Unusable)) throw error;
    return { ok: false, code: error.code, detail: error.detail };
  }
}

/** The header that says most, whatever the delimiter; only then is the file read as a whole, up to as many rows as may be. */
function tableOf(text: string): SpendTable {
  const separator = /^sep=(.)(?:\r\n|\r|\n)/i.exec(text);
  const body = text.slice(separator?.[0].length ?? 0);
  const found: { header: SpendHeader; delimiter: Delimiter; at: number }[] = [];
  let unclosed: UnclosedQuote | null = null;
  const attempt = <T>(read: () => T): T | null => {
    try {
      return read();
    } catch (error) {
      if (!(error instanceof UnclosedQuote)) throw error;
      unclosed ??= error;
      return null;
    }
  };
  for (const delimiter of DELIMITERS) {
    const best = attempt(() => headerIn(body, delimiter));
    if (best) found.push({ ...best, delimiter });
  }
  found.sort((one, other) => other.header.places.size - one.header.places.size);
  for (const { header, delimiter, at } of found) {
    const records = attempt(() => recordsOf(body, delimiter, at + 1 + MOST_ROWS));
    if (!records) continue;
    return {
      delimiter,
      header,
      rows: records.slice(at + 1),
      titlePeriod: periodIn(
        records.slice(0, at).map(({ cells }) => cells.filter((cell) => cell.trim() !== "").join(", ")),
      ),
    };
  }
  throw unclosed === null
    ? new Unusable("no_header")
    : new Unusable("unclosed_quote", String((unclosed as UnclosedQuote).line));
}

/** Among the first lines; of two that say as much the first. */
function headerIn(body: string, delimiter: Delimiter): { header: SpendHeader; at: number } | null {
  const titles: string[] = [];
  let best: { header: SpendHeader; at: number } | null = null;
  let at = 0;
  for (const { cells } of new CsvRecordStream(delimiter).push(body, true)) {
    const header = spendHeader(cells, titles.join(" "));
    if (header && header.places.size > (best?.header.places.size ?? 0)) best = { header, at };
    titles.push(...cells);
    at += 1;
    if (at === MOST_TITLES) break;
  }
  return best;
}

function recordsOf(body: string, delimiter: Delimiter, most: number): SpendRecord[] {
  const records: SpendRecord[] = [];
  for (const record of new CsvRecordStream(delimiter).push(body, true)) {
    if (records.length === most) throw new Unusable("too_many_rows", String(MOST_ROWS));
    records.push(record);
  }
  return records;
}

/** "September 1, 2026 - September 30, 2026", or one day. */
function periodIn(lines: readonly string[]): SpendTable["titlePeriod"] {
  for (const line of lines) {
    const days = line.split(/\s+[-–—]\s+/).map(namedDay);
    const [first, last = first] = days;
    if (days.length <= 2 && first != null && last != null && first <= last)
      return { firstDay: first, lastDay: last };
  }
  return null;
}

function namedDay(text: string): Day | null {
  const parts = parseDateText(text.trim());
  if (!parts) return null;
  return parts.namedMonth || parts.numbers[0].length === 4 ? dayInOrder(parts, "YMD") : null;
}

/** The one currency that the file states, or null; throws where it is not the shop's. Some rows in others are refused one by one. */
function currencyOf(table: SpendTable, currency: string): string | null {
  const { header } = table;
  if (header.currency !== null && header.currency !== currency)
    throw new Unusable("other_currency", header.currency);
  const codes = new Set(
    cellsOf(table, "currency").flatMap(({ text }) =>
      /^[a-z]{3,4}$/i.test(text) ? [text.toUpperCase()] : [],
    ),
  );
  if (codes.size > 0 && !codes.has(currency)) throw new Unusable("other_currency", ...codes);
  const marks = new Set(
    cellsOf(table, "amount").flatMap(({ text }) => {
      const mark = parseAmountText(text)?.currency.toUpperCase() ?? "";
      return mark === "" ? [] : [mark];
    }),
  );
  const meant = [...marks].map((mark) => CURRENCIES_OF[mark] ?? [mark]);
  if (meant.length > 0 && !meant.some((ones) => ones.includes(currency)))
    throw new Unusable("other_currency", ...meant.flatMap((ones) => ones.slice(0, 1)));
  if (meant.length > 1) throw new Unusable("two_currencies", ...marks);
  const isStated = header.currency !== null || codes.size > 0 || meant.length > 0;
  return isStated ? currency : null;
}

function amountsOf(table: SpendTable, { decimals, answers }: SpendFileContext): AmountColumn {
  try {
    return amountColumn(cellsOf(table, "amount"), { given: answers.decimal, decimals });
  } catch (error) {
    if (error instanceof UnprovenMark)
      throw new Unusable("open_amounts", error.first.text, error.other?.text ?? error.first.text);
    throw error;
  }
}

function datesOf(table: SpendTable, { today, answers }: SpendFileContext): SpendDates | null {
  const { places } = table.header;
  const by = (["day", "week", "month"] as const).find((column) => places.has(column));
  const columns = by
    ? ([by] as const)
    : places.has("first") && places.has("last")
      ? (["first", "last"] as const)
      : null;
  if (columns === null) return null;
  try {
    const [first, last] = columns.map((column) => {
      const texts = new Map<string, ColumnText>();
      for (const { text, line } of cellsOf(table, column)) {
        const seen = texts.get(text);
        if (seen) seen.rows += 1;
        else if (text !== "") texts.set(text, { rows: 1, line });
      }
      const options = { given: answers.dateOrder, timeZone: null, today };
      return by === "month" ? monthColumn(texts, options) : dateColumn(texts, options);
    });
    return first ? { first, last: last ?? null, by: by ?? "range" } : null;
  } catch (error) {
    if (!(error instanceof UnprovenOrder)) throw error;
    const { best, other } = error;
    throw new Unusable(
      "open_dates",
      best.text,
      best.order,
      isoOfDay(best.day),
      other.order,
      isoOfDay(other.day),
    );
  }
}

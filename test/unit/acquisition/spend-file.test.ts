import fc from "fast-check";
import { expect, test } from "vitest";
import { readSpendFile } from "../../../app/acquisition/spend-file/read-spend-file.ts";
import { NO_ANSWERS, type SpendFileAnswers } from "../../../app/acquisition/spend-file/spend-file.ts";
import { dayOfIso, isoOfDay } from "../../../app/clv/calendar.ts";

const TODAY = dayOfIso("2026-11-01") ?? 0;

const reading = (text: string, answers: Partial<SpendFileAnswers> = {}, currency = "EUR", decimals = 2) =>
  readSpendFile(text, { currency, decimals, today: TODAY, answers: { ...NO_ANSWERS, ...answers } });

function read(text: string, answers: Partial<SpendFileAnswers> = {}) {
  const found = reading(text, answers);
  if (!found.ok) throw new Error(`${found.code} ${found.detail}`);
  return found.file;
}

/** "google Brand 2026-09-01..2026-09-01 1050" */
const told = (text: string, answers: Partial<SpendFileAnswers> = {}) =>
  read(text, answers).spend.map(
    ({ channel, campaign, firstDay, lastDay, amountMinor }) =>
      `${channel} ${campaign} ${isoOfDay(firstDay)}..${isoOfDay(lastDay)} ${amountMinor}`,
  );
const refusals = (text: string, answers: Partial<SpendFileAnswers> = {}) =>
  read(text, answers).refused.map(
    ({ line, column, value, reason }) => `${line} ${column} ${value} ${reason}`,
  );

const GOOGLE = `Campaign report
"September 1, 2026 - September 30, 2026"
Day,Campaign,Currency code,Cost,Impr.,Clicks
2026-09-01,Brand,EUR,"1,010.50",800,60
2026-09-01,Brand,EUR,9.50,20,2
2026-09-02,Brand,EUR,0.00,5,0
2026-09-02,Sales | Summer,EUR,20.00,70,3
Total: Campaigns,--,EUR,"1,040.00",895,65
Total: Account,--,EUR,"1,040.00",895,65
`;

test("Google's report: titles above, ad groups of a day added up, totals below not counted", () => {
  expect(told(GOOGLE)).toEqual([
    "google Brand 2026-09-01..2026-09-01 102000",
    "google Sales | Summer 2026-09-02..2026-09-02 2000",
  ]);
  expect(read(GOOGLE)).toMatchObject({
    source: "google",
    rows: 6,
    nothing: 1,
    totals: 2,
    statedTotalMinor: 104_000,
    totalMinor: 104_000,
    statedCurrency: "EUR",
    dates: "YYYY-MM-DD",
    refused: [],
  });
});

test("a report of Google's without days is spend of the period above it, and a week ends where the period does", () => {
  expect(
    told(
      `Campagnerapport\n"1 september 2026 - 30 september 2026"\nCampagne;Valutacode;Kosten\nMerk;EUR;10,50\nTotaal: account;EUR;10,50\n`,
    ),
  ).toEqual(["google Merk 2026-09-01..2026-09-30 1050"]);
  expect(
    told(
      `Campaign report\n"September 1, 2026 - September 30, 2026"\nWeek,Campaign,Currency code,Cost\n2026-08-31,A,EUR,70\n2026-09-28,A,EUR,30\n`,
    ),
  ).toEqual(["google A 2026-09-01..2026-09-06 7000", "google A 2026-09-28..2026-09-30 3000"]);
});

test("Meta's report, in English by period and in Dutch by day; its row of totals has no name", () => {
  expect(
    told(
      `Reporting starts,Reporting ends,Campaign name,Ad set name,Amount spent (EUR),Impressions\n2026-08-01,2026-08-31,,,"1,250.50",9\n2026-08-01,2026-08-31,Flu shots,A,"1,000.50",9\n2026-08-01,2026-08-31,Flu shots,B,250.00,9\n`,
    ),
  ).toEqual(["meta Flu shots 2026-08-01..2026-08-31 125050"]);
  const dutch = `Dag;Start rapportage;Einde rapportage;Campagnenaam;Platform;Besteed bedrag (EUR)\n01-10-2026;01-10-2026;31-10-2026;Herfst;facebook;1.012,50\n13-10-2026;01-10-2026;31-10-2026;Herfst;instagram;0,40\n`;
  expect(told(dutch)).toEqual([
    "meta Herfst 2026-10-01..2026-10-01 101250",
    "meta Herfst 2026-10-13..2026-10-13 40",
  ]);
  expect(read(dutch)).toMatchObject({ decimal: ",", delimiter: ";" });
});

const META = "Reporting starts,Reporting ends,Campaign name,Amount spent (EUR)\n";
const meta = (...lines: string[]) => META + lines.map((line) => `2026-08-01,2026-08-31,${line}\n`).join("");

test("Meta's row of totals is one with rows that cannot be used too, and with cents of rounding; else it is asked", () => {
  expect(told(meta(",1250.50", "A,1000.00", "B,ten", "C,250.50"))).toEqual([
    "meta A 2026-08-01..2026-08-31 100000",
    "meta C 2026-08-01..2026-08-31 25050",
  ]);
  const refusedToo = `${meta(",35.00", "A,10.00", "A,20.00")}2026-08-01,2026-13-01,B,5.00\n`;
  expect(read(refusedToo)).toMatchObject({ totals: 1, totalMinor: 3_000, statedTotalMinor: 3_500 });
  expect(read(meta(",30.01", "A,10.00", "B,20.00", "C,0.00"))).toMatchObject({
    totals: 1,
    totalMinor: 3_000,
  });
  const unlike = meta(",40.00", "A,10.00", "B,20.00");
  expect(reading(unlike)).toEqual({ ok: false, code: "open_total", detail: ["40.00", "2"] });
  expect(read(unlike, { unnamed: "total" })).toMatchObject({ totals: 1, totalMinor: 3_000 });
  expect(read(unlike, { unnamed: "spend" })).toMatchObject({ totals: 0, totalMinor: 7_000 });
  // A table that is not Meta's says what it means.
  expect(read("channel,campaign,date,amount\nradio,,2026-09-01,10\nradio,A,2026-09-01,10\n")).toMatchObject({
    totals: 0,
    totalMinor: 2_000,
  });
});

test("months may have names or numbers, and the week or month that goes on ends today", () => {
  const monthly = (...months: string[]) =>
    told(`channel,month,amount\n${months.map((month) => `radio,${month},10\n`).join("")}`);
  const september = ["radio  2026-09-01..2026-09-30 1000"];
  for (const month of [
    "2026-09",
    "2026/9",
    "202609",
    "09-2026",
    "September 2026",
    "sep-26",
    "sept. 2026",
    "2026-09-01",
  ])
    expect([month, monthly(month)]).toEqual([month, september]);
  expect(monthly("mei 2026", "maart 2026", "mrt 2025", "2025-12-01")).toEqual([
    "radio  2026-05-01..2026-05-31 1000",
    "radio  2026-03-01..2026-03-31 1000",
    "radio  2025-03-01..2025-03-31 1000",
    "radio  2025-12-01..2025-12-31 1000",
  ]);
  // Today is 1 November.
  expect(monthly("2026-11")).toEqual(["radio  2026-11-01..2026-11-01 1000"]);
  expect(told("channel,week,amount\nradio,2026-10-26,10\nradio,2026-10-19,10\n")).toEqual([
    "radio  2026-10-26..2026-11-01 1000",
    "radio  2026-10-19..2026-10-25 1000",
  ]);
  expect(told("channel,week,amount\nradio,2026-10-30,10\n")).toEqual(["radio  2026-10-30..2026-11-01 1000"]);
  expect(refusals("channel,month,amount\nradio,2026-12,10\nradio,2026-13,10\nradio,Nov. 2026,10\n")).toEqual([
    "2 month 2026-12 future",
    "3 month 2026-13 bad_date",
  ]);
});

test("own time stays own time, and what keeps spreadsheets from computing goes again, in the app's own export only", () => {
  const own = "channel,campaign,first day,last day,amount,currency,kind\n";
  const days = "2026-09-01,2026-09-30";
  const { spend } = read(
    `${own}radio,'=x,${days},10,EUR,own_time\nradio,'=x,${days},5,EUR,ads\nradio,Total,${days},1,EUR,import\n`,
  );
  expect(spend.map(({ kind, campaign, amountMinor }) => `${kind} ${campaign} ${amountMinor}`)).toEqual([
    "own_time =x 1000",
    "import =x 500",
    "import Total 100",
  ]);
  expect(told(`channel,campaign,date,amount\nradio,'=x,2026-09-01,10\n`)).toEqual([
    "radio '=x 2026-09-01..2026-09-01 1000",
  ]);
});

test("a file of too many rows, or of periods with too many months, is refused", () => {
  const rows = (count: number, row: (at: number) => string) =>
    Array.from({ length: count }, (_, at) => row(at)).join("");
  const short = rows(100_001, () => "a,2026-09-01,1\n");
  expect(reading(`channel,day,amount\n${short}`)).toEqual({
    ok: false,
    code: "too_many_rows",
    detail: ["100000"],
  });
  expect(read(`channel,day,amount\n${short.slice("a,2026-09-01,1\n".length)}`).totalMinor).toBe(10_000_000);
  const long = rows(3_000, (at) => `a${at},2017-01-01,2026-09-30,1\n`);
  expect(reading(`channel,van,tot,amount\n${long}`)).toEqual({
    ok: false,
    code: "too_many_months",
    detail: ["200000"],
  });
});

test("TikTok's report, and a plain table that names its channels", () => {
  expect(
    told(
      `By Day,Campaign name,Ad name,Cost,Clicks (destination)\n2026-10-03,Launch,ugc-01,"1,234.50",18\nTotal of 1 results,,,"1,234.50",18\n`,
    ),
  ).toEqual(["tiktok Launch 2026-10-03..2026-10-03 123450"]);
  expect(
    told(
      `kanaal\tvan\ttot en met\tbedrag\nInstagram\t2026-09-01\t2026-09-30\t€ 12,50\nFlyers\t2026-09-01\t2026-09-30\t100\n`,
    ),
  ).toEqual(["meta  2026-09-01..2026-09-30 1250", "flyers  2026-09-01..2026-09-30 10000"]);
});

test("what a file does not say is asked, and the answer settles it", () => {
  expect(reading("date,amount\n2026-09-01,10\n")).toEqual({ ok: false, code: "no_channel", detail: [] });
  expect(told("date,amount\n2026-09-01,10\n", { channel: "Facebook" })).toEqual([
    "meta  2026-09-01..2026-09-01 1000",
  ]);
  expect(reading("channel,amount\nradio,10\n")).toMatchObject({ ok: false, code: "no_period" });
  const september = { firstDay: TODAY - 61, lastDay: TODAY - 32 };
  expect(told("channel,amount\nradio,10\n", { period: september })).toEqual([
    "radio  2026-09-01..2026-09-30 1000",
  ]);
  const dates = "channel,date,amount\nradio,03/04/2026,10\n";
  expect(reading(dates)).toMatchObject({ ok: false, code: "open_dates" });
  expect(told(dates, { dateOrder: "DMY" })).toEqual(["radio  2026-04-03..2026-04-03 1000"]);
  expect(told(dates, { dateOrder: "MDY" })).toEqual(["radio  2026-03-04..2026-03-04 1000"]);
  const amounts = "channel,date,amount\nradio,2026-04-03,1.270\n";
  expect(reading(amounts)).toEqual({ ok: false, code: "open_amounts", detail: ["1.270", "1.270"] });
  expect(told(amounts, { decimal: "," })).toEqual(["radio  2026-04-03..2026-04-03 127000"]);
});

test("amounts in another currency are refused, all of them or row by row", () => {
  expect(reading("Day,Campaign,Currency code,Cost\n2026-09-01,A,USD,10\n")).toEqual({
    ok: false,
    code: "other_currency",
    detail: ["USD"],
  });
  expect(
    reading("Reporting starts,Reporting ends,Amount spent (USD)\n2026-09-01,2026-09-01,10\n"),
  ).toMatchObject({
    code: "other_currency",
    detail: ["USD"],
  });
  expect(reading("channel,day,cost\nradio,2026-09-01,£10\n")).toMatchObject({
    code: "other_currency",
    detail: ["GBP"],
  });
  expect(refusals("Day,Campaign,Currency code,Cost\n2026-09-01,A,EUR,10\n2026-09-01,A,USD,10\n")).toEqual([
    "3 Currency code USD other_currency",
  ]);
});

test("a row that says no spend is refused by its line and cell, and the others count", () => {
  const text =
    "channel,date,amount\nradio,2026-09-01,10\nradio,2026-13-01,10\nradio,2026-09-03,ten\nradio,2026-09-04,-5\nradio,2026-12-01,5\n,2026-09-05,5\nradio,2026-09-06,1,5\nradio,2026-09-07,--\n";
  expect(refusals(text)).toEqual([
    "3 date 2026-13-01 bad_date",
    "4 amount ten bad_amount",
    "5 amount -5 negative",
    "6 date 2026-12-01 future",
    "7 channel  no_channel",
    "8 amount 1 shifted",
  ]);
  expect(read(text)).toMatchObject({ totalMinor: 1000, nothing: 1 });
});

test("files that are none", () => {
  expect(reading("")).toMatchObject({ code: "no_header" });
  expect(reading("customer,email\n1,a@b.nl\n")).toMatchObject({ code: "no_header" });
  expect(reading("channel,date,amount\n")).toMatchObject({ code: "no_rows" });
  expect(reading("channel,date,amount\n\0")).toMatchObject({ code: "not_text" });
});

test("campaigns of 2,000 characters are kept whole", () => {
  const name = "é".repeat(2_000);
  expect(read(`channel,campaign,date,amount\nradio,${name},2026-09-01,10\n`).spend[0]?.campaign).toBe(name);
});

test("whatever the text, it is an answer; and what counts adds up", () => {
  const cell = fc.oneof(
    fc.string({ maxLength: 12 }),
    fc.constantFrom("2026-09-01", "01-02-2026", "10", "1.270,50", "--", "Total: Account", "EUR", "€ 5", '"'),
  );
  const heading = fc.constantFrom(
    "Day",
    "Campaign",
    "Cost",
    "channel",
    "date",
    "bedrag",
    "Currency code",
    "van",
    "tot",
    "x",
  );
  fc.assert(
    fc.property(
      fc.array(heading, { maxLength: 5 }),
      fc.array(fc.array(cell, { maxLength: 6 }), { maxLength: 8 }),
      (head, lines) => {
        const found = reading([head, ...lines].map((cells) => cells.join(",")).join("\n"), { channel: "x" });
        if (!found.ok) return;
        const { spend, totalMinor, rows, refused, nothing, totals } = found.file;
        expect(spend.reduce((sum, { amountMinor }) => sum + amountMinor, 0)).toBe(totalMinor);
        expect(spend.length + refused.length + nothing + totals).toBeLessThanOrEqual(rows);
        for (const { amountMinor, lastDay, firstDay } of spend) {
          expect(amountMinor).toBeGreaterThan(0);
          expect(lastDay).toBeGreaterThanOrEqual(firstDay);
          expect(lastDay).toBeLessThanOrEqual(TODAY);
        }
      },
    ),
  );
});

import { describe, expect, test } from "vitest";
import { orderTexts, readLog } from "./read-log.ts";

describe("dates", () => {
  const log = (dates: readonly string[], options: Parameters<typeof readLog>[1] = {}) =>
    readLog(["cust;date", ...dates.map((date) => `A;${date}`)].join("\n"), options);
  const days = (dates: readonly string[], options: Parameters<typeof readLog>[1] = {}) =>
    orderTexts(log(dates, options)).map((text) => text.split(" ")[1]);

  test.each([
    [["13/02/2026", "01/02/2026"], ["2026-02-13", "2026-02-01"], "DD/MM/YYYY"],
    [["2/13/2026 6:29", "1/2/2026 6:30"], ["2026-02-13", "2026-01-02"], "M/D/YYYY HH:MM"],
    [["13.2.26", "1.2.26"], ["2026-02-13", "2026-02-01"], "D.M.YY"],
    [["20260213", "20260201"], ["2026-02-13", "2026-02-01"], "YYYYMMDD"],
    [["13 mrt. 2026", "1 mei 2026"], ["2026-03-13", "2026-05-01"], "D month YYYY"],
    [["13. März 2026", "1. Oktober 2025"], ["2026-03-13", "2025-10-01"], "D month YYYY"],
    [["13 août 2025", "1 février 2026"], ["2025-08-13", "2026-02-01"], "D month YYYY"],
    [["March 13, 2026 11:05 PM"], ["2026-03-13"], "D month YYYY HH:MM"],
    [["05/05/2026", "06/06/2026"], ["2026-05-05", "2026-06-06"], "DD/MM/YYYY"],
  ])("%j", (dates, wanted, label) => {
    expect(days(dates)).toEqual(wanted);
    expect(log(dates).understood).toContain(`\`;\`, ${label}, `);
  });

  test("two orders that nothing decides between are a question with both readings", () => {
    expect(() => days(["01/02/2026", "03/04/2026"])).toThrow(
      '"01/02/2026" (line 2) can be 1 February 2026 (DD-MM-YYYY) or 2 January 2026 (MM-DD-YYYY), and no row of the file decides; give --date-format DD-MM-YYYY or --date-format MM-DD-YYYY',
    );
    expect(days(["01/02/2026"], { format: { dateOrder: "MDY" } })).toEqual(["2026-01-02"]);
  });

  test("a column that proves both orders is refused with a row of each", () => {
    expect(() => days(["13/02/2026", "02/13/2026"])).toThrow(
      '"13/02/2026" (line 2) is a date only as DD-MM-YYYY, "02/13/2026" (line 3) only as MM-DD-YYYY',
    );
  });

  const days13 = (write: (day: number) => string) => Array.from({ length: 13 }, (_, at) => write(13 + at));
  test.each([
    [
      (day: number) => `${day}/02/2026`,
      (day: number) => `02/${day}/2026`,
      '"13/02/2026" (line 2)',
      '"02/13/2026"',
    ],
    [
      (day: number) => `${day}-2-2026`,
      (day: number) => `2/${day}/2026 9:05 AM`,
      '"13-2-2026" (line 2)',
      '"2/13/2026 9:05 AM"',
    ],
    [(day: number) => `${day}.02.26`, (day: number) => `02.${day}.26`, '"13.02.26" (line 2)', '"02.13.26"'],
  ])(
    "a log of which half is written in one order and half in the other is refused, in whatever order they come",
    (dayFirst, monthFirst, one, other) => {
      const [first, second] = [days13(dayFirst), days13(monthFirst)];
      const mixed = first.flatMap((date, at) => [date, second[at] ?? ""]);
      for (const [dates, line] of [
        [[...first, ...second], 15],
        [mixed, 3],
      ] as const) {
        expect(() => days(dates)).toThrow(
          `log.csv has dates in two orders: ${one} is a date only as DD-MM-YYYY, ${other} (line ${line}) only as MM-DD-YYYY; ` +
            "write all in one order, or give --date-format DD-MM-YYYY or --date-format MM-DD-YYYY",
        );
        // An option does not make one order of two.
        expect(() => days(dates, { format: { dateOrder: "DMY" } })).toThrow(
          "13 of its 26 rows cannot be read",
        );
      }
    },
  );

  test("a few rows in the other order are mistakes, each refused by itself", () => {
    const { understood, refused } = log([
      ...days13((day) => `${day}/02/2026`),
      ...days13((day) => `${day}/03/2026`),
      "03/13/2026",
    ]);
    expect(understood).toContain("DD/MM/YYYY");
    expect(refused.map(({ line, reason }) => `${line} ${reason}`)).toEqual([
      expect.stringContaining(
        '28 "03/13/2026" is no date (DD/MM/YYYY); it is a date in another format than the others',
      ),
    ]);
  });

  test("two digits of a year are no day where that would be in the future", () => {
    const dates = ["15-01-26", ...Array.from({ length: 6 }, (_, at) => `${27 + (at % 3)}-10-25`)];
    expect(days(dates)[0]).toBe("2026-01-15");
  });

  test("an instant has the day that is written, or that of the zone that is asked for", () => {
    const instants = ["2026-01-15 23:30:00 +0000", "2026-07-15T22:30:00Z", "2026-01-15 10:00:00 +0100"];
    expect(days(instants)).toEqual(["2026-01-15", "2026-07-15", "2026-01-15"]);
    expect(days(instants, { timeZone: "Europe/Amsterdam" })).toEqual([
      "2026-01-16",
      "2026-07-16",
      "2026-01-15",
    ]);
  });

  test("a day that no calendar has, an hour that no clock has and a number of Excel are none", () => {
    const refused = log(["2026-01-15", "2026-02-29", "2026-01-15 25:00", "45298", ""]).refused;
    expect(refused.map(({ reason }) => reason)).toEqual([
      '"2026-02-29" is no date (YYYY-MM-DD)',
      '"2026-01-15 25:00" is no date (YYYY-MM-DD)',
      expect.stringContaining("it looks like one of Excel's numbers of days, and other rows have dates"),
      "no date",
    ]);
  });
});

describe("days that programs count", () => {
  const log = (dates: readonly string[], options: Parameters<typeof readLog>[1] = {}) =>
    readLog(["cust;date", ...dates.map((date) => `A;${date}`)].join("\n"), options);

  test.each([
    [["45298", "46037,75"], "Excel's numbers of days"],
    [["1704585600", "1768474800.5"], "seconds since 1970 (days of UTC)"],
    [["1704585600000", "1768474800000"], "milliseconds since 1970 (days of UTC)"],
  ])("%j", (dates, label) => {
    const read = log(dates);
    expect(orderTexts(read).map((text) => text.split(" ")[1])).toEqual(["2024-01-07", "2026-01-15"]);
    expect(read.understood).toContain(label);
  });

  test("moments have the day of the zone that is asked for", () => {
    const read = log(["1704668400"], { timeZone: "Europe/Amsterdam" });
    expect(orderTexts(read)).toEqual(["A 2024-01-08 0"]);
  });

  test.each([
    ["Sun, 07 Jan 2024 10:00:00 +0100"],
    ["Sun Jan 07 2024 10:00:00 GMT+0100 (Central European Standard Time)"],
    ["zo 7 jan. 2024"],
    ["dim. 7 janvier 2024"],
    ['="2024-01-07"'],
  ])("%s", (date) => {
    expect(orderTexts(log([date]))).toEqual(["A 2024-01-07 0"]);
  });

  test.each([
    ["2024-W05", "a week is no day: give each order its own, or the week's Monday"],
    ["2024-01", "a month is no day: give each order its own"],
    ["2024-01-07", "take the file from the program that made it, or write all in one format"],
  ])("%s among others is refused with what would be right", (date, hint) => {
    expect(log(["13/01/2024", "14/01/2024", date]).refused[0]?.reason).toContain(hint);
  });
});

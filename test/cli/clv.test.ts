import { execFile } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { z } from "zod";
import { dayOfIso, isoOfDay } from "../../app/clv/calendar.ts";
import { seededUniform } from "../unit/clv/reference.ts";

const root = join(import.meta.dirname, "../..");
const reference = join(root, "../shared/reference");
const folder = mkdtempSync(join(tmpdir(), "klantwaarde-clv-"));

afterAll(() => rmSync(folder, { recursive: true, force: true }));

interface Run {
  readonly code: number;
  readonly out: string;
  readonly said: string;
}

function clv(...args: readonly string[]): Promise<Run> {
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      [join(root, "scripts/clv.ts"), ...args],
      { cwd: folder, maxBuffer: 2 ** 26 },
      (error, out, said) => resolve({ code: error ? Number(error.code ?? 1) : 0, out, said }),
    );
  });
}

function file(name: string, lines: readonly string[]): string {
  const path = join(folder, name);
  writeFileSync(path, `${lines.join("\n")}\n`);
  return path;
}

const errors = z.object({
  mae: z.number(),
  rmse: z.number(),
  biasPct: z.number().nullable(),
  auc: z.number().nullable(),
  gini: z.number().nullable(),
  topDecileCapture: z.number().nullable(),
});
const holdout = z.object({
  orders: errors.nullable(),
  value: errors.nullable(),
  intervalCoverage80: z.number().nullable(),
});
const report = z.object({
  data: z.looseObject({
    rows: z.number(),
    refusedRows: z.number(),
    customers: z.number(),
    repeatCustomers: z.number(),
    repeatOrders: z.number(),
    holdoutWeeks: z.number(),
    holdoutOrders: z.number(),
    holdoutValue: z.number().nullable(),
  }),
  models: z.record(
    z.string(),
    z.object({
      params: z.record(z.string(), z.number()),
      logLikelihood: z.number(),
      boundary: z.boolean(),
      holdout,
    }),
  ),
  baselines: z.record(z.string(), z.object({ holdout })),
  selected: z.string().nullable(),
  reason: z.string(),
  seconds: z.number(),
});

const reportOf = (run: Run) => report.parse(JSON.parse(run.out));

const CALIBRATION_END = "2025-08-31";

/** A shop of 80 customers in 2025, some of whom come back every few weeks until they have enough. */
function shopRows(): string[] {
  const uniform = seededUniform(7);
  const opened = dayOfIso("2025-01-01")!;
  const closed = dayOfIso("2025-12-31")!;
  const rows: string[] = [];
  for (let customer = 1; customer <= 80; customer++) {
    let day = opened + Math.floor(150 * uniform());
    const gapDays = 10 + 60 * uniform();
    const spend = 20 + 60 * uniform();
    do {
      rows.push(`c${customer},${isoOfDay(day)},${(spend * (0.5 + uniform())).toFixed(2)}`);
      day += 1 + Math.floor(2 * gapDays * uniform());
    } while (day <= closed && uniform() > 0.3);
  }
  return rows;
}

const header = "customer_id,date,amount";
const rows = shopRows();
const shop = file("shop.csv", [header, ...rows]);

describe("fit", () => {
  test.skipIf(!existsSync(reference))(
    "gives the reference log-likelihoods and parameters of the CDNOW sample, and its sums",
    async () => {
      const run = await clv(
        "fit",
        join(reference, "cdnow/transactions-sample.csv"),
        ...["--calibration-end", "1997-09-30", "--holdout-end", "1998-06-30", "--json"],
      );
      expect(run.said).toBe("");
      const { data, models, baselines, selected } = reportOf(run);
      expect(data).toMatchObject({ rows: 6696, customers: 2357, repeatCustomers: 946, repeatOrders: 2457 });
      expect(data).toMatchObject({ holdoutWeeks: 39, holdoutOrders: 1882, holdoutValue: 70976.39 });
      const golden = z
        .object({
          models: z.record(
            z.string(),
            z.object({ names: z.array(z.string()), params: z.array(z.number()), ll: z.number() }),
          ),
        })
        .parse(JSON.parse(readFileSync(join(reference, "cdnow/sample-mle.json"), "utf8"))).models;
      expect(Object.keys(golden)).toEqual(expect.arrayContaining(Object.keys(models)));
      expect(Object.keys(models).length).toBeGreaterThan(5);
      for (const [name, { params, logLikelihood, boundary }] of Object.entries(models)) {
        const { names, params: wanted, ll } = golden[name]!;
        expect(logLikelihood, name).toBeGreaterThan(ll - 1e-6);
        expect(logLikelihood, name).toBeLessThan(ll + 1e-6);
        expect(Object.keys(params)).toEqual(names);
        names.forEach((key, at) => {
          expect(Math.abs(params[key]! / wanted[at]! - 1), `${name} ${key}`).toBeLessThan(1e-3);
        });
        expect(boundary, name).toBe(false);
      }
      expect(Object.keys(baselines)).toEqual(["same_rate", "cohort_average"]);
      expect(models).toHaveProperty([selected ?? ""]);
      expect(models[selected ?? ""]!.holdout.orders!.mae).toBeLessThan(
        baselines.same_rate!.holdout.orders!.mae,
      );
    },
  );

  test("prints a table of all candidates, marks the selected one and says why", async () => {
    const run = await clv("fit", shop, "--calibration-end", CALIBRATION_END);
    expect(run.code).toBe(0);
    const json = reportOf(await clv("fit", shop, "--calibration-end", CALIBRATION_END, "--json"));
    const lines = run.out.split("\n");
    const { gamma_gamma: spend, ...models } = json.models;
    expect(run.out).toContain(`Value of an order: gamma_gamma${spend?.boundary ? " *" : ""}, p `);
    for (const name of [...Object.keys(models), ...Object.keys(json.baselines)]) {
      expect(
        lines.filter((line) => line.trim().replace("> ", "").startsWith(name)),
        name,
      ).not.toEqual([]);
    }
    expect(lines.filter((line) => line.startsWith("> "))).toEqual([
      expect.stringMatching(`^> ${json.selected?.replace("+", "\\+")}\\b`),
    ]);
    expect(run.out).toContain(`Selected: ${json.selected}, because`);
    expect(run.out).toContain(`${json.data.customers} customers until ${CALIBRATION_END}`);
  });

  test("counts what the rows say, to the cent, whatever their order", async () => {
    const forwards = reportOf(await clv("fit", shop, "--calibration-end", CALIBRATION_END, "--json"));
    const backwards = file("backwards.csv", [header, ...rows.toReversed()]);
    const other = reportOf(await clv("fit", backwards, "--calibration-end", CALIBRATION_END, "--json"));
    const later = rows.filter((row) => (row.split(",")[1] ?? "") > CALIBRATION_END);
    expect(forwards.data.rows).toBe(rows.length);
    expect(forwards.data.holdoutOrders).toBe(later.length);
    expect(forwards.data.holdoutValue).toBeCloseTo(
      later.reduce((sum, row) => sum + Number(row.split(",")[2]), 0),
      6,
    );
    expect({ ...other, data: null, seconds: 0 }).toEqual({
      ...forwards,
      data: null,
      seconds: 0,
      models: closeTo(forwards.models),
      baselines: closeTo(forwards.baselines),
    });
  });

  test("takes a log without amounts for what it is: orders, and no values", async () => {
    const bare = file("bare.csv", ["cust,date", ...rows.map((row) => row.split(",").slice(0, 2).join(","))]);
    const run = await clv("fit", bare, "--calibration-end", CALIBRATION_END, "--json");
    const { data, models } = reportOf(run);
    const priced = reportOf(await clv("fit", shop, "--calibration-end", CALIBRATION_END, "--json"));
    expect(data.holdoutValue).toBeNull();
    expect(models).not.toHaveProperty("gamma_gamma");
    for (const [name, { logLikelihood, holdout: tried }] of Object.entries(models)) {
      expect(tried.value, name).toBeNull();
      expect(logLikelihood).toBe(priced.models[name]?.logLikelihood);
    }
    expect((await clv("fit", bare, "--calibration-end", CALIBRATION_END)).out).not.toContain("value MAE");
  });

  test("gives a reason and no model where there are too few customers", async () => {
    const few = file("few.csv", [header, ...rows.filter((row) => /^c[1-4],/.test(row))]);
    const run = await clv("fit", few, "--calibration-end", CALIBRATION_END, "--json");
    expect(run.code).toBe(0);
    expect(reportOf(run)).toMatchObject({ selected: null, reason: "too_few_customers", baselines: {} });
    const text = await clv("fit", few, "--calibration-end", CALIBRATION_END);
    expect(text.out).toContain("No model: there are too few customers");
  });
});

describe("score", () => {
  const columns =
    "customer,x,t_x,T,p_alive,order_probability,expected_orders,orders_low,orders_high,expected_value,value_low,value_high,next_order_from,next_order_to";

  test("writes one row per customer, in the order of the file", async () => {
    const out = join(folder, "scores.csv");
    const run = await clv("score", shop, "--out", out);
    expect(run.code).toBe(0);
    expect(run.out).toBe("");
    expect(run.said).toContain("80 customers as of 2025-12-");
    const lines = readFileSync(out, "utf8").trimEnd().split("\n");
    expect(lines[0]).toBe(columns);
    expect(lines.slice(1).map((line) => line.split(",")[0])).toEqual([
      ...new Set(rows.map((row) => row.split(",")[0])),
    ]);
    for (const line of lines.slice(1)) {
      const [customer, x, tx, T, alive, chance, orders, low, high, value, from, to] = line.split(",");
      const days = new Set(
        rows.filter((row) => row.startsWith(`${customer},`)).map((row) => row.split(",")[1]),
      );
      expect(Number(x)).toBe(days.size - 1);
      expect(Number(tx)).toBeLessThanOrEqual(Number(T));
      expect(Number(chance)).toBeLessThanOrEqual(Number(alive));
      expect(Number(alive)).toBeLessThanOrEqual(1);
      expect(Number(orders)).toBeGreaterThanOrEqual(0);
      expect(Number(low)).toBeLessThanOrEqual(Number(high));
      expect(value).toMatch(/^\d+\.\d\d$/);
      expect(Number(from)).toBeLessThanOrEqual(Number(to));
    }
    const dated = lines.slice(1).filter((line) => !line.endsWith(","));
    for (const line of dated) expect(line).toMatch(/,202\d-\d\d-\d\d,202\d-\d\d-\d\d$/);
    expect(dated.length).toBeGreaterThan(0);
  });

  test("counts the log up to the day of --as-of, and waits from the last order until a later one", async () => {
    const cut = rows.filter((row) => (row.split(",")[1] ?? "") <= CALIBRATION_END);
    const scored = await clv("score", shop, "--as-of", CALIBRATION_END);
    const shorter = await clv("score", file("cut.csv", [header, ...cut]), "--as-of", CALIBRATION_END);
    expect(scored.said).toContain(`customers as of ${CALIBRATION_END}`);
    const byCustomer = ({ out }: Run) => out.trimEnd().split("\n").toSorted();
    expect(byCustomer(scored)).toEqual(byCustomer(shorter));
    const later = await clv("score", shop, "--as-of", "2026-12-31");
    expect(later.said).toContain("80 customers as of 2026-12-31");
    const alive = ({ out }: Run) => sumOf(out, 4);
    expect(alive(later)).toBeLessThan(alive(await clv("score", shop)));
  });

  test("expects less in fewer weeks", async () => {
    const expected = async (weeks: string): Promise<number> => {
      const { out } = await clv("score", shop, "--horizon-weeks", weeks);
      return sumOf(out, 6);
    };
    const [month, year] = await Promise.all([expected("4"), expected("52")]);
    expect(month).toBeGreaterThan(0);
    expect(month).toBeLessThan(year);
  });

  test("keeps names of customers that need quotes, and leaves values empty without amounts", async () => {
    const bare = rows.map((row) => row.split(",").slice(0, 2).join(","));
    const quoted = file("quoted.csv", [
      "cust,date",
      ...bare.map((row) => row.replace("c1,", '"Doe, ""J""",')),
    ]);
    const { out } = await clv("score", quoted);
    const lines = out.trimEnd().split("\n");
    expect(lines[1]).toMatch(/^"Doe, ""J""",\d+,/);
    expect(lines.slice(1).every((line) => line.includes(",,,,") || /,,,,\d{4}-/.test(line))).toBe(true);
    expect(lines).toHaveLength(81);
  });

  test("says why where nothing can be fitted", async () => {
    const once = file("once.csv", [
      header,
      ...Array.from({ length: 40 }, (_, i) => `c${i},2025-0${1 + (i % 9)}-01,5.00`),
    ]);
    const run = await clv("score", once);
    expect(run.code).toBe(1);
    expect(run.said).toContain("No model can be fitted: nobody bought twice");
  });
});

describe("a file with mistakes", () => {
  test("has its bad rows reported by line and counted, and the rest goes on", async () => {
    const spoilt = file("spoilt.csv", [
      header,
      "c1,2025-02-30,10.00",
      "c1,,10.00",
      ...rows,
      "c1,2025-03-01,ten",
      "c1,2025-03-01,10.123",
      "c1,2025-03-01,10,00",
    ]);
    const end = ["--calibration-end", CALIBRATION_END, "--json"];
    const run = await clv("fit", spoilt, ...end);
    expect(run.code).toBe(0);
    const last = rows.length + 4;
    expect(run.said.trimEnd().split("\n")).toEqual([
      'line 2 refused: "2025-02-30" is no date (YYYY-MM-DD)',
      "line 3 refused: no date",
      `line ${last} refused: "ten" is no amount (up to 2 decimals after a point)`,
      expect.stringContaining(`line ${last + 1} refused: "10.123" is no amount`),
      `line ${last + 2} refused: 4 fields under a header of 3 (is a comma the decimal sign?)`,
    ]);
    const clean = reportOf(await clv("fit", shop, ...end));
    const { data, models } = reportOf(run);
    expect(data).toMatchObject({ rows: rows.length, refusedRows: 5 });
    expect(models).toEqual(clean.models);
  });

  test("stops where more than a small share is bad, with the first of them and no result", async () => {
    const wrong = Array.from({ length: 30 }, () => "c1,yesterday,1.00");
    const run = await clv("score", file("wrong.csv", [header, ...rows, ...wrong]));
    expect(run).toMatchObject({ code: 1, out: "" });
    expect(run.said).toContain(`30 of its ${rows.length + 30} rows cannot be read`);
    expect(run.said.match(/"yesterday" is no date/g)).toHaveLength(5);
  });

  test("lists the first bad rows of a long log only, and the number of the others", async () => {
    const many = Array.from({ length: 6 }, () => rows).flat();
    const wrong = Array.from({ length: 25 }, () => "c1,yesterday,1.00");
    const { said } = await clv("score", file("long.csv", [header, ...many, ...wrong]));
    expect(said.match(/refused/g)).toHaveLength(20);
    expect(said).toContain("and 5 rows more");
  });

  test("is measured by the decimals of its currency", async () => {
    const yen = file("yen.csv", [header, "c1,2025-01-01,1200", "c1,2025-02-01,12.50"]);
    const { said } = await clv("fit", yen, "--currency", "JPY", "--calibration-end", "2024-12-31");
    expect(said).toContain('line 3 refused: "12.50" is no amount of JPY (no decimals)');
  });
});

describe("what cannot be done is said with what would be right", () => {
  const needsEnd = ["--calibration-end", CALIBRATION_END];
  const cases: readonly (readonly [string, readonly string[], string])[] = [
    ["nothing asked", [], "Say fit or score"],
    ["a strange command", ["guess", shop], '"guess" should be fit or score'],
    ["no file", ["fit", ...needsEnd], "fit takes one file"],
    ["two files", ["score", shop, shop], "score takes one file, a CSV of transactions, and not 2"],
    ["a strange option", ["fit", shop, "--fast"], "--fast"],
    ["an option of the other command", ["score", shop, "--json"], "--json does not go with score"],
    ["no end of calibration", ["fit", shop], "fit needs --calibration-end"],
    [
      "an end that is no date",
      ["fit", shop, "--calibration-end", "31-08-2025"],
      '"31-08-2025" is no date (YYYY-MM-DD)',
    ],
    [
      "an end of the holdout before its start",
      ["fit", shop, ...needsEnd, "--holdout-end", "2025-08-31"],
      "--holdout-end 2025-08-31 should be after --calibration-end 2025-08-31",
    ],
    [
      "an end of the holdout after the last order",
      ["fit", shop, ...needsEnd, "--holdout-end", "2030-01-01"],
      "--holdout-end 2030-01-01 is after the last order",
    ],
    [
      "an end after the last order",
      ["fit", shop, "--calibration-end", "2026-06-30"],
      "--calibration-end 2026-06-30 leaves nothing to predict: the last order is of 2025-12-",
    ],
    [
      "an end before the first order",
      ["fit", shop, "--calibration-end", "2024-06-30"],
      "--calibration-end 2024-06-30 is before the first order (2025-01-",
    ],
    ["a strange currency", ["score", shop, "--currency", "EURO"], '"EURO" is not an ISO 4217 code'],
    ["a strange time zone", ["score", shop, "--timezone", "Mars"], '"Mars" is not a time zone'],
    [
      "a strange date format",
      ["score", shop, "--date-format", "D"],
      '--date-format: "D" should be like DD-MM-YYYY',
    ],
    [
      "a strange decimal mark",
      ["score", shop, "--decimal", "x"],
      '--decimal: "x" should be , (comma) or . (point)',
    ],
    ["a strange delimiter", ["score", shop, "--delimiter", "x"], '--delimiter: "x" should be one of'],
    ["a strange encoding", ["score", shop, "--encoding", "x"], '--encoding: "x" is not an encoding'],
    ["a strange column", ["score", shop, "--columns", "who=cust"], '--columns: "who=cust" should be like'],
    ["a column that is not there", ["score", shop, "--columns", "customer=klant"], 'has no column "klant"'],
    [
      "a day before the first order",
      ["score", shop, "--as-of", "2024-06-30"],
      "--as-of 2024-06-30 is before the first order (2025-01-",
    ],
    [
      "a day that nobody means",
      ["score", shop, "--as-of", "9999-12-31"],
      "--as-of 9999-12-31 is more than ten years after the last order",
    ],
    ["--as-of of a fit", ["fit", shop, ...needsEnd, "--as-of", "2025-12-31"], "--as-of does not go with fit"],
    ["a horizon that is none", ["score", shop, "--horizon-weeks", "0"], "should be a number above 0"],
    ["a file that is not there", ["score", join(folder, "absent.csv")], "absent.csv cannot be read"],
    [
      "a place that is not there",
      ["score", shop, "--out", join(folder, "absent/scores.csv")],
      "--out: there is no folder",
    ],
    ["an empty file", ["score", file("empty.csv", [])], "empty.csv is empty"],
    ["a header alone", ["score", file("header.csv", [header])], "header.csv has a header and no rows"],
    [
      "columns that are missing",
      ["score", file("columns.csv", ["name;date", "a;2025-01-01"])],
      "needs a header with columns for customer, date and, where known, amount",
    ],
    [
      "rows that are all bad",
      ["score", file("bad.csv", [header, "c1,2025-02-29,1.00"])],
      'none of its 1 rows can be read; line 2: "2025-02-29" is no date',
    ],
  ];
  for (const [name, args, wanted] of cases) {
    test(name, async () => {
      const run = await clv(...args);
      expect(run.code).toBe(1);
      expect(run.said).toContain(wanted);
      expect(run.said).not.toContain("    at ");
      expect(run.out).toBe("");
    });
  }

  test("and --help is an answer, not a mistake", async () => {
    const run = await clv("--help");
    expect(run).toMatchObject({ code: 0, said: "" });
    expect(run.out).toContain("npm run clv -- fit FILE.csv --calibration-end");
  });
});

/** Sum of a column of the scores, by its place. */
function sumOf(out: string, column: number): number {
  const lines = out.trimEnd().split("\n").slice(1);
  return lines.reduce((sum, line) => sum + Number(line.split(",")[column]), 0);
}

/** The same with each number taken as close, since sums over customers in another order differ in the last digits. */
function closeTo(value: unknown): unknown {
  if (typeof value === "number") return expect.closeTo(value, 5);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, closeTo(inner)]));
}

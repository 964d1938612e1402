import { execFile } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, describe, expect, test } from "vitest";
import { z } from "zod";
import { dateOfDay, dayOfIso } from "../../app/clv/calendar.ts";
import { seededUniform } from "../unit/clv/reference.ts";

const root = join(import.meta.dirname, "../..");
const folder = mkdtempSync(join(tmpdir(), "klantwaarde-log-files-"));
const cases = fileURLToPath(new URL("../../../shared/cases/files/", import.meta.url));

afterAll(() => rmSync(folder, { recursive: true, force: true }));

interface Run {
  readonly code: number;
  readonly out: string;
  readonly said: string;
  readonly seconds: number;
}

function clv(...args: readonly string[]): Promise<Run> {
  const startedMs = performance.now();
  return new Promise((resolve) => {
    execFile(process.execPath, [join(root, "scripts/clv.ts"), ...args], { cwd: folder }, (error, out, said) =>
      resolve({
        code: error ? Number(error.code ?? 1) : 0,
        out,
        said,
        seconds: (performance.now() - startedMs) / 1_000,
      }),
    );
  });
}

function file(name: string, content: string | Buffer): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

/** Sum of the expected values of a table of scores. */
function expectedValue(out: string): number {
  const [header = "", ...lines] = out.trimEnd().split("\n");
  const at = header.split(",").indexOf("expected_value");
  return lines.reduce((sum, line) => sum + Number(line.split(",")[at]), 0);
}

interface Sale {
  readonly customer: string;
  readonly day: number;
  readonly cents: number;
}

/** Forty customers of 2024 and 2025, most of whom come back some weeks later. */
function sales(): Sale[] {
  const uniform = seededUniform(11);
  const rows: Sale[] = [];
  for (let customer = 1; customer <= 40; customer++) {
    let day = dayOfIso("2024-01-01")! + Math.floor(300 * uniform());
    do {
      rows.push({ customer: `k${customer}`, day, cents: 500 + Math.floor(200_000 * uniform()) });
      day += 7 + Math.floor(120 * uniform());
    } while (uniform() > 0.3);
  }
  return rows;
}

const two = (value: number): string => String(value).padStart(2, "0");
const plain = sales().map(({ customer, day, cents }) => {
  const { year, month, date } = dateOfDay(day);
  return { customer, iso: `${year}-${two(month)}-${two(date)}`, amount: (cents / 100).toFixed(2) };
});
const csv = ["customer_id,date,amount", ...plain.map((row) => `${row.customer},${row.iso},${row.amount}`)];
const plainLog = file("plain.csv", `${csv.join("\n")}\n`);

describe("one log in several formats gives the same scores", () => {
  const dutch = [
    "Klantnummer;Besteldatum;Bedrag (€);Plaats",
    ...plain.map(({ customer, iso, amount }) => {
      const [whole = "", cents] = amount.split(".");
      const grouped = whole.replace(/\B(?=(\d{3})+$)/g, ".");
      return `${customer};${iso.split("-").reverse().join("-")};€ ${grouped},${cents};Café`;
    }),
  ].join("\r\n");
  const american = [
    "Order Number\tOrder Date\tCustomer ID\tOrder Total",
    ...plain.map(({ customer, iso, amount }, at) => {
      const [year, month, date] = iso.split("-").map(Number);
      return `${at}\t${month}/${date}/${year} 3:05:00 PM\t${customer}\t"$${Number(amount).toLocaleString("en", { minimumFractionDigits: 2 })}"`;
    }),
  ].join("\n");
  const formats: readonly (readonly [string, string | Buffer, string])[] = [
    [
      "as a Dutch Excel saves it",
      Buffer.from(dutch.replaceAll("€", "\x80"), "latin1"),
      "`;`, DD-MM-YYYY, decimal comma, Klantnummer / Besteldatum / Bedrag (€), ",
    ],
    ["as UTF-16 with a byte order mark", Buffer.from(`\uFEFF${dutch}`, "utf16le"), "UTF-16LE"],
    [
      "with tabs, American dates and dollars",
      american,
      "tab, M/D/YYYY HH:MM:SS, decimal point, Customer ID / Order Date / Order Total, ",
    ],
    [
      "after a line that names the delimiter",
      `sep=|\r${csv.join("\r").replaceAll(",", "|")}\r\r`,
      "`|`, YYYY-MM-DD, ",
    ],
  ];
  test.each(formats)("%s", async (name, content, understood) => {
    const [wanted, run] = await Promise.all([
      clv("score", plainLog),
      clv("score", file(`${name.replaceAll(" ", "-")}.csv`, content)),
    ]);
    expect(run.said.split("\n")[0]).toContain(understood);
    expect(run.said.split("\n")[0]).toContain(`${plain.length} orders of 40 customers, `);
    expect(run.out).toBe(wanted.out);
    expect(run.code).toBe(0);
  });
});

describe("what a file does not prove is asked, and an option answers", () => {
  test("three digits after every point", async () => {
    const log = file(
      "thousands.csv",
      [
        "customer_id,date,amount",
        ...plain.map((row, at) => `${row.customer},${row.iso},${1 + (at % 9)}.${100 + at}`),
      ].join("\n"),
    );
    const asked = await clv("score", log);
    expect(asked).toMatchObject({ code: 1, out: "" });
    expect(asked.said).toContain('"1.100" (line 2) can be 1100 or 1.100: three digits after the point');
    expect(asked.said).toContain("give --decimal , (then it is 1100) or --decimal .");
    const answered = await clv("score", log, "--decimal", ",");
    expect(answered.code).toBe(0);
    expect(answered.said).toContain("decimal comma");
  });

  test("days of twelve and below", async () => {
    const early = plain.map(
      (row, at) => `${row.customer},${two(1 + (at % 11))}/${two(2 + (at % 9))}/2024,1.50`,
    );
    const log = file("early.csv", ["customer_id,date,amount", ...early].join("\n"));
    const asked = await clv("score", log);
    expect(asked).toMatchObject({ code: 1, out: "" });
    expect(asked.said).toContain(
      '"01/02/2024" (line 2) can be 1 February 2024 (DD-MM-YYYY) or 2 January 2024 (MM-DD-YYYY)',
    );
    const [dayFirst, monthFirst] = await Promise.all([
      clv("fit", log, "--date-format", "D/M/YYYY", "--calibration-end", "2024-06-30", "--json"),
      clv("fit", log, "--date-format", "M/D/YYYY", "--calibration-end", "2024-06-30", "--json"),
    ]);
    const report = z.object({ data: z.object({ lastDay: z.string(), understood: z.string() }) });
    expect(report.parse(JSON.parse(dayFirst.out)).data.lastDay).toBe("2024-10-11");
    expect(report.parse(JSON.parse(monthFirst.out)).data.lastDay).toBe("2024-11-10");
  });

  test("days of which half are written in one order and half in the other: no result, with a row of each", async () => {
    const mixed = plain.map(({ customer, amount }, at) => {
      const day = 13 + (at % 16);
      return `${customer},${at % 2 === 0 ? `${day}/05` : `05/${day}`}/2024,${amount}`;
    });
    const asked = await clv("score", file("mixed.csv", ["customer_id,date,amount", ...mixed].join("\n")));
    expect(asked).toMatchObject({ code: 1, out: "" });
    expect(asked.said).toContain(
      '"13/05/2024" (line 2) is a date only as DD-MM-YYYY, "05/14/2024" (line 3) only as MM-DD-YYYY; write all in one order, or give --date-format',
    );
  });

  test("columns, a delimiter and an encoding that only their owner knows", async () => {
    const rows = plain.map((row) => `${row.iso}|${row.amount}|${row.customer}é`);
    const log = file("own.csv", Buffer.from(["wanneer|hoeveel|wie", ...rows].join("\n"), "utf16le"));
    expect((await clv("score", log)).said).toContain("give --encoding");
    const nameless = await clv("score", log, "--encoding", "utf-16le");
    expect(nameless.said).toContain(
      "no column for customer or date was found, it has: wanneer, hoeveel, wie",
    );
    const columns = "customer=wie,date=wanneer,amount=hoeveel";
    const run = await clv("score", log, "--encoding", "utf-16le", "--columns", columns, "--delimiter", "|");
    expect(run.said).toContain("wie / wanneer / hoeveel, ");
    expect(run.code).toBe(0);
    expect(run.out).toContain("\nk1é,");
  });
});

describe("one log with what people's files have", () => {
  const wanted = clv("score", plainLog);
  const total = `\nTotal,2025-12-31,${plain.reduce((sum, { amount }) => sum + Math.round(100 * Number(amount)), 0) / 100}\n`;
  const half = plain.slice(0, 40).map((row) => `,${row.iso},10.00`);
  const shapes: readonly (readonly [string, string, string])[] = [
    [
      "titles above the header",
      `Report\nMade today\n\n${csv.join("\n")}\n`,
      "2 lines above the header are passed over",
    ],
    ["a dated row of totals", `${csv.join("\n")}${total}`, "1 row sums up other rows and is left out"],
    [
      "orders of guests",
      [...csv, ...half, "guest,2025-01-01,5.00"].join("\n"),
      ", 41 orders without a customer, 405.00",
    ],
    [
      "days as Excel counts them",
      csv.map((row) => row.replace(/\d{4}-\d\d-\d\d/, (iso) => String(dayOfIso(iso)! + 25_569))).join("\n"),
      "Excel's numbers of days",
    ],
    [
      "amounts on the credit side of an account",
      [
        "customer_id,date,debit,credit",
        ...csv.slice(1).map((row) => row.replace(/,([^,]+)$/, ",0.00,$1")),
      ].join("\n"),
      " / credit, ",
    ],
    [
      "a price with tax beside the one without",
      csv
        .map((row, at) =>
          at === 0 ? "customer_id,date,Price Incl,Price,qty" : row.replace(/,([^,]+)$/, ",99.99,$1,1"),
        )
        .join("\n"),
      " / qty x Price (not Price Incl), ",
    ],
    [
      "prices of many decimals, a currency in the header",
      csv.map((row, at) => (at === 0 ? "customer_id,date,Amount EUR" : `${row}0001`)).join("\n"),
      "more than 2 decimals: each row is rounded half up",
    ],
  ];
  test.each(shapes)("%s", async (name, content, said) => {
    const run = await clv("score", file(`${name.replaceAll(/\W+/g, "-")}.csv`, content));
    expect(run.said).toContain(said);
    expect(run.said).toContain(`${plain.length} orders of 40 customers, `);
    expect(run.out).toBe((await wanted).out);
    expect(run.code).toBe(0);
  });

  test("ids that a spreadsheet shortened give no result", async () => {
    const rows = plain.map((row, at) => `6.1${at % 20}E+12,${row.iso},${row.amount}`);
    const run = await clv("score", file("shortened.csv", ["customer_id,date,amount", ...rows].join("\n")));
    expect(run).toMatchObject({ code: 1, out: "" });
    expect(run.said).toContain("is an id of which a spreadsheet lost the last digits");
  });
});

test("a workbook is named as one, with what to do", async () => {
  const run = await clv("score", file("log.xlsx", Buffer.from("504b030414000600", "hex")));
  expect(run).toMatchObject({ code: 1, out: "" });
  expect(run.said).toContain(
    "is a workbook (.xlsx or the like) and no CSV: open it in the program that made it and save it as CSV",
  );
});

describe("a row of another time", () => {
  const wanted = clv("score", plainLog);
  for (const iso of ["2099-05-21", "1924-05-21"]) {
    test(`of ${iso} is named and put aside, in a fit as in a score, and costs no time`, async () => {
      const log = file(`far-${iso}.csv`, [...csv, `k7,${iso},10.00`].join("\n"));
      const score = await clv("score", log);
      expect(score.said).toContain(`line ${csv.length + 1} refused: ${iso} `);
      expect(score.out).toBe((await wanted).out);
      const fit = await clv("fit", log, "--calibration-end", "2024-12-31");
      expect(fit.code).toBe(0);
      expect(fit.said).toContain(`${iso} `);
    });
  }

  test("is not dropped where it is a good part of the log: the log is refused", async () => {
    const far = plain.slice(0, 30).map((row) => `${row.customer},${row.iso.replace(/^20/, "21")},10.00`);
    const run = await clv(
      "fit",
      file("far-many.csv", [...csv, ...far].join("\n")),
      "--calibration-end",
      "2024-12-31",
    );
    expect(run).toMatchObject({ code: 1, out: "" });
    expect(run.said).toContain("lies in the future");
  });
});

const expectations = z.array(
  z.object({
    file: z.string(),
    expect: z.union([
      z.string(),
      z.object({ orders: z.number().optional(), customers: z.number(), total: z.string() }),
    ]),
  }),
);
const present = existsSync(cases);
if (!present) console.log("skipped: the case files ../shared/cases/files are not here");

describe.skipIf(!present)("the logs of people who do this job", () => {
  const known = present
    ? expectations.parse(JSON.parse(readFileSync(join(cases, "../files.json"), "utf8")))
    : [];
  for (const { file: name, expect: wanted } of known) {
    if (typeof wanted === "string") continue;
    test(`${name} is understood without an option`, async () => {
      const run = await clv("score", join(cases, name));
      expect(run.code).toBe(0);
      const [understood = ""] = run.said.split("\n");
      expect(understood).toContain(`${wanted.orders ?? 172} orders of ${wanted.customers} customers, `);
      expect(understood.replaceAll(",", "")).toContain(` ${wanted.total}`);
      expect(run.said).not.toContain("refused");
    });
  }

  test("dutch-thousands-point.csv is asked about, and its answer gives the right total", async () => {
    const log = join(cases, "dutch-thousands-point.csv");
    const asked = await clv("score", log);
    expect(asked).toMatchObject({ code: 1, out: "" });
    expect(asked.said).toContain("three digits after the point in a currency of 2 decimals");
    expect((await clv("score", log, "--decimal", ",")).said).toContain(" 138,000.00");
  });

  test("one-year-typo.csv has its row named and the value of the others", async () => {
    const log = join(cases, "one-year-typo.csv");
    const run = await clv("score", log);
    expect(run.said).toContain("line 42 refused: 2064-05-21 lies in the future; the row is put aside");
    const lines = readFileSync(log, "utf8").split("\n");
    const without = file("no-typo.csv", lines.filter((line) => !line.includes("2064")).join("\n"));
    expect(run.out).toBe((await clv("score", without)).out);
    expect(expectedValue(run.out)).toBeGreaterThan(8_000);
  });
});

import { execFile } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";

const root = join(import.meta.dirname, "../..");
const reference = join(root, "../shared/reference/cdnow");
const folder = mkdtempSync(join(tmpdir(), "klantwaarde-report-"));

afterAll(() => rmSync(folder, { recursive: true, force: true }));

interface Run {
  readonly code: number;
  readonly output: string;
  readonly report: Record<string, unknown>;
}

function demo(args: readonly string[]): Promise<Run> {
  const file = join(folder, "report.json");
  rmSync(file, { force: true });
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      [join(root, "scripts/demo.ts"), ...args, "--report", file],
      { cwd: root },
      (error, stdout, stderr) =>
        resolve({
          code: error ? Number(error.code ?? 1) : 0,
          output: stdout + stderr,
          report: existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) : {},
        }),
    );
  });
}

/** Expects each figure of the reference: integers exactly, the others to the digits that the reference prints. */
function expectFigures(actual: unknown, expected: unknown, path = "report"): void {
  if (typeof expected === "number" && !Number.isInteger(expected)) {
    const digits = String(expected).split(".")[1]?.length ?? 0;
    expect(actual, path).toBeTypeOf("number");
    expect(Number(Number(actual).toFixed(digits)), path).toBe(expected);
  } else if (typeof expected === "object" && expected !== null) {
    for (const [key, value] of Object.entries(expected)) {
      expectFigures((actual as Record<string, unknown> | undefined)?.[key], value, `${path}.${key}`);
    }
  } else {
    expect(actual, path).toBe(expected);
  }
}

for (const [log, summary] of [
  ["transactions-sample.csv", "summary-sample.json"],
  ["transactions.csv", "summary.json"],
] as const) {
  test.skipIf(!existsSync(reference))(
    `CDNOW ${log} through the whole chain gives the reference figures`,
    async () => {
      const run = await demo(["--transactions", join(reference, log), "--zero-value-orders"]);
      expect(run.output).toContain("Figures written");
      expect(run.code).toBe(0);
      expectFigures(run.report, JSON.parse(readFileSync(join(reference, summary), "utf8")));
      expect(run.report.wallSeconds).toMatchObject({
        install: expect.any(Number),
        backfill: expect.any(Number),
        valuation: expect.any(Number),
      });
      expect(run.report.peakRssBytes).toBeGreaterThan(50_000_000);
    },
  );
}

test("bad rows of a log are reported by line and counted, and the rest goes on", async () => {
  const log = join(folder, "My log.csv");
  writeFileSync(
    log,
    [
      "customer_id,date,amount",
      "7,2024-01-05,10.50",
      "7,2024-13-05,10.50",
      "8,2024-02-01,abc",
      "8,2024-02-01,4.25",
      ",2024-02-01,4.25",
      "7,2024-03-01,0",
    ].join("\n"),
  );
  const run = await demo(["--transactions", log, "--currency", "EUR", "--timezone", "Europe/Amsterdam"]);
  expect(run.code).toBe(0);
  for (const line of ["line 3:", "line 4:", "1 order without a customer, 4.25 EUR", "2 rows were refused"])
    expect(run.output).toContain(line);
  expect(run.report).toMatchObject({
    countsZeroValueOrders: false,
    // The order of nobody counts in the totals of the shop, and in no figure of a customer.
    customers: 2,
    orders: 3,
    netSalesMinor: 1_900,
    zeroValueOrders: 1,
    refusedRows: 2,
    lastDay: "2024-02-01",
  });
});

test("a log without a usable row is refused with the first reason", async () => {
  const log = join(folder, "useless.csv");
  writeFileSync(log, "cust,date,amount\n1,2024-02-30,5\n");
  const run = await demo(["--transactions", log]);
  expect(run.code).toBe(1);
  expect(run.output).toContain('line 2: "2024-02-30" is no date');
});

test("an option that cannot be used is named with what would be right", async () => {
  const missing = await demo(["--transactions", join(folder, "nowhere.csv")]);
  expect(missing.code).toBe(1);
  expect(missing.output).toContain("there is no file");
  const currency = await demo(["--currency", "EURO"]);
  expect(currency.output).toContain('"EURO" is not an ISO 4217 code such as EUR');
  const unknown = await demo(["--frsh"]);
  expect(unknown.output).toContain("--frsh");
});

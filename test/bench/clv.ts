import { execFile } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { customerSummariesAt, transactionLog } from "../../app/clv/data/transaction-log.ts";
import { END_DAY, simulatedOrders, writeColumns } from "./clv-shop.ts";
import { CLV_MODELS, type ClvMeasured, type ClvTask, clvMeasured } from "./clv-task.ts";
import type { BenchReport, Figure } from "./report.ts";

const SIZES = [2_357, 100_000, 1_000_000];
const SEED = 20_251_231;
const PLAIN_SECONDS = 10;
const MEBIBYTE = 2 ** 20;

/** Fits and scores by every family, on shops of a known process, against the textbooks' formulas. Needs no database. */
export async function benchClv(options: { readonly customers: number | undefined }): Promise<BenchReport> {
  const folder = mkdtempSync(join(tmpdir(), "klantwaarde-bench-clv-"));
  const clear = () => rmSync(folder, { recursive: true, force: true });
  process.once("exit", clear);
  try {
    const figures: Figure[] = [];
    const plain: string[] = [];
    for (const size of options.customers ? [options.customers] : SIZES) {
      const { figures: ofSize, plainOf } = await benchSize(size, join(folder, String(size)));
      figures.push(...ofSize);
      plain.push(plainOf);
    }
    return { bench: "clv", about: [...ABOUT, ...plain], figures };
  } finally {
    process.off("exit", clear);
    clear();
  }
}

const ABOUT = [
  "Customers by BG/NBD (r .243, alpha 4.414, a .793, b 2.426) and Gamma-Gamma (p 6.25, q 3.74, v 15.44), 4 to 52 weeks old in whole days.",
  "Fit: maximum likelihood of one family, or of Gamma-Gamma, on all customers. Expected orders: of the next 52 weeks, customer by customer. Score: all figures of all customers for 52 weeks, with 80 % intervals of orders and value. Median of 3 rounds, each model in a process of its own; memory is the most that it has above the columns that it reads.",
  "Baseline: textbook formulas one customer at a time, fitted by Nelder and Mead's simplex. It does as many customers as about 10 s allow, and its time is taken in proportion. Textbooks have no closed form for the orders of CNBD-k, and no intervals.",
];

async function benchSize(size: number, folder: string): Promise<{ figures: Figure[]; plainOf: string }> {
  mkdirSync(folder, { recursive: true });
  const startedMs = performance.now();
  const log = transactionLog(simulatedOrders(size, SEED), size);
  writeColumns(folder, customerSummariesAt(log, END_DAY).columns);
  const count = size.toLocaleString("en");
  console.log(
    `  ${count} customers, ${log.day.length.toLocaleString("en")} order days (${seconds(startedMs)} s)`,
  );
  const figures: Figure[] = [];
  const done: string[] = [];
  const engineMs = { fit: 0, score: 0 };
  for (const model of CLV_MODELS) {
    const modelMs = performance.now();
    const measured = await measure({ folder, model, plainSeconds: PLAIN_SECONDS });
    figures.push(...figuresOf(`${count}: ${model}`, measured));
    const { plain, fitMs, scoreMs } = measured;
    if (model === "bg_nbd" || model === "gamma_gamma") engineMs.fit += fitMs;
    if (model === "bg_nbd") engineMs.score = scoreMs ?? 0;
    done.push(`${model} ${plain.customers.toLocaleString("en")} (${plain.evaluations} evaluations)`);
    console.log(`  ${model} (${seconds(modelMs)} s)`);
  }
  figures.push({
    name: `${count}: bg_nbd and gamma_gamma, fitted and scored`,
    unit: "ms",
    app: engineMs.fit + engineMs.score,
    baseline: null,
    better: "lower",
  });
  return { figures, plainOf: `Customers of the baseline's fits, of ${count}: ${done.join(", ")}.` };
}

function figuresOf(name: string, { fitMs, expectMs, scoreMs, memoryBytes, plain }: ClvMeasured): Figure[] {
  const figure = (what: string, unit: string, app: number, baseline: number | null): Figure => ({
    name: `${name}, ${what}`,
    unit,
    app,
    baseline,
    better: "lower",
  });
  return [
    figure("fit", "ms", fitMs, plain.fitMs),
    ...(expectMs === null ? [] : [figure("expected orders", "ms", expectMs, plain.expectMs)]),
    ...(scoreMs === null ? [] : [figure("score", "ms", scoreMs, null)]),
    figure("peak memory", "MiB", memoryBytes / MEBIBYTE, null),
  ];
}

/** Ends with the benchmark, however that ends. */
function measure(task: ClvTask): Promise<ClvMeasured> {
  return new Promise((resolve, reject) => {
    const child = execFile(
      process.execPath,
      [join(import.meta.dirname, "clv-program.ts"), JSON.stringify(task)],
      (error, out, said) => {
        process.off("exit", end);
        if (error) reject(new Error(`measuring ${task.model} failed: ${said.trim() || error.message}`));
        else resolve(clvMeasured.parse(JSON.parse(out)));
      },
    );
    const end = () => child.kill("SIGKILL");
    process.once("exit", end);
  });
}

const seconds = (startedMs: number): string => ((performance.now() - startedMs) / 1000).toFixed(1);

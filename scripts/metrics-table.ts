// Writes the table of metrics in docs/operations.md: npm run docs:metrics
import { readFileSync, writeFileSync } from "node:fs";
import { createMetrics } from "../app/platform/metrics.ts";

const FILE = new URL("../docs/operations.md", import.meta.url);
const [BEGIN, END] = ["<!-- metrics: npm run docs:metrics -->\n", "<!-- end of metrics -->\n"] as const;

/** The document with today's table. */
export function withMetricsTable(text: string): string {
  const [before, rest] = text.split(BEGIN);
  const after = rest?.split(END)[1];
  if (before === undefined || after === undefined)
    throw new Error(`docs/operations.md has no "${BEGIN.trim()}"`);
  const rows = createMetrics().described.map(
    ({ name, kind, labels, help }) =>
      `| \`${name}\` | ${kind} | ${labels.map((label) => `\`${label}\``).join(", ")} | ${help} |`,
  );
  return `${before}${BEGIN}\n| Name | Kind | Labels | What |\n|---|---|---|---|\n${rows.join("\n")}\n\n${END}${after}`;
}

if (import.meta.main) writeFileSync(FILE, withMetricsTable(readFileSync(FILE, "utf8")));

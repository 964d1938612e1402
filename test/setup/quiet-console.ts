import { format } from "node:util";

/** What was written since the last test, and what the running test said would be. */
const noise: string[] = [];
const expected: RegExp[] = [];

for (const name of ["warn", "error"] as const) {
  console[name] = (...values: unknown[]) => {
    noise.push(`console.${name}: ${format(...values)}`);
  };
}
const { log } = console;
console.log = (...values: unknown[]) => {
  // Shopify's library writes here what nobody configured a log for.
  if (String(values[0]).startsWith("[shopify-")) noise.push(`console.log: ${format(...values)}`);
  else log(...values);
};
process.on("warning", (warning) => {
  noise.push(`process warning: ${warning.name}: ${warning.message}`);
});

/** The running test makes a warning or error that matches; it fails where none comes. */
export function expectConsole(pattern: RegExp): void {
  expected.push(pattern);
}

/** What the file before may have left behind is not this one's. */
export function forgetConsole(): void {
  noise.length = 0;
  expected.length = 0;
}

export function judgeConsole(): void {
  const heard = noise.splice(0);
  const patterns = expected.splice(0);
  const unexpected = heard.filter((text) => !patterns.some((pattern) => pattern.test(text)));
  if (unexpected.length > 0) {
    throw new Error(
      `written to the console, and not declared with expectConsole(): ${unexpected.join("\n")}`,
    );
  }
  const missing = patterns.filter((pattern) => !heard.some((text) => pattern.test(text)));
  if (missing.length > 0)
    throw new Error(`expected on the console, and never written: ${missing.join(", ")}`);
}

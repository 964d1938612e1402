import { join } from "node:path";
import { defineConfig } from "vitest/config";

/** What sets up each file of tests. */
export const setupFiles = [
  "./test/setup/judge-console.ts",
  "./test/setup/property-seed.ts",
  "./test/setup/first-shop.ts",
];

const shared = {
  // Ends what hangs. No test is judged by its speed: machines are slow, and busy.
  testTimeout: 600_000,
  hookTimeout: 600_000,
  expect: { poll: { timeout: 120_000 } },
  setupFiles,
  // Many tests start programs, which take over what the first of them compiled: a quarter of the time to start.
  env: { NODE_COMPILE_CACHE: join(import.meta.dirname, "node_modules/.cache/node") },
  pool: "forks" as const,
  // What a test makes is garbage soon after. With room for it, half of the work of collecting it is spared.
  execArgv: ["--max-semi-space-size=64"],
};

/**
 * Each in a process of its own: Shopify's library reads the environment once; Remix warns once; a simulated browser changes the global object; where the
 * functions of `Math` were counted, they are slower ever after; and what computes for many seconds is compiled for its own data alone.
 */
const ALONE = [
  "test/shopify/admin/**/*.test.ts",
  "test/db/web/**/*.test.ts",
  "extensions/**/*.test.tsx",
  "test/unit/clv/{bounds,experiment,selection,transactions}/**/*.test.ts",
  "test/unit/experiments/**/*.test.ts",
];

export default defineConfig({
  test: {
    globalSetup: ["./test/db/cluster.ts"],
    // One more than the processors that CI has: many tests wait for a database or another process.
    maxWorkers: 3,
    projects: [
      { test: { ...shared, name: "alone", include: ALONE } },
      {
        test: {
          ...shared,
          name: "together",
          include: ["test/**/*.test.ts", "test/**/*.test.tsx"],
          exclude: ["test/e2e/**", "test/gallery/**", ...ALONE],
          // One process after the other runs file after file, with what the first has loaded: starting and loading would be a third of the work.
          isolate: false,
        },
      },
    ],
  },
});

import { join } from "node:path";
import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts", "test/**/*.test.tsx", "extensions/**/*.test.tsx"],
    exclude: ["test/e2e/**", "test/gallery/**", "node_modules/**"],
    // Ends what hangs. No test is judged by its speed: machines are slow, and busy.
    testTimeout: 600_000,
    hookTimeout: 600_000,
    expect: { poll: { timeout: 120_000 } },
    globalSetup: ["./test/db/cluster.ts"],
    setupFiles: ["./test/setup/quiet-console.ts", "./test/setup/property-seed.ts"],
    // Many tests start programs, which take over what the first of them compiled: a quarter of the time to start.
    env: { NODE_COMPILE_CACHE: join(import.meta.dirname, "node_modules/.cache/node") },
    pool: "forks",
    // What a test makes is garbage soon after. With room for it, half of the work of collecting it is spared.
    execArgv: ["--max-semi-space-size=64"],
    // One more than the processors that CI has: many tests wait for a database or another process.
    maxWorkers: 3,
  },
});

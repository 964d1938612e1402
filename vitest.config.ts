import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts", "test/**/*.test.tsx", "extensions/**/*.test.tsx"],
    exclude: ["test/e2e/**", "test/gallery/**", "node_modules/**"],
    testTimeout: 120_000,
    hookTimeout: 120_000,
    globalSetup: ["./test/db/cluster.ts"],
    setupFiles: ["./test/setup/quiet-console.ts", "./test/setup/property-seed.ts"],
    pool: "forks",
    maxWorkers: 2,
  },
});

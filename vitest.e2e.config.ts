import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["test/gallery/**/*.test.ts", "test/e2e/**/*.test.ts"],
    globalSetup: ["./test/db/cluster.ts"],
    testTimeout: 600_000,
    hookTimeout: 600_000,
    expect: { poll: { timeout: 120_000 } },
    pool: "forks",
    maxWorkers: 1,
    fileParallelism: false,
  },
});

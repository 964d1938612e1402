import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["test/gallery/**/*.test.ts", "test/e2e/**/*.test.ts"],
    globalSetup: ["./test/db/cluster.ts"],
    testTimeout: 300_000,
    hookTimeout: 300_000,
    pool: "forks",
    maxWorkers: 1,
    fileParallelism: false,
  },
});

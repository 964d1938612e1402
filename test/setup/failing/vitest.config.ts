import { defineConfig } from "vitest/config";
import { setupFiles } from "../../../vitest.config.ts";

/** For tests that have to fail: with what every test is set up by, and nothing else. */
export default defineConfig({
  test: { include: ["test/setup/failing/cases.ts"], setupFiles },
});

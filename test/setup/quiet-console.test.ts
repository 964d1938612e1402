import { test } from "vitest";
import { expectConsole } from "./quiet-console.ts";

test("a warning that a test declares does not fail it, wherever it is written", async () => {
  expectConsole(/^console\.error: 2 things/);
  expectConsole(/^process warning: Heed: this/);
  console.error("%d things", 2);
  process.emitWarning("this", "Heed");
  await new Promise(setImmediate);
});

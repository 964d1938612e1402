import { expect } from "vitest";
import { fuzzSegments } from "../../fuzz/segments.ts";
import { test } from "../database.ts";

test("as many pairs of a rule and a customer as are asked for are compared, and agree", async ({ db }) => {
  const { compared, problem } = await fuzzSegments(db, 5_000, 7);
  expect(problem).toBeNull();
  expect(compared).toBeGreaterThanOrEqual(5_000);
});

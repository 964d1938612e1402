import { expect } from "vitest";
import { fuzzPast } from "../../fuzz/past-rules.ts";
import { fuzzSegments } from "../../fuzz/segments.ts";
import { test } from "../database.ts";

test("as many pairs of a rule and a customer as are asked for are compared, and agree", async ({ db }) => {
  const today = await fuzzSegments(db, 5_000, 7);
  expect(today.problem).toBeNull();
  expect(today.compared).toBeGreaterThanOrEqual(5_000);
  const past = await fuzzPast(db, 100, 7);
  expect(past.problem).toBeNull();
  expect(past.compared).toBeGreaterThanOrEqual(100);
});

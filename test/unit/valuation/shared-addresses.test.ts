import { expect, test } from "vitest";
import { isSharedByMany, MIN_RECIPIENTS } from "../../../app/valuation/compute/shared-addresses.ts";

test.each([
  ["a marketplace whose buyers mostly come once", 60, 55, true],
  ["one whose buyers come twice on the average", 4_000, 2_000, true],
  ["the least that is named", MIN_RECIPIENTS, MIN_RECIPIENTS, true],
  ["some months of a small marketplace", 19, 19, false],
  ["a family of four", 80, 4, false],
  ["a family of six in three spellings each", 30, 18, false],
  ["one person in two spellings", 300, 2, false],
  ["somebody who sends presents to a dozen friends", 24, 13, false],
  ["an office that orders for its thirty people, again and again", 400, 30, false],
  ["orders that do not say whom they are for", 0, 0, false],
])("%s: %i orders for %i recipients, named: %s", (_who, statedOrders, recipients, named) => {
  expect(isSharedByMany({ statedOrders, recipients })).toBe(named);
});

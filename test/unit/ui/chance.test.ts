import { expect, test } from "vitest";
import { createFormat } from "../../../app/ui/format.ts";

test("a probability is never rounded to a certainty that it is not", () => {
  const { chance } = createFormat({ locale: "en", currency: "EUR", minorDigits: 2, timeZone: "UTC" });
  expect([0, 0.0004, 0.01, 0.5, 0.99, 0.9996, 1].map(chance)).toEqual([
    "0%",
    "< 1%",
    "1%",
    "50%",
    "99%",
    "> 99%",
    "100%",
  ]);
});

import { expect, test } from "vitest";
import { fieldsOf, sameFields } from "../../../app/ui/settings/settings-form.ts";

test("a switch that was moved is a change, and one that was moved back is none", () => {
  const saved = fieldsOf({
    shop: { domain: "a.myshopify.com", name: "A", currency: "EUR", minorDigits: 2, timeZone: "UTC" },
    countZeroValueOrders: false,
    joinGuestsByEmail: true,
    refundDating: "order",
    defaultMarginBp: null,
    alwaysHeldOutBp: 500,
    recomputing: false,
  });
  expect(sameFields(saved, { ...saved })).toBe(true);
  expect(sameFields(saved, { ...saved, countZeroValueOrders: true })).toBe(false);
  expect(sameFields(saved, { ...saved, refundDating: "refund" })).toBe(false);
  expect(sameFields(saved, { ...saved, alwaysHeldOutBp: 0 })).toBe(false);
});

import { expect, test } from "vitest";
import {
  onward,
  stepBefore,
  type WizardAt,
  wizardAddress,
  wizardAtOf,
} from "../../../app/ui/destinations/wizard-address.ts";

const at = (address: string): WizardAt =>
  wizardAtOf(new URL(address, "https://app.example.com").searchParams);

const checked: WizardAt = {
  ...{ step: "check", destinationId: "018f3c6e-0000-7000-8000-000000000001", segment: "vip" },
  list: { id: "aud:1", name: "Kerst & co" },
  ...{ fields: ["first_name", "clv_predicted_12m"], heldOutBp: 0 },
};

test("every step with all that was chosen has an address that leads back to it", () => {
  for (const step of ["tool", "list", "fields", "share", "check"] as const) {
    const shown = { ...checked, step };
    expect(at(wizardAddress(shown))).toEqual(shown);
  }
});

test("no step is reached before what it needs is chosen", () => {
  expect(at("/app/destinations/new?step=check").step).toBe("tool");
  expect(at("/app/destinations/new?step=check&destination=d").step).toBe("list");
  expect(at("/app/destinations/new?step=check&destination=d&segment=vip").step).toBe("list");
  expect(at("/app/destinations/new?step=check&destination=d&segment=vip&list=1").step).toBe("check");
});

test("an address without choices has only the address as field and holds a tenth out", () => {
  const { fields, heldOutBp, list } = at("/app/destinations/new?segment=vip");
  expect({ fields, heldOutBp, list }).toEqual({ fields: [], heldOutBp: 1_000, list: null });
});

test("what an address cannot mean is passed over", () => {
  const { fields, heldOutBp, step } = at(
    "/app/destinations/new?step=nowhere&fields=email,consent_state,orders&held_out=9999&destination=d",
  );
  expect({ fields, heldOutBp, step }).toEqual({ fields: ["orders"], heldOutBp: 1_000, step: "tool" });
});

test("each step leads to the next with what was chosen in it, and back", () => {
  expect(onward({ ...checked, step: "fields" }, { fields: [] })).toEqual({
    ...checked,
    step: "share",
    fields: [],
  });
  expect(stepBefore("list")).toBe("tool");
  expect(stepBefore("tool")).toBeNull();
});

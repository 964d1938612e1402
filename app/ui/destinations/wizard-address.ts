import type { DestinationField } from "../../destinations/tool.ts";
import { ALL_FIELDS } from "./field-groups.ts";

export const STEPS = ["tool", "list", "fields", "share", "check"] as const;
export type Step = (typeof STEPS)[number];
const NAMES: readonly string[] = STEPS;

/** How far a merchant is with a new list: all of it stands in the address, so that the browser's way back leads through the steps. */
export interface WizardAt {
  readonly step: Step;
  readonly destinationId: string | null;
  readonly segment: string | null;
  /** In the tool: its id, and what it is called there. */
  readonly list: { readonly id: string; readonly name: string } | null;
  /** Beside the address. */
  readonly fields: readonly DestinationField[];
  readonly heldOutBp: number;
}

/** As the exports: a tenth of the people, so that something can be seen later. */
const HELD_OUT_BP = 1_000;
const MOST_HELD_OUT_BP = 5_000;

/** The furthest step that what is chosen leads to. */
function reachable({ destinationId, segment, list }: Omit<WizardAt, "step">): number {
  if (destinationId === null) return 0;
  return segment === null || list === null ? 1 : STEPS.length - 1;
}

/** What an address cannot mean is passed over; a step that is not reached yet is the last one that is. */
export function wizardAtOf(parameters: URLSearchParams): WizardAt {
  const list = parameters.get("list");
  const asked = parameters.get("fields")?.split(",") ?? [];
  const heldOut = Number(parameters.get("held_out") ?? HELD_OUT_BP);
  const chosen = {
    destinationId: parameters.get("destination"),
    segment: parameters.get("segment"),
    list: list ? { id: list, name: parameters.get("name") ?? list } : null,
    fields: ALL_FIELDS.filter((field) => asked.includes(field)),
    heldOutBp:
      Number.isInteger(heldOut) && heldOut >= 0 && heldOut <= MOST_HELD_OUT_BP ? heldOut : HELD_OUT_BP,
  };
  const step = NAMES.indexOf(parameters.get("step") ?? "");
  return { ...chosen, step: STEPS[Math.min(Math.max(0, step), reachable(chosen))] ?? "tool" };
}

export function wizardAddress({ step, destinationId, segment, list, fields, heldOutBp }: WizardAt): string {
  const parameters = new URLSearchParams({ step });
  if (destinationId !== null) parameters.set("destination", destinationId);
  if (segment !== null) parameters.set("segment", segment);
  if (list !== null) {
    parameters.set("list", list.id);
    parameters.set("name", list.name);
  }
  if (fields.length > 0) parameters.set("fields", fields.join(","));
  if (heldOutBp !== HELD_OUT_BP) parameters.set("held_out", String(heldOutBp));
  return `/app/destinations/new?${parameters}`;
}

const stepAfter = (step: Step): Step => STEPS[STEPS.indexOf(step) + 1] ?? step;
export const stepBefore = (step: Step): Step | null => STEPS[STEPS.indexOf(step) - 1] ?? null;

/** The next step with what was chosen in this one. */
export const onward = (at: WizardAt, chosen: Partial<WizardAt> = {}): WizardAt => ({
  ...at,
  ...chosen,
  step: stepAfter(at.step),
});

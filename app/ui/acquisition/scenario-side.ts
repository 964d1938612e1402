import type { ScenarioFault } from "../../clv/acquisition/faults.ts";
import type { Scenario, WhatIfQuestion, WhatIfResult } from "../../clv/acquisition/what-if.ts";
import type { Comparison } from "../../clv/acquisition/worked-examples.ts";

export const SIDES = ["a", "b"] as const;
export type Side = (typeof SIDES)[number];

/** A scenario, and what follows from it. */
export interface ScenarioSide {
  readonly scenario: Scenario;
  readonly result: WhatIfResult;
  readonly faults: readonly ScenarioFault[];
}

export type ScenarioSides = Readonly<Record<Side, ScenarioSide>>;

export interface WhatIf {
  readonly comparison: Comparison;
  readonly question: WhatIfQuestion;
}

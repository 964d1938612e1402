import type { Dimension } from "../../acquisition/won-view.ts";
import type { Basis } from "../../clv/acquisition/amount.ts";

export const DIMENSIONS_SHOWN = [
  "channel",
  "campaign",
  "code",
  "country",
  "product",
] as const satisfies readonly Dimension[];
export const PERIODS = ["3", "6", "12", "24", "all"] as const;

/** What the page's address says. */
export interface AcquisitionPlace {
  readonly by: Dimension;
  readonly period: (typeof PERIODS)[number];
  readonly basis: Basis;
}

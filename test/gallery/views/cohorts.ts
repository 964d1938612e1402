import type { CohortView } from "../../../app/valuation/pages/cohorts.ts";
import { shop } from "./segments.ts";

/** January 2024 */
const START = 2024 * 12;

/** Cohorts up to and including the running month, with a decay and a season that repeat exactly. */
function cohorts(months: number): CohortView["cohorts"] {
  return Array.from({ length: months }, (_, index) => {
    const customers = 110 + ((index * 37) % 90) + (index % 12 === 10 ? 140 : 0);
    let cumulativeMinor = 0;
    const cells = Array.from({ length: months - index }, (_, since) => {
      const running = index + since === months - 1;
      const season = (index + since) % 12 === 10 ? 1.8 : 1;
      const share = since === 0 ? 1 : (0.19 / since ** 0.55) * season * (running ? 0.3 : 1);
      const activeCustomers = Math.round(customers * share);
      const returned = index === 3 && since === 5;
      const netSalesMinor = returned
        ? -31_250
        : activeCustomers * (5_200 + ((index * 131 + since * 77) % 900));
      cumulativeMinor += netSalesMinor;
      return {
        orders: Math.round(activeCustomers * 1.12),
        activeCustomers,
        netSalesMinor,
        cumulativeMinor,
        mature: !running,
      };
    });
    return { month: START + index, customers, cells };
  });
}

export const cohortViews = {
  full: { shop, state: "full", cohorts: cohorts(24) },
  young: { shop, state: "full", cohorts: cohorts(3) },
  first_month: { shop, state: "full", cohorts: cohorts(1) },
  empty: { shop, state: "empty", cohorts: [] },
} as const satisfies Record<string, CohortView>;

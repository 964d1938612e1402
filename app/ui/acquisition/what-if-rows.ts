import type { OwnTime } from "../../clv/acquisition/amount.ts";
import type { ScenarioFault } from "../../clv/acquisition/faults.ts";
import { isRegular, type Scenario } from "../../clv/acquisition/what-if.ts";
import type { MessageKey } from "../messages/catalogue.ts";
import type { InputKind } from "./typed-input.tsx";

/** A question of the what-if, asked of both scenarios. */
export interface FieldRow {
  readonly key: string;
  readonly kind: InputKind;
  readonly label: MessageKey;
  readonly help?: MessageKey;
  readonly fault?: ScenarioFault["field"];
  /** undefined where the scenario does not ask for it. */
  readonly of: (scenario: Scenario) => number | null | undefined;
  readonly with: (scenario: Scenario, value: number) => Scenario;
  readonly clear?: (scenario: Scenario) => Scenario;
}

const withTime = (scenario: Scenario, part: Partial<OwnTime>): Scenario => ({
  ...scenario,
  ownTime: { ...scenario.ownTime, ...part },
});

export const COST_ROWS: readonly FieldRow[] = [
  {
    key: "costPerLead",
    kind: "money",
    label: "calculator.cost_per_lead",
    fault: "costPerLead",
    of: (scenario) => scenario.costPerLeadMinor,
    with: (scenario, costPerLeadMinor) => ({ ...scenario, costPerLeadMinor }),
  },
  {
    key: "conversion",
    kind: "share",
    label: "whatif.conversion",
    fault: "conversion",
    of: (scenario) => scenario.conversionPpm,
    with: (scenario, conversionPpm) => ({ ...scenario, conversionPpm }),
  },
  {
    key: "hours",
    kind: "hours",
    label: "whatif.hours",
    of: (scenario) => scenario.ownTime.hours,
    with: (scenario, hours) => withTime(scenario, { hours }),
  },
  {
    key: "rate",
    kind: "money",
    label: "calculator.hourly_rate",
    of: (scenario) => scenario.ownTime.rateMinor,
    with: (scenario, rateMinor) => withTime(scenario, { rateMinor }),
  },
];

export const INCOME_ROWS: readonly FieldRow[] = [
  {
    key: "sinceSales",
    kind: "money",
    label: "whatif.since_sales",
    of: ({ model, netSalesSinceMinor }) => (model === "since" ? netSalesSinceMinor : undefined),
    with: (scenario, netSalesSinceMinor) => ({ ...scenario, netSalesSinceMinor }),
  },
  {
    key: "sinceCustomers",
    kind: "count",
    label: "whatif.since_customers",
    fault: "customersSince",
    of: ({ model, customersSince }) => (model === "since" ? customersSince : undefined),
    with: (scenario, customersSince) => ({ ...scenario, customersSince }),
  },
  {
    key: "fee",
    kind: "money",
    label: "whatif.fee",
    of: ({ model, joiningFeeMinor }) => (model === "membership" ? joiningFeeMinor : undefined),
    with: (scenario, joiningFeeMinor) => ({ ...scenario, joiningFeeMinor }),
  },
  {
    key: "price",
    kind: "money",
    label: "whatif.price",
    fault: "price",
    of: ({ priceMinor }) => priceMinor,
    with: (scenario, priceMinor) => ({ ...scenario, priceMinor }),
  },
  {
    key: "payments",
    kind: "paymentsPerYear",
    label: "whatif.payments",
    of: (scenario) => (isRegular(scenario.model) ? scenario.paymentsPerYear : undefined),
    with: (scenario, paymentsPerYear) => ({ ...scenario, paymentsPerYear }),
  },
];

export const REST_ROWS: readonly FieldRow[] = [
  {
    key: "margin",
    kind: "share",
    label: "calculator.margin",
    of: ({ marginPpm }) => marginPpm,
    with: (scenario, marginPpm) => ({ ...scenario, marginPpm }),
    clear: (scenario) => ({ ...scenario, marginPpm: null }),
  },
  {
    key: "upsellShare",
    kind: "share",
    label: "whatif.upsell_share",
    of: ({ upsellPpm }) => upsellPpm,
    with: (scenario, upsellPpm) => ({ ...scenario, upsellPpm }),
  },
  {
    key: "upsell",
    kind: "money",
    label: "whatif.upsell",
    of: ({ upsellMinor }) => upsellMinor,
    with: (scenario, upsellMinor) => ({ ...scenario, upsellMinor }),
  },
  {
    key: "serve",
    kind: "money",
    label: "whatif.serve",
    fault: "costToServe",
    of: ({ costToServeMinor }) => costToServeMinor,
    with: (scenario, costToServeMinor) => ({ ...scenario, costToServeMinor }),
  },
];

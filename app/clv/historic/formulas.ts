/**
 * The plain formulas of customer value. Each result has the name of its formula and its inputs, so that a page can explain "how is
 * this calculated?" from the object that it shows. `value` is null where the formula is undefined (a division by zero).
 */
export type FormulaId =
  | "average_order_value"
  | "purchase_frequency"
  | "repeat_purchase_rate"
  | "first_order_multiple"
  | "average_clv_since"
  | "expected_lifetime"
  | "simple_clv"
  | "net_clv"
  | "maximum_cac"
  | "cost_share"
  | "value_within_window";

export type Explained = { formula: FormulaId; value: number | null; inputs: Record<string, number> };

function quotient(
  formula: FormulaId,
  inputs: Record<string, number>,
  over: number,
  under: number,
): Explained {
  return { formula, value: under === 0 ? null : over / under, inputs };
}

/** Net sales / orders. */
export function averageOrderValue(netSalesMinor: number, orders: number): Explained {
  return quotient("average_order_value", { netSalesMinor, orders }, netSalesMinor, orders);
}

/** Orders / customers. */
export function purchaseFrequency(orders: number, customers: number): Explained {
  return quotient("purchase_frequency", { orders, customers }, orders, customers);
}

/** Customers with at least two orders / customers. */
export function repeatPurchaseRate(repeatCustomers: number, customers: number): Explained {
  return quotient("repeat_purchase_rate", { repeatCustomers, customers }, repeatCustomers, customers);
}

/** CLV / value of the first order. */
export function firstOrderMultiple(clvMinor: number, firstOrderMinor: number): Explained {
  return quotient("first_order_multiple", { clvMinor, firstOrderMinor }, clvMinor, firstOrderMinor);
}

/** All net sales of the customers acquired since a date / their number. */
export function averageClvSince(netSalesMinor: number, customers: number): Explained {
  return quotient("average_clv_since", { netSalesMinor, customers }, netSalesMinor, customers);
}

/** Years that a customer stays on average: 1 / yearly churn. */
export function expectedLifetimeYears(yearlyChurn: number): Explained {
  return quotient("expected_lifetime", { yearlyChurn }, 1, yearlyChurn);
}

/** Average order value x orders a year x years (x margin; 1 leaves it at revenue). */
export function simpleClv(
  averageOrderMinor: number,
  ordersPerYear: number,
  lifetimeYears: number,
  margin = 1,
): Explained {
  return {
    formula: "simple_clv",
    value: averageOrderMinor * ordersPerYear * lifetimeYears * margin,
    inputs: { averageOrderMinor, ordersPerYear, lifetimeYears, margin },
  };
}

/** Revenue - cost to acquire - cost to serve. */
export function netClv(
  revenueMinor: number,
  costToAcquireMinor: number,
  costToServeMinor: number,
): Explained {
  return {
    formula: "net_clv",
    value: revenueMinor - costToAcquireMinor - costToServeMinor,
    inputs: { revenueMinor, costToAcquireMinor, costToServeMinor },
  };
}

/** CLV x the share of it that may be spent on acquiring the customer; one third by default. */
export function maximumCac(clvMinor: number, share = 1 / 3): Explained {
  return { formula: "maximum_cac", value: clvMinor * share, inputs: { clvMinor, share } };
}

/** Share of the customer value that a cost, such as that of a lead, takes: cost / CLV. */
export function costShare(costMinor: number, clvMinor: number): Explained {
  return quotient("cost_share", { costMinor, clvMinor }, costMinor, clvMinor);
}

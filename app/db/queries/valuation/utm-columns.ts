/** Columns of customer_value: what the visits before which order said, and the column of that order. */
export const UTM_COLUMNS = (["source", "medium", "campaign"] as const).flatMap(
  (part) =>
    [
      {
        column: `first_order_utm_${part}`,
        of: "valuation_first",
        orderColumn: `first_visit_utm_${part}`,
      },
      {
        column: `last_order_utm_${part}`,
        of: "valuation_last",
        orderColumn: `last_visit_utm_${part}`,
      },
    ] as const,
);
export type UtmColumn = (typeof UTM_COLUMNS)[number]["column"];

import { hasBought, template } from "./template.ts";

const topByNetSales = { fact: "netSales", is: ">=", value: { threshold: "vipFromMinor" } } as const;

/** Who brings most. */
export const BEST_CUSTOMERS = [
  template(
    "vip",
    { all: [hasBought, topByNetSales] },
    { topShare: 0.1, minNetSalesMinor: { threshold: "vipFromMinor" } },
  ),
  template(
    "vip_staying",
    // The lower bound of most customers is no order at all.
    { all: [hasBought, topByNetSales, { fact: "expectedValueLow", is: ">", value: 0 }] },
    { topShare: 0.1, minNetSalesMinor: { threshold: "vipFromMinor" } },
    "predicted",
  ),
  template(
    "highest_expected",
    { fact: "expectedValue", is: "in_top", share: 0.1 },
    { topShare: 0.1 },
    "predicted",
  ),
  template(
    "champions",
    { fact: "rfmGroup", is: "=", value: "CHAMPIONS" },
    { withinDays: { threshold: "championsWithinDays" } },
  ),
  template("highest_margin", { fact: "grossMargin", is: "in_top", share: 0.1 }, { topShare: 0.1 }),
  template(
    "valuable_without_consent",
    {
      all: [
        hasBought,
        { fact: "netSales", is: ">=", value: { threshold: "highValueFromMinor" } },
        { fact: "consent", is: "in", values: ["NONE", "NOT_SUBSCRIBED", "PENDING"] },
      ],
    },
    { minNetSalesMinor: { threshold: "highValueFromMinor" } },
  ),
] as const;

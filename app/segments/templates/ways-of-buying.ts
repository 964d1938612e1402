import { template } from "./template.ts";

const severalOrders = { fact: "orders", is: ">=", value: 2 } as const;

/** How customers buy, and by which way they can be reached. */
export const WAYS_OF_BUYING = [
  template("sms_not_email", {
    all: [
      { fact: "smsConsent", is: "=", value: "SUBSCRIBED" },
      { fact: "reachable", is: "=", value: false },
    ],
  }),
  template("at_a_discount", { all: [severalOrders, { fact: "discountedOrderShare", is: ">=", value: 1 }] }),
  template("full_price", { all: [severalOrders, { fact: "discountedOrders", is: "=", value: 0 }] }),
  template(
    "sends_back",
    { all: [severalOrders, { fact: "returnedShare", is: ">=", value: 0.3 }] },
    { fromShare: 0.3 },
  ),
] as const;

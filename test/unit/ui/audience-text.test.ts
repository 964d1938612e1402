import { expect, test } from "vitest";
import type { NamedAudience } from "../../../app/exports/records.ts";
import { textOfConditions } from "../../../app/ui/customers/list-conditions.ts";
import { audienceAddress, audienceText } from "../../../app/ui/exports/audience-text.ts";
import { createFormat } from "../../../app/ui/format.ts";
import { translator } from "../../../app/ui/messages/catalogue.ts";

test("an audience is named by its segment, its filter, or the facts of its rule, and leads to the page that shows it", () => {
  const format = createFormat({ locale: "en", currency: "EUR", minorDigits: 2, timeZone: "UTC" });
  const shown = (audience: NamedAudience) => [
    audienceText(audience, translator("en"), format),
    audienceAddress(audience),
  ];
  const dutch = { fact: "country", is: "in", values: ["NL"] } as const;
  expect(shown({ key: "vip", name: null })).toEqual(["VIP", "/app/segments/vip"]);
  const key = "019ac5a0-0000-7000-8000-000000000001";
  expect(shown({ key, name: "Regulars" })).toEqual(["Regulars", `/app/segments/${key}`]);
  expect(shown({ all: [] })).toEqual(["All customers", "/app/customers"]);
  expect(shown({ all: [{ fact: "rfmGroup", is: "in", values: ["AT_RISK"] }, dutch] })).toEqual([
    "Customers (At risk, Netherlands)",
    "/app/customers?group=AT_RISK&country=NL",
  ]);
  expect(
    shown({
      all: [
        dutch,
        { fact: "pAlive", is: "between", from: 0.2, to: 0.7 },
        { fact: "netSales", is: ">=", value: 5_000 },
      ],
    }),
  ).toEqual([
    "Customers (Netherlands, Value so far: €50.00 or more, P(alive): 20% to 70%)",
    "/app/customers?country=NL&net_sales=5000..&p_alive=0.2..0.7",
  ]);
  const rich = { fact: "netSales", is: ">=", value: 10_000 } as const;
  const nested = { any: [rich, { not: { all: [dutch, rich] } }] };
  expect(shown(nested)).toEqual([
    "Customers by Net sales, Country",
    `/app/customers?rule=${textOfConditions(nested)}`,
  ]);
  const many = Array.from({ length: 200 }, () => rich);
  expect(shown({ any: many })).toEqual(["Customers by Net sales", null]);
});

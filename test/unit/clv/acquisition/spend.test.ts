import fc from "fast-check";
import { expect, test } from "vitest";
import { campaignKey, channelOf, namedChannel } from "../../../../app/clv/acquisition/channel.ts";
import {
  commissionMinor,
  faultOfSpend,
  isSameSpend,
  monthParts,
  ownTimeMinor,
  type Spend,
} from "../../../../app/clv/acquisition/spend.ts";
import { dayOfIso, monthOfDay } from "../../../../app/clv/calendar.ts";

const day = (text: string): number => dayOfIso(text) ?? Number.NaN;
const spend = (fields: Partial<Spend> = {}): Spend => ({
  channel: "google",
  campaign: "",
  firstDay: day("2026-01-01"),
  lastDay: day("2026-01-31"),
  amountMinor: 100,
  kind: "ads",
  ...fields,
});
const by = (
  source: string | null,
  medium: string | null = null,
  saleChannel: string | null = "Online Store",
) => channelOf({ source, medium, saleChannel });

test("a link's source says the channel by whichever of its names, and an unpaid visit is another channel", () => {
  expect([by("Google", "cpc"), by("adwords"), by("fb", "paid_social"), by(" Instagram ")]).toEqual([
    "google",
    "google",
    "meta",
    "meta",
  ]);
  expect([by("google", "organic"), by("instagram", "social")]).toEqual(["google organic", "meta organic"]);
  expect([by("klaviyo", "social"), by("partner.nl", "affiliate"), by("x", "email")]).toEqual([
    "email",
    "affiliate",
    "email",
  ]);
  expect([by("Podcast De Dag"), by(null, "qr")]).toEqual(["podcast de dag", "qr"]);
});

test("without a link the place of sale says the channel, which no link can say", () => {
  expect([by(null), by("", " ", "Point of Sale"), by(null, null, null)]).toEqual([
    "~online store",
    "~point of sale",
    "~",
  ]);
  expect(by("~online store")).toBe("online store");
  expect(namedChannel("~Online Store")).toBe("~online store");
});

test("campaigns are one where only case and the marks between words differ", () => {
  expect(campaignKey(" Summer - SALE_2026 ")).toBe("summer sale 2026");
  expect(campaignKey("summer+sale-2026")).toBe("summer sale 2026");
});

test("2,000 characters do no harm: as many as an index takes count", () => {
  expect([...by("😀".repeat(2_000))]).toHaveLength(100);
  expect([...campaignKey("😀".repeat(2_000))]).toHaveLength(255);
});

test("the parts of the months add up to the amount, and each has its share of the days", () => {
  expect(
    monthParts(spend({ firstDay: day("2026-01-31"), lastDay: day("2026-02-02"), amountMinor: 100 })),
  ).toEqual([
    { month: monthOfDay(day("2026-01-31")), amountMinor: 33 },
    { month: monthOfDay(day("2026-02-01")), amountMinor: 67 },
  ]);
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 20_000 }),
      fc.integer({ min: 1, max: 800 }),
      fc.integer({ min: 0, max: 1e13 }),
      (firstDay, days, amountMinor) => {
        const lastDay = firstDay + days - 1;
        const parts = monthParts({ firstDay, lastDay, amountMinor });
        expect(parts.reduce((sum, part) => sum + part.amountMinor, 0)).toBe(amountMinor);
        expect(parts.every((part) => part.amountMinor >= 0)).toBe(true);
        expect(parts.map(({ month }) => month)).toEqual([
          ...new Set(Array.from({ length: days }, (_, at) => monthOfDay(firstDay + at))),
        ]);
      },
    ),
  );
});

test("spend that cannot be has one reason", () => {
  const today = day("2026-06-15");
  const fault = (fields: Partial<Spend>) => faultOfSpend(spend(fields), today);
  expect(fault({})).toBe(null);
  expect(fault({ channel: "" })).toBe("no_channel");
  expect(fault({ lastDay: day("2025-12-31") })).toBe("reversed");
  expect(fault({ lastDay: today + 1 })).toBe("future");
  expect(fault({ firstDay: day("2001-01-01") })).toBe("too_long");
  expect(fault({ firstDay: Number.NaN })).toBe("bad_day");
  expect(fault({ amountMinor: -1 })).toBe("negative");
  expect(fault({ amountMinor: 0 })).toBe("nothing");
  expect(fault({ amountMinor: 1e14 })).toBe("too_much");
});

test("spend may be counted twice where channel, campaign and a day are the same", () => {
  const other = (fields: Partial<Spend>) => isSameSpend(spend({ campaign: "Brand" }), spend(fields));
  expect(other({ campaign: "brand", firstDay: day("2026-01-31"), lastDay: day("2026-02-28") })).toBe(true);
  // The whole channel has the campaign in it.
  expect(other({ campaign: "", kind: "import" })).toBe(true);
  expect(other({ campaign: "Generic" })).toBe(false);
  expect(other({ channel: "meta", campaign: "Brand" })).toBe(false);
  expect(other({ campaign: "Brand", firstDay: day("2026-02-01"), lastDay: day("2026-02-02") })).toBe(false);
  expect(other({ campaign: "Brand", kind: "own_time" })).toBe(false);
});

test("commission and own time", () => {
  const sums = { customers: 3, firstOrderNetSalesMinor: 10_005 };
  expect(commissionMinor({ by: "first_order_share", shareBp: 1_000 }, sums)).toBe(1_001);
  expect(
    commissionMinor({ by: "first_order_share", shareBp: 1_000 }, { ...sums, firstOrderNetSalesMinor: -5 }),
  ).toBe(0);
  expect(commissionMinor({ by: "new_customer", amountMinor: 500 }, sums)).toBe(1_500);
  expect(ownTimeMinor(2_500, 6_000)).toBe(15_000);
});

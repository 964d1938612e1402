import fc from "fast-check";
import { isoOfDay } from "../../app/clv/calendar.ts";
import { WINDOWS } from "../../app/clv/historic/windows.ts";
import type {
  BoughtRow,
  PurchaseHistory,
  SalesDayRow,
} from "../../app/db/queries/segments/purchase-histories.ts";
import { shopRef } from "../../app/platform/ids.ts";
import { borderKey, type RuleContext } from "../../app/segments/context.ts";
import {
  FACTS,
  type FactName,
  type FactRow,
  type FactType,
  type ParameterFactName,
} from "../../app/segments/facts.ts";
import { type Condition, conditionsOf, type Rule } from "../../app/segments/rule.ts";
import { DAY_THRESHOLDS, MONEY_THRESHOLDS } from "../../app/segments/thresholds.ts";

/*
 * Values come from small pools, so that customers and rules meet on the very border often; thirds and tenths are no exact
 * binary numbers, and texts have what a language of queries could trip over.
 */

export const TODAY = 20_088;

const moneyMinor = fc.integer({ min: -2, max: 8 }).map((steps) => steps * 100);
const count = fc.integer({ min: 0, max: 5 });
const share = fc.constantFrom(0, 0.1, 0.25, 1 / 3, 0.5, 2 / 3, 0.7, 0.9, 1);
const days = fc.constantFrom(0, 1, 29, 30, 31, 60, 364, 365);
const number = fc.constantFrom(0, 0.5, 1, 1.5, 2, 1 / 3);
const gap = fc.constantFrom(0, 0.5, 29.5, 30, 60);
const daySince = fc.oneof(days, fc.constantFrom(-1, -30, 59, 61, 366));
const isoDay = daySince.map((ago) => isoOfDay(TODAY - ago));
const group = fc.constantFrom("CHAMPIONS" as const, "AT_RISK" as const, "PROSPECTS" as const);
const consent = fc.constantFrom("SUBSCRIBED" as const, "UNSUBSCRIBED" as const, "NONE" as const);
const country = fc.constantFrom("NL", "BE", "DE");
const text = fc.constantFrom("Online Store", "Shop", "d'Or", "50%", "\\", "Ümit");

const ofMoney = fc.oneof(
  moneyMinor,
  fc.constantFrom(...MONEY_THRESHOLDS).map((threshold) => ({ threshold })),
);
const ofDays = (least: number) =>
  fc.oneof(
    days.map((n) => Math.max(least, n)),
    fc.constantFrom(...DAY_THRESHOLDS).map((threshold) => ({ threshold })),
  );
const dayPoint = fc.oneof(isoDay, fc.record({ daysAgo: ofDays(0) }));

const presence = fc.record({ is: fc.constantFrom("known", "missing") });
const ordered = (value: fc.Arbitrary<unknown>): fc.Arbitrary<object> =>
  fc.oneof(
    fc.record({ is: fc.constantFrom("=", "!=", "<", "<=", ">", ">="), value }),
    fc.record({ is: fc.constant("between"), from: value, to: value }),
    presence,
  );
const ranked = (value: fc.Arbitrary<unknown>): fc.Arbitrary<object> =>
  fc.oneof(
    { weight: 4, arbitrary: ordered(value) },
    {
      weight: 1,
      arbitrary: fc.record({
        is: fc.constantFrom("in_top", "in_bottom"),
        share: fc.constantFrom(0.1, 0.5, 0.9),
      }),
    },
  );
const listed = (value: fc.Arbitrary<unknown>): fc.Arbitrary<object> =>
  fc.oneof(
    fc.record({ is: fc.constantFrom("=", "!="), value }),
    fc.record({
      is: fc.constantFrom("in", "not_in"),
      values: fc.array(value, { minLength: 1, maxLength: 3 }),
    }),
    presence,
  );

const QUESTIONS: Readonly<Record<FactType, fc.Arbitrary<object>>> = {
  money: ranked(ofMoney),
  count: ranked(count),
  number: ranked(number),
  duration: ranked(fc.oneof(gap, ofDays(0))),
  share: ranked(share),
  day: fc.oneof(
    ordered(dayPoint),
    fc.record({ is: fc.constantFrom("within_last_days", "within_next_days"), days: ofDays(1) }),
    fc.record({ is: fc.constant("more_than_days_ago"), days: ofDays(0) }),
  ),
  flag: fc.record({ is: fc.constantFrom("=", "!="), value: fc.boolean() }),
  group: listed(group),
  consent: listed(consent),
  country: listed(country),
  text: listed(text),
  set: fc.oneof(
    fc.record({
      is: fc.constantFrom("has_any", "has_all", "has_none"),
      values: fc.array(text, { minLength: 1, maxLength: 3 }),
    }),
    presence,
  ),
};

const anyPeriod = fc.oneof(fc.record({ lastDays: ofDays(1) }), fc.record({ from: dayPoint, to: dayPoint }));
/** Products of the shop that `anyHistory` is of: what they are stands in PRODUCTS. */
const some = <T>(all: readonly T[]) =>
  fc.uniqueArray(fc.constantFrom(...all), { minLength: 1, maxLength: 3 });
const anySelection = fc.oneof(
  fc.record({ products: some([1, 2, 3, 4, 5, 99]) }),
  fc.record({ types: some(["Coffee", "Tea", "None"]) }),
  fc.record({ vendors: some(["Ada", "Bo", "None"]) }),
  fc.record({ collections: some([11, 12, 19]) }),
  fc.record({ productTags: some(["hot", "gift", "none"]) }),
);
const anyBought = fc.record({ of: anySelection, period: anyPeriod }, { requiredKeys: ["of"] });

/** The fourth is a product that was deleted, the fifth one that nobody knows any more. */
export const PRODUCTS = [
  { id: 1, type: "Coffee", vendor: "Ada", tags: ["hot"], collections: [11], isDeleted: false },
  { id: 2, type: "Tea", vendor: "Ada", tags: ["hot", "gift"], collections: [11, 12], isDeleted: false },
  { id: 3, type: "Tea", vendor: "", tags: [], collections: [], isDeleted: false },
  { id: 4, type: "Coffee", vendor: "Bo", tags: ["gift"], collections: [], isDeleted: true },
] as const;

function boughtRow(
  order_id: number,
  order_day: string,
  product_id: number,
  units: number,
  minor: number,
): BoughtRow {
  const known = PRODUCTS.find(({ id }) => id === product_id);
  return {
    ...{ order_id, order_day, product_id, units, net_sales_minor: minor },
    product_type: known?.type ?? null,
    vendor: known?.vendor ?? null,
    product_tags: known?.tags ?? [],
    collection_ids: known?.collections ?? [],
  };
}

const anySalesDay: fc.Arbitrary<SalesDayRow> = fc.record({
  day: isoDay,
  orders: count,
  net_sales_minor: moneyMinor,
  gross_margin_minor: fc.option(moneyMinor, { freq: 4 }),
});

/** In the order in which they are read; orders are numbered by their place. */
export const anyHistory: fc.Arbitrary<PurchaseHistory> = fc.record({
  days: fc
    .uniqueArray(anySalesDay, { maxLength: 5, selector: ({ day }) => day })
    .map((days) => days.sort((left, right) => (left.day < right.day ? -1 : 1))),
  purchases: fc
    .array(
      fc.record({
        day: isoDay,
        bought: fc.uniqueArray(
          fc.record({
            product: fc.integer({ min: 1, max: 5 }),
            units: fc.integer({ min: 1, max: 3 }),
            minor: moneyMinor,
          }),
          { minLength: 1, maxLength: 3, selector: ({ product }) => product },
        ),
      }),
      { maxLength: 4 },
    )
    .map((orders) =>
      orders
        .sort((left, right) => (left.day < right.day ? -1 : left.day > right.day ? 1 : 0))
        .flatMap(({ day, bought }, at) =>
          bought
            .sort((left, right) => left.product - right.product)
            .map(({ product, units, minor }) => boughtRow(at + 1, day, product, units, minor)),
        ),
    ),
});

const segment = fc.constantFrom("vip", "new", "d'Or");
const PARAMETERS: Readonly<Record<ParameterFactName, fc.Arbitrary<object>>> = {
  earlyNetSales: fc.record({ firstDays: fc.constantFrom(...WINDOWS) }),
  randomShare: fc.record({ salt: text }),
  member: fc.record({ segment }),
  enteredSegment: fc.record({ segment }),
  leftSegment: fc.record({ segment }),
  netSalesIn: fc.record({ period: anyPeriod }),
  ordersIn: fc.record({ period: anyPeriod }),
  grossMarginIn: fc.record({ period: anyPeriod }),
  earlyGrossMargin: fc.record({ firstDays: fc.constantFrom(...WINDOWS) }),
  boughtOrders: anyBought,
  boughtUnits: anyBought,
  boughtSales: anyBought,
  boughtThen: fc.record(
    { first: anySelection, later: anySelection, withinDays: ofDays(1) },
    { requiredKeys: ["first", "later"] },
  ),
};
const parametersOf = (fact: FactName): fc.Arbitrary<object> =>
  Object.hasOwn(PARAMETERS, fact) ? PARAMETERS[fact as ParameterFactName] : fc.constant({});

/** On any fact, any question that its type allows; `rule` of the app, which parses all of them in a test, is the judge. */
export const anyCondition: fc.Arbitrary<Condition> = fc
  .constantFrom(...(Object.keys(FACTS) as FactName[]))
  .chain((fact) =>
    fc
      .tuple(parametersOf(fact), QUESTIONS[FACTS[fact].type])
      .map(([parameters, question]) => ({ fact, ...parameters, ...question }) as Condition),
  );

export const { anyRule } = fc.letrec<{ anyRule: Rule }>((tie) => ({
  anyRule: fc.oneof(
    { depthSize: "small", maxDepth: 5 },
    anyCondition,
    fc.record({ all: fc.array(tie("anyRule"), { maxLength: 3 }) }),
    fc.record({ any: fc.array(tie("anyRule"), { maxLength: 3 }) }),
    fc.record({ not: tie("anyRule") }),
  ),
}));

const maybe = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: null, freq: 3 });

/** Any values that the columns can hold, whether or not one customer could have all of them. */
export const anyFactRow: fc.Arbitrary<FactRow> = fc.record({
  customer_id: fc.integer({ min: 1, max: 2 ** 48 }),
  segments: fc.constant([]),
  orders: count,
  order_days: count,
  discounted_orders: count,
  gross_sales_minor: moneyMinor,
  discounts_minor: moneyMinor,
  returns_minor: moneyMinor,
  net_sales_minor: moneyMinor,
  cost_known_net_sales_minor: fc.oneof(moneyMinor, fc.constantFrom(33, 99)),
  gross_margin_minor: maybe(moneyMinor),
  contribution_minor: maybe(moneyMinor),
  value_14_minor: maybe(moneyMinor),
  value_30_minor: maybe(moneyMinor),
  value_60_minor: maybe(moneyMinor),
  value_90_minor: maybe(moneyMinor),
  value_180_minor: maybe(moneyMinor),
  value_365_minor: maybe(moneyMinor),
  first_order_value_minor: maybe(moneyMinor),
  first_order_day: maybe(isoDay),
  last_order_day: maybe(isoDay),
  known_since: maybe(isoDay),
  median_gap_days: maybe(gap),
  product_due_day: maybe(isoDay),
  first_channel: maybe(text),
  country_code: maybe(country),
  consent,
  sms_consent: consent,
  first_order_utm_source: maybe(text),
  first_order_utm_medium: maybe(text),
  first_order_utm_campaign: maybe(text),
  last_order_utm_source: maybe(text),
  last_order_utm_medium: maybe(text),
  last_order_utm_campaign: maybe(text),
  reachable: fc.boolean(),
  tags: fc.uniqueArray(text, { maxLength: 3 }),
  channels: fc.uniqueArray(text, { maxLength: 3 }),
  discount_codes: fc.uniqueArray(text, { maxLength: 3 }),
  shopify_rfm_group: maybe(text),
  shopify_spend_tier: maybe(text),
  rfm_recency: maybe(fc.integer({ min: 1, max: 5 })),
  rfm_frequency: maybe(fc.integer({ min: 1, max: 5 })),
  rfm_monetary: maybe(fc.integer({ min: 1, max: 5 })),
  rfm_group: group,
  p_alive: maybe(fc.oneof(share, fc.constantFrom(0.0001, 0.01))),
  order_probability: maybe(share),
  expected_orders: maybe(number),
  expected_value_minor: maybe(moneyMinor),
  value_low_minor: maybe(moneyMinor),
  value_high_minor: maybe(moneyMinor),
  next_order_from: maybe(isoDay),
  next_order_to: maybe(isoDay),
  history: anyHistory,
});

const ANY_SHOP = shopRef("any-shop.myshopify.com").shopId;

export const anyContext: fc.Arbitrary<RuleContext> = fc.record({
  shopId: fc.constant(ANY_SHOP),
  asOfDay: fc.constantFrom(TODAY, TODAY - 30),
  thresholds: fc.record({
    vipFromMinor: moneyMinor,
    highValueFromMinor: moneyMinor,
    lapsedAfterDays: days.map((n) => Math.max(1, n)),
    championsWithinDays: days.map((n) => Math.max(1, n)),
    atRiskSinceDays: days.map((n) => Math.max(1, n)),
    usualGapFromDays: days.map((n) => Math.max(1, n)),
    usualGapToDays: days.map((n) => Math.max(1, n)),
  }),
  defaultMarginBp: maybe(fc.constantFrom(0, 3_333, 5_000)),
  borders: fc.constant(new Map<string, number | null>()),
});

/** The same border for every condition of the rule on the top or the bottom. */
export function bordersFor(rule: Rule, border: number | null): Map<string, number | null> {
  const ranked = conditionsOf(rule).filter((condition) => "share" in condition);
  return new Map(ranked.map((condition) => [borderKey(condition), border]));
}

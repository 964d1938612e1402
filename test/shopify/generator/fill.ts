import type { ActionContext } from "../store/action-context.ts";
import { customerActions } from "../store/customer-actions.ts";
import { orderActions } from "../store/order-actions.ts";
import type { OrderRecord } from "../store/records.ts";
import type { ShopStore } from "../store/store.ts";
import { aftermath, tidyUp } from "./aftermath.ts";
import { CHANNELS, type Channel, chooseCode, fillBasket } from "./baskets.ts";
import { stockCatalog } from "./catalog.ts";
import { marketplace } from "./marketplace.ts";
import { extraCharges, moneyMatters } from "./money-matters.ts";
import { inventConsent, inventPerson, inventPhone, type Person } from "./people.ts";
import { arrivalDays, orderValue, purchaseDays, spendScale } from "./process.ts";
import { Random } from "./random.ts";
import { Season } from "./season.ts";
import { inventJourney } from "./visits.ts";

const DAY_MS = 86_400_000;
const LEAD_SHARE = 0.12;
const GUEST_SHARE = 0.045;

export interface GeneratedShop {
  seed: number;
  /** Customers on file, leads who never bought among them. */
  customers: number;
  years: number;
  /** Nothing happens after it. */
  asOf: Date;
  /** Whether a marketplace sells for the shop, under an address of its own; default false. */
  marketplace?: boolean;
}

interface Visitor {
  person: Person;
  scale: number;
  channel: Channel;
  customerId: number | null;
  /** Buys once and is never on file. */
  guest: boolean;
  orders: number;
}

interface Moment {
  atMs: number;
  visitor: Visitor;
  /** A lead signs up; everybody else buys. */
  buys: boolean;
}

/**
 * Fills an empty shop with a history that follows a known process (`process.ts`), through the same actions as any
 * later change. The same seed gives the same shop to the last id.
 */
export function fillFromGenerator(store: ShopStore, source: GeneratedShop): void {
  const random = new Random(source.seed);
  // Apart, so that what happens to an order's money leaves the customers and their orders as they are.
  const moneyRandom = new Random(source.seed ^ 0x6d6f6e65);
  // Apart as well, so that phone numbers leave everything else as it is.
  const phoneRandom = new Random(source.seed ^ 0x70686f6e);
  const asOfMs = Math.floor(source.asOf.getTime() / 1000) * 1000;
  const startMs = Math.floor((asOfMs - source.years * 365.25 * DAY_MS) / DAY_MS) * DAY_MS;
  let clockMs = startMs;
  const context: ActionContext = {
    store,
    nowMs: () => clockMs,
    nextMs: (beforeMs) => Math.max(clockMs, beforeMs + 1_000),
    emit: () => {},
  };
  const orders = orderActions(context);
  const customers = customerActions(context);
  store.shop = { ...store.shop, createdAtMs: startMs - 30 * DAY_MS, updatedAtMs: startMs - DAY_MS };
  const catalog = stockCatalog(store, random, startMs - 14 * DAY_MS);
  const season = new Season(startMs, asOfMs);

  const at = (ms: number) => {
    clockMs = ms;
  };
  const sellThere = source.marketplace
    ? marketplace({ ...customers, ...orders }, catalog, source.seed, asOfMs, at)
    : () => {};

  for (const { atMs, visitor, buys } of moments(random, season, source.customers, asOfMs)) {
    sellThere(atMs);
    clockMs = atMs;
    if (visitor.customerId === null && !visitor.guest) signUp(visitor, !buys);
    if (!buys) continue;
    const order = buy(visitor);
    visitor.orders++;
    aftermath(random, orders, store, order, asOfMs, at);
    moneyMatters(moneyRandom, orders, catalog, store.orders.get(order.id)!, asOfMs, at);
  }
  sellThere(asOfMs);
  clockMs = asOfMs;
  tidyUp(random, store, { ...customers, ...orders });

  function signUp(visitor: Visitor, lead: boolean): void {
    const { person } = visitor;
    const { state, optInLevel } = inventConsent(random, lead);
    const anonymous = !lead && visitor.channel.sourceName === "pos" && random.chance(0.25);
    const tags = [
      ...(visitor.channel.sourceName === "shopify_draft_order" ? ["wholesale"] : []),
      ...(lead ? ["newsletter"] : []),
      ...(random.chance(0.03) ? ["friend of the shop"] : []),
    ];
    const customer = customers.createCustomer({
      firstName: random.chance(0.96) ? person.firstName : null,
      lastName: person.lastName,
      email: anonymous ? null : person.email,
      verifiedEmail: random.chance(0.9),
      marketingState: anonymous ? "NOT_SUBSCRIBED" : state,
      marketingOptInLevel: anonymous ? null : optInLevel,
      address: lead ? (random.chance(0.3) ? person.address : null) : person.address,
      locale: person.locale,
      tags,
      ...inventPhone(phoneRandom, store.customers.size + 1),
    });
    visitor.customerId = customer.id;
    if (state === "UNSUBSCRIBED" && !anonymous) {
      const laterMs = Math.min(asOfMs, clockMs + random.exponential(1 / 120) * DAY_MS);
      store.putCustomer({
        ...customer,
        emailConsent: { state, optInLevel, updatedAtMs: Math.floor(laterMs / 1000) * 1000 },
      });
    }
  }

  function buy(visitor: Visitor): OrderRecord {
    const { person, customerId } = visitor;
    const first = visitor.orders === 0;
    const channel = random.chance(0.85) ? visitor.channel : random.weighted(CHANNELS);
    const giftCard = random.chance(0.012);
    const free = random.chance(0.004);
    const lines = giftCard
      ? [{ variantId: random.pick(catalog.giftCards).id, quantity: 1 }]
      : fillBasket(random, catalog, free ? 12 : orderValue(random, visitor.scale));
    const worthMinor = lines.reduce(
      (sum, line) => sum + store.variants.get(line.variantId!)!.priceMinor * (line.quantity ?? 1),
      0,
    );
    const shipped = channel.sourceName !== "pos" && !giftCard && !free;
    const abroad = person.address.countryCode === "GB" && store.shop.currency === "EUR" && random.chance(0.6);
    const { tip, ...charges } = extraCharges(moneyRandom, {
      pos: channel.sourceName === "pos",
      abroad: abroad && shipped,
      worthMinor: free || giftCard ? 0 : worthMinor,
    });
    return orders.placeOrder({
      lines: [...lines, ...tip],
      customerId,
      email: customerId === null ? (random.chance(0.75) ? person.email : null) : undefined,
      discountCode: free
        ? { code: "ONTHEHOUSE", percentage: 100 }
        : giftCard
          ? undefined
          : chooseCode(random, new Date(clockMs), first),
      shippingMinor: shipped && worthMinor < catalog.minor(50) ? catalog.minor(4.95) : 0,
      taxRate: 0.21,
      sourceName: channel.sourceName,
      channel: channel.channel,
      payment: random.chance(0.006) ? "pending" : "paid",
      ...charges,
      presentment: abroad ? { currency: "GBP", rate: 0.86 } : undefined,
      shippingAddress: shipped ? person.address : null,
      journey: channel.online ? inventJourney(store, random, clockMs, !first) : null,
      test: random.chance(0.002),
      tags: random.chance(0.02) ? ["gift wrap"] : [],
    });
  }
}

/** Everything that will happen, in order of time, so that ids and order numbers rise with it. */
function moments(random: Random, season: Season, customerCount: number, asOfMs: number): Moment[] {
  const all: Moment[] = [];
  const guestCount = Math.round(customerCount * GUEST_SHARE * 2.4);
  const arrivals = arrivalDays(random, season, customerCount + guestCount);
  const guestEvery = (customerCount + guestCount) / Math.max(1, guestCount);
  let guestsSoFar = 0;
  arrivals.forEach((day, number) => {
    const guest = number >= guestEvery * (guestsSoFar + 0.5) && guestsSoFar < guestCount;
    if (guest) guestsSoFar++;
    const lead = !guest && random.chance(LEAD_SHARE);
    const visitor: Visitor = {
      person: inventPerson(random, number + 1),
      scale: spendScale(random),
      channel: random.weighted(CHANNELS),
      customerId: null,
      guest,
      orders: 0,
    };
    const days = lead || guest ? [day] : purchaseDays(random, season, day);
    for (const one of days) {
      // Shops sell by day and in the evening, in the time of Central Europe.
      const hour = Math.min(22.9, Math.max(6, 15 + 3.4 * random.normal()));
      const atMs = season.startMs + Math.floor(one) * DAY_MS + Math.floor(hour * 3_600) * 1000;
      if (atMs <= asOfMs) all.push({ atMs, visitor, buys: !lead });
    }
  });
  return all.sort((a, b) => a.atMs - b.atMs);
}

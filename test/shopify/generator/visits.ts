import type { JourneyRecord, VisitRecord } from "../store/records.ts";
import type { ShopStore } from "../store/store.ts";
import type { Random } from "./random.ts";

const DAY_MS = 86_400_000;

interface Origin {
  source: string;
  sourceType: string | null;
  referrerUrl: string | null;
  utm: { source: string; medium: string; campaign: string } | null;
}

/** Where visits come from; what brings a first visit and what brings a buyer back differ. */
const ORIGINS: [Origin, first: number, later: number][] = [
  [{ source: "google", sourceType: "SEO", referrerUrl: "https://www.google.com/", utm: null }, 30, 14],
  [
    {
      source: "google",
      sourceType: "AD",
      referrerUrl: "https://www.google.com/",
      utm: { source: "google", medium: "cpc", campaign: "brand" },
    },
    16,
    8,
  ],
  [
    {
      source: "google",
      sourceType: "AD",
      referrerUrl: "https://www.google.com/",
      utm: { source: "google", medium: "cpc", campaign: "coffee-gear" },
    },
    10,
    2,
  ],
  [
    {
      source: "facebook",
      sourceType: "AD",
      referrerUrl: "https://www.facebook.com/",
      utm: { source: "facebook", medium: "paid_social", campaign: "prospecting" },
    },
    14,
    3,
  ],
  [
    {
      source: "instagram",
      sourceType: "POST",
      referrerUrl: "https://www.instagram.com/",
      utm: { source: "instagram", medium: "social", campaign: "recipes" },
    },
    9,
    4,
  ],
  [
    {
      source: "email",
      sourceType: "NEWSLETTER",
      referrerUrl: null,
      utm: { source: "newsletter", medium: "email", campaign: "monthly" },
    },
    4,
    34,
  ],
  [
    {
      source: "partner-blog.example.org",
      sourceType: "AFFILIATE",
      referrerUrl: "https://partner-blog.example.org/",
      utm: { source: "partner-blog", medium: "affiliate", campaign: "reviews" },
    },
    6,
    2,
  ],
  [{ source: "direct", sourceType: null, referrerUrl: null, utm: null }, 11, 33],
];
const FIRST: [Origin, number][] = ORIGINS.map(([origin, first]) => [origin, first]);
const LATER: [Origin, number][] = ORIGINS.map(([origin, , later]) => [origin, later]);
const PAGES = [
  "/",
  "/collections/coffee",
  "/collections/tea",
  "/products/hand-grinder",
  "/pages/brewing-guide",
  "/collections/sale",
];

function visit(store: ShopStore, random: Random, origin: Origin, occurredAtMs: number): VisitRecord {
  const query = origin.utm ? `?utm_source=${origin.utm.source}&utm_medium=${origin.utm.medium}` : "";
  return {
    id: store.newId("visit"),
    occurredAtMs: Math.floor(occurredAtMs / 1000) * 1000,
    landingPage: `https://${store.shop.domain}${random.pick(PAGES)}${query}`,
    referrerUrl: origin.referrerUrl,
    source: origin.source,
    sourceType: origin.sourceType,
    utm: origin.utm && { ...origin.utm, content: null, term: null },
  };
}

/** The visits before an order, or none where the buyer was not tracked. */
export function inventJourney(
  store: ShopStore,
  random: Random,
  orderedAtMs: number,
  returning: boolean,
): JourneyRecord | null {
  if (random.chance(0.14)) return null;
  const lastMs = orderedAtMs - random.between(2, 90) * 60_000;
  const last = visit(store, random, random.weighted(returning ? LATER : FIRST), lastMs);
  if (random.chance(0.45)) return { ready: true, daysToConversion: 0, firstVisit: last, lastVisit: last };
  const days = Math.min(29, Math.floor(random.exponential(0.25)));
  const first = visit(
    store,
    random,
    random.weighted(returning ? LATER : FIRST),
    lastMs - days * DAY_MS - 600_000,
  );
  return { ready: true, daysToConversion: days, firstVisit: first, lastVisit: last };
}

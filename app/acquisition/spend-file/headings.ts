/**
 * What the columns of an export of ad spend are called, in English and Dutch.
 *
 * - Google Ads: a title ("Campaign report"), the period as a line of text ("September 1, 2026 - September 30, 2026"), then Day (or Week, Month), Campaign,
 *   Currency code, Cost, Clicks, Impr. ...; at the end rows like "Total: Campaigns" and "Total: Account" ("Totaal: account"), and "--" for an
 *   empty cell. As in docs/GOOGLE_ADS_CSV_EXPORT_GUIDE.md of github.com/mohamed1nashaat/RB-Benchmarking and in exports as shops have them.
 * - Meta Ads Manager: Reporting starts, Reporting ends, Campaign name, Ad set name, Amount spent (EUR); Day where the report is by day. Dutch: Start
 *   rapportage, Einde rapportage, Campagnenaam, Besteed bedrag (EUR), Dag. As in github.com/logly/mureo/pull/50, and
 *   docs.moment.team/help/moment-by-topic/integrations/file-import/integration-file-import/some-ad-expenses/ad-providers for other makers.
 * - TikTok Ads Manager: By Day, Campaign name, Ad group name, Cost, Impressions, Clicks (destination), and a row "Total of ...".
 */
const HEADINGS = {
  day: ["day", "dag", "date", "datum", "by day", "per dag", "stat time day"],
  week: ["week"],
  month: ["month", "maand"],
  first: [
    "reporting starts",
    "start rapportage",
    "begin rapportage",
    "first day",
    "eerste dag",
    "from",
    "van",
    "start date",
    "startdatum",
    "begindatum",
  ],
  last: [
    "reporting ends",
    "einde rapportage",
    "last day",
    "laatste dag",
    "to",
    "until",
    "tot",
    "tot en met",
    "t/m",
    "end date",
    "einddatum",
  ],
  campaign: ["campaign", "campagne", "campaign name", "campagnenaam", "naam campagne", "naam van campagne"],
  amount: [
    "amount spent",
    "besteed bedrag",
    "cost",
    "kosten",
    "spend",
    "ad spend",
    "total cost",
    "totale kosten",
    "uitgaven",
    "advertentiekosten",
    "amount",
    "bedrag",
  ],
  currency: ["currency", "currency code", "account currency", "valuta", "valutacode", "munteenheid"],
  channel: ["channel", "kanaal", "source", "bron", "utm source", "utm_source"],
  /** Of this app's own export: app/acquisition/spend-csv.ts. */
  kind: ["kind"],
} as const;

export type SpendColumn = keyof typeof HEADINGS;

export const SPEND_SOURCES = ["google", "meta", "tiktok", "other"] as const;
/** Which program made a file; those of three are the channel as well. */
export type SpendSource = (typeof SPEND_SOURCES)[number];

export interface SpendHeader {
  readonly headings: readonly string[];
  /** Where each column stands. */
  readonly places: ReadonlyMap<SpendColumn, number>;
  readonly source: SpendSource;
  /** Of the heading of the amounts: "Amount spent (EUR)"; null where it says none. */
  readonly currency: string | null;
}

const WITH_CURRENCY = /^(.*?)\s*\(([a-z]{3})\)$/;
const plain = (heading: string): string => heading.trim().toLowerCase().replace(/\s+/g, " ");
const bare = (heading: string): string => WITH_CURRENCY.exec(plain(heading))?.[1] ?? plain(heading);

/** null where no amounts stand below it. */
export function spendHeader(cells: readonly string[], title: string): SpendHeader | null {
  const names = cells.map(bare);
  const places = new Map<SpendColumn, number>();
  for (const column of Object.keys(HEADINGS) as SpendColumn[]) {
    // The first name of the list that the file has: the more telling ones come first.
    const name = HEADINGS[column].find((one) => names.includes(one));
    if (name !== undefined) places.set(column, names.indexOf(name));
  }
  const amount = places.get("amount");
  if (amount === undefined || places.size < 2) return null;
  const has = (...wanted: string[]) => wanted.some((one) => names.includes(one));
  const source = sourceOf(names[amount] ?? "", has, title);
  // What runs from when to when there is the campaign, not the spend.
  if (source === "google") for (const column of ["first", "last"] as const) places.delete(column);
  if (places.has("day"))
    for (const column of ["week", "month", "first", "last"] as const) places.delete(column);
  if (source !== "other") for (const column of ["channel", "kind"] as const) places.delete(column);
  const currency = WITH_CURRENCY.exec(plain(cells[amount] ?? ""))?.[2]?.toUpperCase() ?? null;
  return { headings: cells.map((cell) => cell.trim()), places, source, currency };
}

function sourceOf(amount: string, has: (...wanted: string[]) => boolean, title: string): SpendSource {
  if (amount === "amount spent" || amount === "besteed bedrag" || has("reporting starts", "start rapportage"))
    return "meta";
  if (has("by day", "clicks (destination)", "stat time day")) return "tiktok";
  if (/campa(?:ign report|gnerapport)/i.test(title)) return "google";
  const isCost = amount === "cost" || amount === "kosten";
  if (isCost && has("currency code", "valutacode", "impr.", "vert.", "vertoningen", "campaign status"))
    return "google";
  return isCost &&
    has("campaign name", "campagnenaam") &&
    has("ad group name", "ad name", "naam advertentiegroep")
    ? "tiktok"
    : "other";
}

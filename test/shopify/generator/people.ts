import type { AddressRecord, MarketingState, OptInLevel, SmsMarketingState } from "../store/records.ts";
import type { Random } from "./random.ts";

const FIRST = [
  "Sanne",
  "Daan",
  "Emma",
  "Lucas",
  "Julia",
  "Finn",
  "Sofie",
  "Noah",
  "Lotte",
  "Milan",
  "Eva",
  "Sem",
  "Anna",
  "Levi",
  "Fleur",
  "Bram",
  "Isa",
  "Thijs",
  "Nina",
  "Ruben",
  "Lena",
  "Jonas",
  "Marie",
  "Paul",
  "Clara",
  "Felix",
  "Elise",
  "Hugo",
  "Amélie",
  "Louis",
  "Grace",
  "Oliver",
  "Maya",
  "Adam",
  "Zoë",
  "Yusuf",
  "Fatima",
  "Omar",
  "Mei",
  "Kai",
];
const LAST = [
  "de Vries",
  "Jansen",
  "van den Berg",
  "Bakker",
  "Visser",
  "Smit",
  "Meijer",
  "Mulder",
  "Bos",
  "Vos",
  "Peters",
  "Hendriks",
  "van Dijk",
  "Dekker",
  "Brouwer",
  "de Wit",
  "Dijkstra",
  "Kok",
  "Jacobs",
  "Vermeulen",
  "Peeters",
  "Maes",
  "Claes",
  "Müller",
  "Schneider",
  "Fischer",
  "Weber",
  "Becker",
  "Dubois",
  "Lefèvre",
  "Moreau",
  "Taylor",
  "Wilson",
  "Evans",
  "Yilmaz",
  "Özdemir",
  "El Amrani",
  "Chen",
  "Nguyen",
  "Kowalska",
];
const STREETS = [
  "Beukenlaan",
  "Kerkstraat",
  "Stationsweg",
  "Molenpad",
  "Hoofdweg",
  "Parkallee",
  "Lindeweg",
  "Rue des Exemples",
  "Mill Lane",
];

interface Place {
  countryCode: string;
  cities: string[];
  zip(random: Random): string;
  locale: string;
}

const LETTERS = "ABCDEFGHJKLMNPRSTUVWXZ";
const digits = (random: Random, count: number) =>
  String(10 ** (count - 1) + random.below(9 * 10 ** (count - 1)));

const PLACES: [Place, number][] = [
  [
    {
      countryCode: "NL",
      cities: ["Utrecht", "Amsterdam", "Rotterdam", "Groningen", "Eindhoven", "Zwolle", "Breda", "Leiden"],
      zip: (random) => `${digits(random, 4)} ${LETTERS[random.below(22)]}${LETTERS[random.below(22)]}`,
      locale: "nl",
    },
    66,
  ],
  [
    {
      countryCode: "BE",
      cities: ["Gent", "Antwerpen", "Leuven", "Brugge"],
      zip: (random) => digits(random, 4),
      locale: "nl",
    },
    16,
  ],
  [
    {
      countryCode: "DE",
      cities: ["Köln", "Hamburg", "Münster", "Berlin"],
      zip: (random) => digits(random, 5),
      locale: "de",
    },
    11,
  ],
  [
    {
      countryCode: "FR",
      cities: ["Lille", "Lyon", "Nantes"],
      zip: (random) => digits(random, 5),
      locale: "fr",
    },
    4,
  ],
  [
    {
      countryCode: "GB",
      cities: ["Leeds", "Bristol", "York"],
      zip: (random) => `LS${1 + random.below(9)} ${1 + random.below(9)}AB`,
      locale: "en",
    },
    3,
  ],
];

export interface Person {
  firstName: string;
  lastName: string;
  email: string;
  address: AddressRecord;
  locale: string;
}

/** An invented person. Addresses of mail end in example.com or example.org, which nobody owns. */
export function inventPerson(random: Random, number: number): Person {
  const firstName = random.pick(FIRST);
  const lastName = random.pick(LAST);
  const place = random.weighted(PLACES);
  const plain = (text: string) =>
    text
      .normalize("NFD")
      .replace(/[^a-zA-Z]/g, "")
      .toLowerCase();
  const email = `${plain(firstName)}.${plain(lastName)}.${number}@example.${random.chance(0.8) ? "com" : "org"}`;
  return {
    firstName,
    lastName,
    email,
    locale: place.locale,
    address: {
      firstName,
      lastName,
      address1: `${random.pick(STREETS)} ${1 + random.below(180)}`,
      city: random.pick(place.cities),
      provinceCode: null,
      countryCode: place.countryCode,
      zip: place.zip(random),
    },
  };
}

export interface Consent {
  state: MarketingState;
  optInLevel: OptInLevel | null;
}

const BUYER_CONSENT: [MarketingState, number][] = [
  ["SUBSCRIBED", 47],
  ["NOT_SUBSCRIBED", 33],
  ["UNSUBSCRIBED", 14],
  ["PENDING", 4],
  ["INVALID", 2],
];
const LEAD_CONSENT: [MarketingState, number][] = [
  ["SUBSCRIBED", 72],
  ["NOT_SUBSCRIBED", 6],
  ["UNSUBSCRIBED", 13],
  ["PENDING", 7],
  ["INVALID", 2],
];

export function inventConsent(random: Random, lead: boolean): Consent {
  const state = random.weighted(lead ? LEAD_CONSENT : BUYER_CONSENT);
  if (state === "NOT_SUBSCRIBED" || state === "INVALID") return { state, optInLevel: null };
  return {
    state,
    optInLevel: random.chance(0.35) && state !== "PENDING" ? "CONFIRMED_OPT_IN" : "SINGLE_OPT_IN",
  };
}

const SMS_CONSENT: [SmsMarketingState, number][] = [
  ["NOT_SUBSCRIBED", 66],
  ["SUBSCRIBED", 22],
  ["UNSUBSCRIBED", 9],
  ["PENDING", 3],
];

/** A number that nobody has, or none: no country has the code 999. */
export function inventPhone(
  random: Random,
  number: number,
): { phone?: string; smsMarketingState?: SmsMarketingState } {
  if (random.chance(0.45)) return {};
  return {
    phone: `+999${String(number).padStart(9, "0")}`,
    smsMarketingState: random.weighted(SMS_CONSENT),
  };
}

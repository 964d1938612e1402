/**
 * Decimals of each currency that Shopify knows (CurrencyCode of its Admin API, but for XXX, which stands for none), as Shopify counts them. The one table for server,
 * browser, extension and local admin: ICU's answer differs between versions (HUF, COP, IDR, PKR and ALL have 0 in some), and
 * with it the amounts that are stored.
 *
 * Source: subunit_to_unit in config/currency_iso.json of github.com/Shopify/money; MGA, whose subunit is a fifth, by ISO 4217.
 */
const TWO_DECIMALS = `
  AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF CHF CNY COP CRC CVE
  CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GTQ GYD HKD HNL HRK HTG HUF IDR ILS INR IRR JEP JMD KES KGS
  KHR KID KYD KZT LAK LBP LKR LRD LSL LTL LVL MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR
  NZD PAB PEN PGK PHP PKR PLN QAR RON RSD RUB SAR SBD SCR SDG SEK SGD SHP SLL SOS SRD SSP STD STN SYP SZL THB TJS TMT TOP
  TRY TTD TWD TZS UAH USD USDC UYU UZS VED VEF VES WST XCD YER ZAR ZMW`;
const NO_DECIMALS = "BIF BYR CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX VND VUV XAF XOF XPF";
const THREE_DECIMALS = "BHD IQD JOD KWD LYD OMR TND";

export const CURRENCY_DECIMALS: Readonly<Record<string, number>> = Object.fromEntries(
  [NO_DECIMALS, "", TWO_DECIMALS, THREE_DECIMALS].flatMap((codes, decimals) =>
    (codes.match(/[A-Z]+/g) ?? []).map((code) => [code, decimals]),
  ),
);

export class UnknownCurrency extends RangeError {
  readonly retry = "never";
  constructor(code: string) {
    super(`"${code.slice(0, 20)}" is not a currency that Shopify has; it should be a code such as EUR`);
    this.name = "UnknownCurrency";
  }
}

export function isKnownCurrency(code: string): boolean {
  return Object.hasOwn(CURRENCY_DECIMALS, code);
}

/** Decimal digits of the minor unit: 2 for EUR and HUF, 0 for JPY, 3 for KWD. Throws UnknownCurrency. */
export function currencyDecimals(code: string): number {
  const decimals = CURRENCY_DECIMALS[code];
  if (decimals === undefined || !isKnownCurrency(code)) throw new UnknownCurrency(code);
  return decimals;
}

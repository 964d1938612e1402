/** Symbols by the currencies that they can stand for. */
export const CURRENCIES_OF: Readonly<Record<string, readonly string[]>> = {
  "€": ["EUR"],
  "£": ["GBP"],
  "₹": ["INR"],
  "₺": ["TRY"],
  "₽": ["RUB"],
  "₩": ["KRW"],
  ZŁ: ["PLN"],
  KČ: ["CZK"],
  FT: ["HUF"],
  LEI: ["RON"],
  R$: ["BRL"],
  US$: ["USD"],
  FR: ["CHF"],
  "¥": ["JPY", "CNY"],
  KR: ["SEK", "NOK", "DKK", "ISK"],
  $: ["USD", "CAD", "AUD", "NZD", "SGD", "HKD", "TWD", "MXN", "ARS", "CLP", "COP"],
};
